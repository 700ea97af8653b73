"""Grids: what rows come to, unit beside unit, month by month; a number has a place and no key.

A grid holds one drawer of a table while its rows are counted again.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dampak.warehouse.tallies.bag import Bag, joined
from dampak.warehouse.tallies.keys import Keys, packed, part_of
from dampak.warehouse.tallies.runs import Runs
from dampak.warehouse.tallies.sorting import Counts

Small = NDArray[np.int32]

WIDEST = 512  # days side by side; whoever waited longer is kept under a key
STEP = 32  # days by which a month grows wider


@dataclass(slots=True, kw_only=True, eq=False)
class PlainGrid:
    """Plain addends: by month an array of shape (unit numbers, columns)."""

    units: int
    columns: int
    months: dict[int, Counts] = field(default_factory=dict)

    def of(self, month: int) -> Counts:
        """What the month came to so far, to be added to."""
        if month not in self.months:
            self.months[month] = np.zeros((self.units, self.columns), np.int64)
        return self.months[month]

    def add_keys(self, keys: Keys, counts: Counts) -> None:
        """Add counts under keys that do not repeat and name no service."""
        unit, month = part_of(keys, "unit"), part_of(keys, "month")
        for each in np.unique(month).tolist():
            self.of(each)[unit[month == each]] += counts[month == each]

    def occurring(self) -> list[int]:
        """The months in which any row adds anything."""
        return [month for month, counts in self.months.items() if counts.any()]


@dataclass(slots=True, kw_only=True, eq=False)
class DaysGrid:
    """Rows by the days that they took: by month an array of shape (unit numbers, days).

    ``later`` holds, under keys, who waited for `WIDEST` days or longer.
    """

    units: int
    months: dict[int, Small] = field(default_factory=dict)
    later: list[tuple[Keys, Counts]] = field(default_factory=list)

    def of(self, month: int, days: int) -> Small:
        """What the month came to so far, at least so many days wide, to be added to."""
        here = self.months.get(month, np.zeros((self.units, 0), np.int32))
        if here.shape[1] < days:
            wider = np.zeros((self.units, -(-days // STEP) * STEP), np.int32)
            wider[:, : here.shape[1]] = here
            here = self.months[month] = wider
        return here

    def add(self, runs: Runs, month: int, rows: Counts) -> None:
        """Add rows of shape (runs, days)."""
        days = rows.shape[1]
        runs.add(rows.astype(np.int32), self.of(month, days)[:, :days])

    def add_keys(self, keys: Keys, counts: Counts) -> None:
        """Add rows under keys that do not repeat and name no service."""
        far = part_of(keys, "days") >= WIDEST
        if far.any():
            self.later.append((keys[far], counts[far]))
            keys, counts = keys[~far], counts[~far]
        unit, month, days = (part_of(keys, name) for name in ("unit", "month", "days"))
        for each in np.unique(month).tolist():
            here = month == each
            grid = self.of(each, int(days[here].max()) + 1)
            grid[unit[here], days[here]] += counts[here, 0].astype(np.int32)

    def occurring(self) -> list[int]:
        """The months in which there are any rows."""
        found = [month for month, rows in self.months.items() if rows.any()]
        return found + [int(month) for keys, _ in self.later for month in part_of(keys, "month")]

    def as_bag(self) -> Bag:
        """The same under keys."""
        return joined([*self.later, *(self._keyed(month) for month in sorted(self.months))], 1)

    def _keyed(self, month: int) -> tuple[Keys, Counts]:
        rows = self.months[month]
        unit, days = np.nonzero(rows)
        keys = packed(unit=unit, service=0, month=month, days=days)
        return keys, rows[unit, days].astype(np.int64).reshape(-1, 1)


Grid = PlainGrid | DaysGrid
