"""Working days between two columns of days, by looking both up in the calendar."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.indicators.working_days import Calendar, calendar_days

EPOCH = date(1970, 1, 1)  # day nought of the engine and of Arrow
UNKNOWN = -1  # a row that lacks one of the days, or a day that the calendar lacks


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WorkingDays:
    """A stretch of a calendar: ``upto`` counts the working days up to and including each day.

    ``first`` is its first day, in days since 1970; no day after it is missing.
    """

    first: int
    upto: NDArray[np.int64]

    def between(self, begins: pa.ChunkedArray, ends: pa.ChunkedArray) -> NDArray[np.int64]:
        """Working days after the one day up to and including the other; `UNKNOWN` without both."""
        first, last = self._place(begins), self._place(ends)
        known = (first >= 0) & (last >= 0)
        return np.where(known, self.upto[last] - self.upto[first], UNKNOWN)

    def _place(self, days: pa.ChunkedArray) -> NDArray[np.int64]:
        since = days.cast(pa.int32()).fill_null(self.first - 1).to_numpy().astype(np.int64)
        place = since - self.first
        return np.where((place >= 0) & (place < len(self.upto)), place, UNKNOWN)


@lru_cache(maxsize=8)
def working_days_over(first: date, last: date, calendar: Calendar) -> WorkingDays:
    """The working days of whole months, from the month of ``first`` to the month of ``last``."""
    days = list(calendar_days(first, last, calendar=calendar))
    return WorkingDays(
        first=(days[0].day - EPOCH).days,
        upto=np.array([day.working_days_before + day.is_working_day for day in days], np.int64),
    )
