"""Rival causes: what else happened to some counters, whoever was trained."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from dampak.foundation.months import months_later
from dampak.simulation.counters import Counters
from dampak.simulation.draws import luck

Numbers = NDArray[np.float64]

FLOODED = 4
FLOOD_DAYS = (3.0, 1.5)  # working days added in the month of the flood and in the next


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the diary; ``extra_days`` are added to every request of the months from then."""

    unit: int
    month: int
    from_on: date
    to_on: date
    kind: str
    note: str
    extra_days: tuple[float, ...] = ()


def draw_events(counters: Counters, months: tuple[date, ...], *, seed: int) -> tuple[Event, ...]:
    """A flood in a few districts and quarters, and two moves of office that changed nothing."""
    rng = luck(seed, "events")
    low = [i for i, u in enumerate(counters.units) if u.kind in {"kecamatan", "kelurahan"}]
    flooded = sorted(rng.choice(low, min(FLOODED, len(low)), replace=False).tolist())
    moved = rng.choice(len(counters.units), 2, replace=False).tolist()
    flood_month = _last_january(months)
    moves = zip(moved, rng.integers(0, len(months), 2).tolist(), strict=True)
    return (
        *(_flood(unit, flood_month, months) for unit in flooded),
        *(_move(unit, month, months) for unit, month in moves),
    )


def extra_days(events: tuple[Event, ...], counters: Counters, months: tuple[date, ...]) -> Numbers:
    """Working days that the events add, by unit and month."""
    added = np.zeros((len(counters.units), len(months)))
    for event in events:
        for later, extra in enumerate(event.extra_days):
            if event.month + later < len(months):
                added[event.unit, event.month + later] += extra
    return added


def _last_january(months: tuple[date, ...]) -> int:
    januaries = [index for index, month in enumerate(months) if month.month == 1]
    return januaries[-1]


def _flood(unit: int, month: int, months: tuple[date, ...]) -> Event:
    return Event(
        unit=unit,
        month=month,
        from_on=months[month] + timedelta(days=9),
        to_on=months_later(months[month], 1) + timedelta(days=13),
        kind="bencana",
        note="Banjir, loket pindah ke balai warga",
        extra_days=FLOOD_DAYS,
    )


def _move(unit: int, month: int, months: tuple[date, ...]) -> Event:
    on = months[month] + timedelta(days=4)
    return Event(
        unit=unit,
        month=month,
        from_on=on,
        to_on=on + timedelta(days=3),
        kind="pindah kantor",
        note="Loket pindah ke lantai satu; jam layanan tetap",
    )
