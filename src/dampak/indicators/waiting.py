"""Exact quantiles of working days, out of how many rows took how many days."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

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


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitsByMonth:
    """The same with a place for every day: ``in_month`` gives rows in shape (days, groups).

    It is asked for one month after the other, by their place, and gives a new array each time.
    """

    shape: tuple[int, int]
    in_month: Callable[[int], NDArray[np.int32]]


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

    def days_at(rank: NDArray[np.int64]) -> NDArray[np.int64]:
        return waits.days[np.searchsorted(upto, before + rank, side="right")]

    cells = waits.cell[starts]
    rows.flat[cells] = count
    value.flat[cells] = _between(count, q, days_at)
    return rows, value


def quantile_by_month(
    waits: WaitsByMonth, *, q: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The same as `quantile_of`, to the last digit."""
    rows, value = np.full(waits.shape, np.nan), np.full(waits.shape, np.nan)
    for month in range(waits.shape[1]):
        upto = waits.in_month(month)
        for day in range(1, len(upto)):  # one long row after the other, which is cheap
            upto[day] += upto[day - 1]
        count = upto[-1]
        found = _between(count, q, partial(_days_at, upto))
        rows[:, month], value[:, month] = np.where(count > 0, [count, found], np.nan)
    return rows, value


def _days_at(upto: NDArray[np.int32], rank: NDArray[np.int64]) -> NDArray[np.int64]:
    """How long the row with this rank took in each group: as many days as end before it."""
    days: NDArray[np.int64] = np.count_nonzero(upto <= rank.astype(np.int32), axis=0)
    return days


def _between(
    count: NDArray[np.int64],
    q: float,
    days_at: Callable[[NDArray[np.int64]], NDArray[np.int64]],
) -> NDArray[np.float64]:
    """The quantile of ``count`` rows each; ``days_at`` says how long the row of each rank took."""
    place = (count - 1) * q
    lower = np.floor(place)
    faster = days_at(lower.astype(np.int64))
    slower = days_at(np.ceil(place).astype(np.int64))
    value: NDArray[np.float64] = faster + (place - lower) * (slower - faster)
    return value
