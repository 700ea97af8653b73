"""The tree of a nation's offices: four to six levels, uneven, every unit at a leaf."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.draws import luck

UNITS_AN_AGENCY, AGENCIES_A_GROUP = 62.5, 9  # on average; some have one, some many times as many
UNITS_A_DIVISION, UNITS_A_SECTION = 8, 3
SMALLEST_WITH_DIVISIONS = 6
WITH_SECTIONS = 0.4  # share of the agencies with divisions


@dataclass(frozen=True, kw_only=True)
class Tree:
    """The serving units of a nation in preorder, and to whom each of them belongs.

    All arrays have one entry a serving unit; ``division`` and ``section`` number within the
    agency and are -1 for units that hang from the level above.
    """

    group: NDArray[np.int32]
    agency: NDArray[np.int32]
    division: NDArray[np.int32]
    section: NDArray[np.int32]
    place: NDArray[np.int32]  # within the agency

    @property
    def n_agencies(self) -> int:
        """How many agencies there are."""
        return int(self.agency[-1]) + 1

    @cached_property
    def unit_codes(self) -> list[str]:
        """The codes of the serving units."""
        pairs = zip(self.agency.tolist(), self.place.tolist(), strict=True)
        return [unit_code(agency, place) for agency, place in pairs]


def build_tree(n_units: int, *, seed: int) -> Tree:
    """Cut the units into agencies of chance size, the agencies into groups, the rest into eights.

    Agencies with few units have no divisions, and of the others four in ten also have sections.
    """
    rng = luck(seed, "tree of a nation")
    n_agencies = min(n_units, max(4, round(n_units / UNITS_AN_AGENCY)))
    agency = _cut(n_units, n_agencies, rng)
    group = _cut(n_agencies, max(2, round(n_agencies / AGENCIES_A_GROUP)), rng)[agency]
    size = np.bincount(agency, minlength=n_agencies)
    place = (np.arange(n_units) - (np.cumsum(size) - size)[agency]).astype(np.int32)
    has_divisions = size[agency] >= SMALLEST_WITH_DIVISIONS
    has_sections = has_divisions & (rng.random(n_agencies) < WITH_SECTIONS)[agency]
    return Tree(
        group=group,
        agency=agency,
        division=np.where(has_divisions, place // UNITS_A_DIVISION, -1).astype(np.int32),
        section=np.where(has_sections, place % UNITS_A_DIVISION // UNITS_A_SECTION, -1).astype(
            np.int32
        ),
        place=place,
    )


def agency_code(agency: int) -> str:
    """The code of an agency."""
    return f"K{agency + 1:04}"


def unit_code(agency: int, place: int) -> str:
    """The code of a serving unit of an agency."""
    return f"{agency_code(agency)}-{place + 1:04}"


def _cut(n: int, n_parts: int, rng: np.random.Generator) -> NDArray[np.int32]:
    """Which of so many uneven runs each of n neighbours belongs to; no run is empty."""
    cuts = np.sort(rng.choice(np.arange(1, n), n_parts - 1, replace=False))
    return np.searchsorted(cuts, np.arange(n), side="right").astype(np.int32)
