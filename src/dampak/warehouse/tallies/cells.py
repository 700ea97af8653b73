"""Some cells of a cube: those that a day's rows have touched."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dampak.warehouse.tallies.bag import Bag
from dampak.warehouse.tallies.keys import BITS, Keys, packed, part_of
from dampak.warehouse.tallies.rolling_up import Months


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """Lines and months, pair by pair: ``line`` and ``month`` ascend together, without repeats.

    ``month`` is the place of a month, not its number.
    """

    line: NDArray[np.int64]
    month: NDArray[np.int64]

    @property
    def lines(self) -> NDArray[np.int64]:
        """The lines that have a cell here, ascending."""
        return np.unique(self.line)


def cells_of(bag: Bag, months: Months) -> Cells:
    """The cells that a bag under line, month and days has any keys in."""
    return _cells(bag.keys, months)


def all_of(some: Iterable[Cells], months: Months) -> Cells:
    """The cells that are in any of these."""
    return _cells(np.concatenate([_key(cells, months) for cells in some]), months)


def bag_in(bag: Bag, cells: Cells, months: Months) -> Bag:
    """The part of a bag under line, month and days that lies in these cells; no other is looked at.

    The keys of a bag ascend, so that those of a cell follow each other.
    """
    begins = _key(cells, months)
    first = np.searchsorted(bag.keys, begins)
    count = np.searchsorted(bag.keys, begins + np.uint64(2 ** BITS["days"])) - first
    places = _one_after_another(first, count)
    return Bag(keys=bag.keys[places], counts=bag.counts[places])


def _one_after_another(first: NDArray[np.int64], count: NDArray[np.int64]) -> NDArray[np.int64]:
    """``count`` places from each ``first`` on."""
    before = np.cumsum(count) - count
    return np.repeat(first - before, count) + np.arange(count.sum())


def _cells(keys: Keys, months: Months) -> Cells:
    days = np.uint64(BITS["days"])
    found = np.unique(keys >> days) << days
    return Cells(line=part_of(found, "unit"), month=months.index(found))


def _key(cells: Cells, months: Months) -> Keys:
    """The least key of each cell."""
    return packed(unit=cells.line, service=0, month=cells.month + months.first)
