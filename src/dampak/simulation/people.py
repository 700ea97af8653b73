"""The people at the counters: employee numbers nobody has, and where they were posted when."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from dampak.simulation.draws import luck

FIRST_FICTIONAL = 900  # sequences 900-999 are practically never reached by real employee numbers
POSITIONS = ("Petugas Loket", "Verifikator", "Pengelola Layanan", "Arsiparis", "Kepala Seksi")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One person at one unit; ``to_on`` is None while it lasts."""

    nip: str
    unit: int
    position: str
    from_on: date
    to_on: date | None


def draw_postings(
    n_units: int, staff: int, *, window: tuple[date, date], seed: int
) -> list[Posting]:
    """Everybody's postings; about one person in twelve moves to another counter in the window."""
    rng = luck(seed, "people")
    postings: list[Posting] = []
    for person in range(n_units * staff):
        unit = person % n_units
        postings += _career(_nip(person, rng), unit, n_units, window=window, rng=rng)
    return sorted(postings, key=lambda p: (p.unit, p.nip, p.from_on))


def _nip(person: int, rng: np.random.Generator) -> str:
    """An 18-digit number that is valid in form; one in four is a contract official's."""
    born = date(1966, 1, 1) + timedelta(days=int(rng.integers(0, 34 * 365)))
    started = born.year + int(rng.integers(21, 24))
    entry = (
        f"{max(started, 2021)}21" if rng.random() < 0.25 else f"{started}{rng.integers(1, 13):02}"
    )
    sequence = FIRST_FICTIONAL + person % 100
    return f"{born:%Y%m%d}{entry}{rng.integers(1, 3)}{sequence}"


def _career(
    nip: str, unit: int, n_units: int, *, window: tuple[date, date], rng: np.random.Generator
) -> list[Posting]:
    first, last = window
    position = POSITIONS[int(rng.integers(0, len(POSITIONS)))]
    begins = date(2022, int(rng.integers(1, 7)), 1)
    moves, where = rng.random() < 1 / 12, int(rng.integers(0, n_units))
    on = first + timedelta(days=int(rng.integers(60, max(61, (last - first).days - 30))))
    if not moves or where == unit or on >= last:
        return [Posting(nip=nip, unit=unit, position=position, from_on=begins, to_on=None)]
    before = Posting(
        nip=nip, unit=unit, position=position, from_on=begins, to_on=on - timedelta(days=1)
    )
    return [before, Posting(nip=nip, unit=where, position=position, from_on=on, to_on=None)]
