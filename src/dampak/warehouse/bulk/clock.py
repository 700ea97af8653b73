"""Moments on the clock of the units, and the month that a day lies in."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dampak.warehouse.conformed.shape import DAY, MOMENT

Months = NDArray[np.int64]  # months since January 1970

# The month of every day that a row can be of is looked up and not worked out.
_DAYS = np.arange("1899-12-31", "2100-01-02", dtype="datetime64[D]")
_FIRST, _LAST = int(_DAYS[0].astype(int)), int(_DAYS[-1].astype(int))
_MONTHS = _DAYS.astype("datetime64[M]").astype(np.int64)


def on_the_clock(cells: pa.ChunkedArray, zone: str) -> pa.ChunkedArray:
    """Days and moments as moments of ``zone``; those that name no zone are on its clock already.

    What lies too far away for the warehouse is taken for the first of all days, or the last.
    """
    try:
        return _on_the_clock(cells, zone)
    except pa.ArrowInvalid:
        return _on_the_clock(_within_reach(cells), zone)


def _within_reach(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    is_moment = pa.types.is_timestamp(cells.type)
    bare = pa.timestamp(cells.type.unit) if is_moment else cells.type
    first, last = (pa.scalar(end, DAY).cast(bare) for end in (date.min, date.max))
    within = pc.max_element_wise(cells.cast(bare), first, skip_nulls=False)
    return pc.min_element_wise(within, last, skip_nulls=False).cast(cells.type)


def _on_the_clock(cells: pa.ChunkedArray, zone: str) -> pa.ChunkedArray:
    if pa.types.is_timestamp(cells.type) and cells.type.tz:
        cells = pc.local_timestamp(cells.cast(pa.timestamp(cells.type.unit, zone)))
    is_finer = cells.type == pa.timestamp("ns")
    return cells.cast(MOMENT, safe=not is_finer)


def months_of(cells: pa.ChunkedArray, zone: str) -> Months:
    """The months of days or moments; those of empty cells mean nothing.

    Days before 1900 are taken for one of 1899, those after 2099 for one of 2100.
    """
    days = cells if cells.type == DAY else on_the_clock(cells, zone).cast(DAY, safe=False)
    numbers = days.cast(pa.int32()).fill_null(0).to_numpy()
    months: Months = _MONTHS[np.clip(numbers, _FIRST, _LAST) - _FIRST]
    return months


def month_number(day: date) -> int:
    """The month of a day."""
    return (day.year - 1970) * 12 + day.month - 1


def first_day(month: int) -> date:
    """The day on which a month begins."""
    return date(1970 + month // 12, 1 + month % 12, 1)
