"""The tree of an invented nation: agencies, their offices, and what hangs below those."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.draws import luck
from dampak.simulation.names import DISTRICTS

N_UNITS, N_AGENCIES = 52_000, 646  # of the nation; a smaller one has the same proportions
CENTRAL, PROVINCES = 94 / 646, 38 / 646
OFFICES_BELOW, BRANCHES_BELOW = 0.4, 0.45  # shares of an agency's units on its upper two levels
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
# Two digits that no province of Indonesia has.
REGIONS = (*range(22, 31), *range(37, 51), *range(54, 61), *range(83, 91))

CENTRAL_KINDS = ("kementerian", "unit eselon I", "unit eselon II", "satuan kerja")
LOCAL_KINDS = ("pemerintah daerah", "perangkat daerah", "UPTD", "sekolah")
CENTRAL_WORDS = ("Kementerian Urusan", "Direktorat Jenderal", "Direktorat", "Balai")
LOCAL_WORDS = ("Kabupaten", "Dinas", "UPTD", "SD Negeri")
OFFICES = (
    *("Sekretariat Daerah", "Inspektorat", "Dinas Pendidikan", "Dinas Kesehatan"),
    *("Dinas Pekerjaan Umum", "Dinas Sosial", "Dinas Perhubungan", "Dinas Pertanian"),
    *("Badan Kepegawaian", "Badan Pendapatan", "Dinas Kependudukan", "Kecamatan"),
)


@dataclass(frozen=True, kw_only=True)
class Offices:
    """All units in preorder of their levels: parents stand before their children.

    ``parent`` is the place of the unit above, -1 at the top; ``level`` counts from 0; ``agency``
    numbers the trees; ``region`` and ``zone`` are those of the agency.
    """

    parent: NDArray[np.int64]
    level: NDArray[np.int64]
    agency: NDArray[np.int64]
    is_central: NDArray[np.bool_]
    region: NDArray[np.int64]
    zone: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.parent)

    @cached_property
    def codes(self) -> list[str]:
        """The codes: the agency, and the number of the unit in it."""
        first = np.searchsorted(self.agency, self.agency)
        places = np.arange(len(self)) - first
        pairs = zip(self.agency.tolist(), places.tolist(), strict=True)
        return [
            f"A{agency + 1:03}-{place:04}" if place else agency_code(agency)
            for agency, place in pairs
        ]

    @cached_property
    def names(self) -> list[str]:
        """What each unit is called."""
        rows = zip(self.level.tolist(), self.is_central.tolist(), range(len(self)), strict=True)
        return [_name(level, number, is_central=central) for level, central, number in rows]


def agency_code(agency: int) -> str:
    """The code of an agency."""
    return f"A{agency + 1:03}"


def build_offices(n_units: int, *, seed: int) -> Offices:
    """Cut the units into agencies of chance size, and each agency into levels."""
    rng = luck(seed, "offices of a nation's staff")
    n_agencies = max(1, round(n_units * N_AGENCIES / N_UNITS))
    sizes = _sizes(n_units, n_agencies, rng)
    agency = np.repeat(np.arange(n_agencies), sizes)
    first = np.repeat(np.cumsum(sizes) - sizes, sizes)
    parent, level = _hung(np.arange(n_units) - first, np.repeat(sizes, sizes), first, rng)
    central = np.arange(n_agencies) < round(n_agencies * CENTRAL)
    province = np.arange(n_agencies) % round(max(1, n_agencies * PROVINCES))
    return Offices(
        parent=parent,
        level=level,
        agency=agency,
        is_central=central[agency],
        region=np.asarray(REGIONS)[province % len(REGIONS)][agency],
        zone=(np.where(central, 0, province * len(ZONES) // (province.max() + 1)))[agency],
    )


def _sizes(n: int, n_parts: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Uneven sizes that add up; nobody is without a unit."""
    weights = rng.lognormal(0.0, 0.6, n_parts)
    return 1 + rng.multinomial(n - n_parts, weights / weights.sum())


def _hung(
    place: NDArray[np.int64],
    size: NDArray[np.int64],
    first: NDArray[np.int64],
    rng: np.random.Generator,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """From whom each unit hangs and how deep: offices, then branches, then the smallest."""
    n_offices = np.ceil((size - 1) * OFFICES_BELOW).astype(np.int64)
    n_branches = np.ceil((size - 1) * BRANCHES_BELOW).astype(np.int64)
    level = np.select(
        [place == 0, place <= n_offices, place <= n_offices + n_branches], [0, 1, 2], 3
    )
    lot = rng.random(len(place))
    above = np.select(
        [level == 0, level == 1, level == 2],
        [
            np.full(len(place), -1),
            first,
            first + 1 + (lot * np.maximum(n_offices, 1)).astype(np.int64),
        ],
        first + 1 + n_offices + (lot * np.maximum(n_branches, 1)).astype(np.int64),
    )
    return above, level


def _name(level: int, number: int, *, is_central: bool) -> str:
    place = DISTRICTS[number % len(DISTRICTS)]
    if level == 1 and not is_central:
        return f"{OFFICES[number % len(OFFICES)]} {place}"
    words = CENTRAL_WORDS if is_central else LOCAL_WORDS
    return f"{words[level]} {place} {number + 1}"
