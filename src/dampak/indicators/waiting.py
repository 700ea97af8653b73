"""Exact quantiles of working days, out of how many rows took how many days."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """How many rows of each group and month took how many working days.

    The three arrays are of one length. ``cell`` is the place of group and month in an array of
    ``shape`` (groups, months), counted row by row; ``rows`` are above nought. They ascend by cell
    and, within one, by ``days``.
    """

    shape: tuple[int, int]
    cell: NDArray[np.int64]
    days: NDArray[np.int64]
    rows: NDArray[np.int64]


def quantile_of(waits: Waits, *, q: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How many rows each group and month has, and their quantile; NaN where there are none.

    Between two rows the value is interpolated in a straight line (Hyndman and Fan 1996, type 7), as
    SQL's ``percentile_cont`` has it. Both arrays have the shape of ``waits``.
    """
    rows, value = np.full(waits.shape, np.nan), np.full(waits.shape, np.nan)
    if not len(waits.cell):
        return rows, value
    starts = np.flatnonzero(np.diff(waits.cell, prepend=-1))
    upto = np.cumsum(waits.rows)
    before = upto[starts] - waits.rows[starts]
    count = np.diff(before, append=upto[-1])
    place = (count - 1) * q
    lower = np.floor(place)
    faster = _day_of(waits, upto, before + lower.astype(np.int64))
    slower = _day_of(waits, upto, before + np.ceil(place).astype(np.int64))
    cells = waits.cell[starts]
    rows.flat[cells] = count
    value.flat[cells] = faster + (place - lower) * (slower - faster)
    return rows, value


def _day_of(waits: Waits, upto: NDArray[np.int64], rank: NDArray[np.int64]) -> NDArray[np.int64]:
    """The days of the row with this rank, when all rows stand in line."""
    return waits.days[np.searchsorted(upto, rank, side="right")]
