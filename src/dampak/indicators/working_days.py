"""Which days are working days, by a named and versioned calendar.

The legal basis of national holidays and collective leave (cuti bersama) is the yearly joint
decree of three ministers (SKB 3 Menteri). The days are those of the package ``holidays``, whose
version is part of the calendar's version: a calendar that changes can then be seen to change.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

import holidays
from holidays.version import __version__ as holidays_version

from dampak.foundation.months import month_of, months_later
from dampak.foundation.text import gettext_noop

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A working week and the holidays that interrupt it."""

    code: str
    title: str
    days_a_week: int  # from Monday on
    keeps_holidays: bool  # of Indonesia, with collective leave
    legal_basis: str = ""

    @property
    def version(self) -> str:
        """Raised by itself when the source of the holidays is."""
        return f"{self.code}/holidays-{holidays_version}" if self.keeps_holidays else self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """One day, and how many working days of its calendar lie before it."""

    day: date
    is_working_day: bool
    working_days_before: int


FIVE_DAYS = Calendar(
    code="indonesia-5",
    title=gettext_noop("Indonesia, five-day week"),
    days_a_week=5,
    keeps_holidays=True,
    legal_basis="SKB 3 Menteri",
)
SIX_DAYS = Calendar(
    code="indonesia-6",
    title=gettext_noop("Indonesia, six-day week"),
    days_a_week=6,
    keeps_holidays=True,
    legal_basis="SKB 3 Menteri",
)
WEEK_ONLY = Calendar(
    code="week-5",
    title=gettext_noop("Monday to Friday, no holidays"),
    days_a_week=5,
    keeps_holidays=False,
)

CALENDARS: Mapping[str, Calendar] = MappingProxyType(
    {calendar.code: calendar for calendar in (FIVE_DAYS, SIX_DAYS, WEEK_ONLY)}
)


def calendar_days(
    first: date, last: date, *, calendar: Calendar = FIVE_DAYS
) -> Iterator[CalendarDay]:
    """Every day of the months from the month of ``first`` to the month of ``last``.

    Whole months, because staff-days of a month need all its days. ``working_days_before``
    counts from the first of them; only differences of it mean anything.
    """
    begins, ends = month_of(first), months_later(month_of(last), 1)
    off = holidays_between(begins, ends, calendar=calendar)
    before = 0
    for ordinal in range(begins.toordinal(), ends.toordinal()):
        day = date.fromordinal(ordinal)
        works = day.weekday() < calendar.days_a_week and day not in off
        yield CalendarDay(day=day, is_working_day=works, working_days_before=before)
        before += works


def holidays_between(
    first: date, last: date, *, calendar: Calendar = FIVE_DAYS
) -> Mapping[date, str]:
    """The holidays of a span, by their Indonesian names."""
    if not calendar.keeps_holidays:
        return {}
    named = (item for year in range(first.year, last.year + 1) for item in _of_year(year).items())
    return {day: name for day, name in sorted(named) if first <= day <= last}


@cache
def _of_year(year: int) -> Mapping[date, str]:
    return holidays.country_holidays(
        "ID", years=year, categories=("public", "government"), language="id"
    )


def is_working_day(day: date, *, calendar: Calendar = FIVE_DAYS) -> bool:
    """Whether the office works on this day."""
    off = holidays_between(day, day, calendar=calendar)
    return day.weekday() < calendar.days_a_week and day not in off


def due_on(received_on: date, *, working_days: int, calendar: Calendar = FIVE_DAYS) -> date:
    """The last day of a deadline: day one is the first working day after receipt."""
    day, left = received_on, working_days
    while left > 0:
        day += ONE_DAY
        left -= is_working_day(day, calendar=calendar)
    return day
