"""Days of the invented country: the working weeks and holidays that the indicators know."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dampak.foundation.months import months_later
from dampak.indicators.working_days import calendar_days

Ints = NDArray[np.int_]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Days:
    """A stretch of days, numbered from 0, with the working days among them counted.

    ``upto[d]`` is the number of working days up to and including day ``d``; ``working[k]`` is the
    day on which working day number ``k`` falls, so ``working[upto[d] - 1]`` is ``d`` itself if
    people work on it.
    """

    first: date
    upto: Ints
    working: Ints
    months: tuple[date, ...]
    month_starts: Ints  # the first day of each month, and the day after the last month

    def span(self, received: Ints, closed: Ints) -> Ints:
        """Working days from the one after receipt up to and including the closing day."""
        return self.upto[closed] - self.upto[received]

    def after(self, day: Ints, working_days: Ints) -> Ints:
        """The day on which this many working days after ``day`` have passed."""
        last = len(self.working) - 1
        then: Ints = self.working[np.minimum(self.upto[day] - 1 + working_days, last)]
        return then

    def month_index(self, day: Ints) -> Ints:
        """Which of the months a day belongs to; -1 before the first."""
        return np.asarray(np.searchsorted(self.month_starts, day, side="right") - 1)

    def working_day_in(self, month: Ints, luck: Numbers) -> Ints:
        """A working day of each month; ``luck`` between 0 and 1 says how far into it."""
        upto = np.concatenate([[0], self.upto])[self.month_starts]
        day: Ints = self.working[upto[month] + (luck * np.diff(upto)[month]).astype(int)]
        return day

    def dates(self, day: Ints) -> NDArray[np.datetime64]:
        """The days as dates."""
        return np.datetime64(self.first, "D") + day


def days_round(months: tuple[date, ...], *, before: int, after: int) -> Days:
    """The days of the window, with some months before it and after it."""
    first = months_later(months[0], -before)
    calendar = tuple(calendar_days(first, months_later(months[-1], after)))
    works = np.array([day.is_working_day for day in calendar])
    ends = [*months, months_later(months[-1], 1)]
    return Days(
        first=first,
        upto=np.cumsum(works),
        working=np.flatnonzero(works),
        months=months,
        month_starts=np.array([(month - first).days for month in ends]),
    )
