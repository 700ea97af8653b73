"""Months, named by their first day."""

from datetime import date


def month_of(day: date) -> date:
    """The month a day belongs to."""
    return day.replace(day=1)


def months_later(month: date, count: int) -> date:
    """The month ``count`` months after (or, if negative, before) this one."""
    year, index = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(year, index + 1, 1)


def months_between(first: date, last: date) -> int:
    """How many months it is from ``first`` to ``last``; 0 within one month."""
    return (last.year - first.year) * 12 + last.month - first.month
