"""When a message may reach somebody: by day, on working days, and not too often."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from dampak.indicators.working_days import FIVE_DAYS, ONE_DAY, Calendar, is_working_day

BEGINS, ENDS = time(7), time(21)
A_WEEK = timedelta(days=7)


def decent_moment(at: datetime, *, zone: str, calendar: Calendar = FIVE_DAYS) -> datetime:
    """The first moment from ``at`` on at which the clock of a zone shows neither night nor rest."""
    there = at.astimezone(ZoneInfo(zone))
    day, clock = there.date(), there.time()
    if clock < ENDS and is_working_day(day, calendar=calendar):
        return at if clock >= BEGINS else there.replace(hour=7, minute=0, second=0, microsecond=0)
    day += ONE_DAY
    while not is_working_day(day, calendar=calendar):
        day += ONE_DAY
    return datetime.combine(day, BEGINS, ZoneInfo(zone))


def unburdened_moment(at: datetime, *, sent: Sequence[datetime], most: int) -> datetime:
    """The first moment from ``at`` on at which fewer than ``most`` lie in the week before it."""
    lately = sorted(moment for moment in sent if moment > at - A_WEEK)
    if len(lately) < most:
        return at
    return lately[-most] + A_WEEK
