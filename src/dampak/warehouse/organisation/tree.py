"""The tree of units in preorder: whatever stands below a unit follows it in one run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]

TOP = -1  # the parent of a unit that stands below nobody
WITHOUT = -1  # the number of a unit that no row ever named


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Nodes:
    """Units, and the places among them of those that have others below them at any time."""

    codes: tuple[str, ...]
    inner: Places


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tree:
    """Units by place, a unit before all that stand below it.

    The three arrays have one entry a unit: ``parent`` is the place of the unit above, `TOP` at the
    top; ``last`` the last place below the unit, its own if nobody is; ``unit_number`` its number in
    the keys of tallies, `WITHOUT` if it has none. A unit may have rows of its own and units below.
    """

    codes: tuple[str, ...]
    parent: Places
    last: Places
    unit_number: Places

    @property
    def inner(self) -> Places:
        """The places that have others below them."""
        return np.flatnonzero(self.last > np.arange(len(self.codes)))

    @property
    def depth(self) -> Places:
        """How many stand above each unit."""
        depth = np.zeros(len(self.codes), np.int64)
        for place, parent in enumerate(self.parent):
            depth[place] = 0 if parent == TOP else depth[parent] + 1
        return depth

    def place_of_number(self, numbers: int) -> Places:
        """The place of each unit number from 0 up to, not including, ``numbers``; -1 for none."""
        places = np.full(numbers, -1)
        known = (self.unit_number >= 0) & (self.unit_number < numbers)
        places[self.unit_number[known]] = np.flatnonzero(known)
        return places


def tree_of(rows: Iterable[tuple[str, str | None]], numbers: Mapping[str, int]) -> Tree:
    """Arrange units, given as code and code of the unit above; neighbours in the order of codes.

    A unit below one that is not among the rows stands at the top.

    Raises
    ------
    ValueError
        If a unit stands below itself, directly or through others.
    """
    above = dict(rows)
    codes = _in_preorder(above)
    if len(codes) < len(above):
        lost = min(above.keys() - set(codes))
        raise ValueError(f"Unit {lost} stands below itself.")
    place = {code: index for index, code in enumerate(codes)}
    parent = np.array([place.get(above[code] or "", TOP) for code in codes], np.int64)
    return Tree(
        codes=codes,
        parent=parent,
        last=_last_below(parent),
        unit_number=np.array([numbers.get(code, WITHOUT) for code in codes], np.int64),
    )


def _in_preorder(above: Mapping[str, str | None]) -> tuple[str, ...]:
    below: dict[str | None, list[str]] = {}
    for code in sorted(above, reverse=True):
        up = above[code]
        below.setdefault(up if up in above else None, []).append(code)
    codes, waiting = [], below.get(None, [])
    while waiting:
        codes.append(waiting.pop())
        waiting += below.get(codes[-1], [])
    return tuple(codes)


def _last_below(parent: Places) -> Places:
    last = np.arange(len(parent))
    for place in range(len(parent) - 1, -1, -1):
        if parent[place] != TOP:
            last[parent[place]] = max(last[parent[place]], last[place])
    return last
