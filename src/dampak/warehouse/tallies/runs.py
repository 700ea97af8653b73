"""Rows of one unit lie together: a run from its first row to its last, and no key to sort."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Runs:
    """``unit`` and ``starts`` have one entry a run, ``ascend`` says that no unit has two of them.

    ``rows`` is how many rows there are in all.
    """

    unit: Places
    starts: Places
    rows: int
    ascend: bool

    def numbered(self, step: int) -> Places:
        """For each row the number of its run, times ``step``."""
        lengths = np.diff(self.starts, append=self.rows)
        return np.repeat(np.arange(len(self.starts)) * step, lengths)

    @property
    def longest(self) -> int:
        """The rows of the longest run."""
        return int(np.diff(self.starts, append=self.rows).max(initial=0))

    def add(self, block: NDArray[Any], to: NDArray[Any]) -> None:
        """Add what each run came to, of shape (runs, ...), to the entries of the units.

        There is one run at least.
        """
        first, last = self.unit[0], self.unit[-1]
        if self.ascend and last - first + 1 == len(self.unit):
            to[first : last + 1] += block
        elif self.ascend:
            to[self.unit] += block
        else:
            np.add.at(to, self.unit, block)


def runs_of(unit: NDArray[np.uint32]) -> Runs:
    """The runs of equal units in one row after the other."""
    changes = np.flatnonzero(unit[1:] != unit[:-1]) + 1
    starts = np.concatenate([np.zeros(min(len(unit), 1), np.intp), changes])
    here = unit[starts].astype(np.intp)
    return Runs(unit=here, starts=starts, rows=len(unit), ascend=bool((np.diff(here) > 0).all()))
