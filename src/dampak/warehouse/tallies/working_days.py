"""Working days between two columns of days, by looking both up in the calendar."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

UNKNOWN = -1  # a row that lacks one of the days, or a day that the calendar lacks


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WorkingDays:
    """The calendar of a snapshot: ``upto`` counts the working days up to and including each day.

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


def working_days_of(table: pa.Table) -> WorkingDays:
    """From a table in the shape of `conformed.shape.WORKING_DAYS`, in the order of its days."""
    before = table["working_days_before"].to_numpy().astype(np.int64)
    days = table["day"].cast(pa.int32()).to_numpy()
    return WorkingDays(
        first=int(days[0]),
        upto=before + table["is_working_day"].to_numpy(zero_copy_only=False),
    )
