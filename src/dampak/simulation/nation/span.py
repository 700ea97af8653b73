"""The days of a nation's window, and of the months around it, as tables to look things up in."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dampak.foundation.months import months_later
from dampak.indicators.working_days import calendar_days

Small = NDArray[np.int32]

LONGEST = 60  # working days: no request takes longer
MONTHS_BEFORE = 3  # so long before the window may a request come in that it still sees
MONTHS_AFTER = 5
ON_A_FREE_DAY = 10  # so many times as many requests come in on a working day as on another


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days numbered from ``first``, the first day of the month `MONTHS_BEFORE` the window.

    ``upto[d]`` working days lie up to and including day ``d``; working day number ``k`` is day
    ``working[k]``, so ``working[upto[d] - 1]`` is ``d`` itself if people work on it. Months are
    counted from the first of the window, negative before it; ``starts`` begins `MONTHS_BEFORE`
    it. ``month_of_day`` and ``month_of_working`` say which of them a day is in.
    """

    first: date
    is_working: NDArray[np.bool_]
    upto: Small
    working: Small
    starts: Small
    month_of_day: Small
    month_of_working: Small
    n_months: int

    @property
    def after(self) -> int:
        """The day after the last of the window, on which the registers are read."""
        return self.start(self.n_months)

    def start(self, month: int) -> int:
        """The first day of a month."""
        return int(self.starts[month + MONTHS_BEFORE])

    def arrivals(self, month: int) -> Small:
        """The days of a month, each as many times as requests are likely to come in on it."""
        days = np.arange(self.start(month), self.start(month + 1), dtype=np.int32)
        return np.repeat(days, np.where(self.is_working[days], ON_A_FREE_DAY, 1))

    def closing_day(self, received: Small, waited: Small) -> Small:
        """The day on which so many working days have passed since the day of receipt."""
        day: Small = self.working[self.upto[received] + (waited - 1)]
        return day

    def working_days(self, month: int) -> Small:
        """The working days of a month."""
        days = np.arange(self.start(month), self.start(month + 1), dtype=np.int32)
        return days[self.is_working[days]]


def span_of(months: tuple[date, ...]) -> Span:
    """The days of the window, with the months before and after it that its requests reach."""
    first = months_later(months[0], -MONTHS_BEFORE)
    last = months_later(months[-1], MONTHS_AFTER)
    calendar = tuple(calendar_days(first, last))
    works = np.array([day.is_working_day for day in calendar])
    month = np.array([_months(months[0], day.day) for day in calendar], np.int32)
    working = np.flatnonzero(works).astype(np.int32)
    return Span(
        first=first,
        is_working=works,
        upto=np.cumsum(works).astype(np.int32),
        working=working,
        starts=np.searchsorted(month, np.arange(month[0], month[-1] + 1)).astype(np.int32),
        month_of_day=month,
        month_of_working=month[working],
        n_months=len(months),
    )


def _months(first: date, day: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month
