"""When something is due: moments of a clock that come back, and mornings after a training."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim

from dampak.foundation.months import month_of, months_later
from dampak.indicators.working_days import FIVE_DAYS, ONE_DAY, Calendar, is_working_day

NINE = time(9)


def next_moment(cron: str, *, after: datetime, zone: str) -> datetime:
    """The first moment later than ``after`` that the line of cron names, on the clock of a zone."""
    return next(CronSim(cron, after.astimezone(ZoneInfo(zone))))


def working_morning(
    ended_on: date,
    *,
    months: int,
    zone: str,
    hour: time = NINE,
    calendar: Calendar = FIVE_DAYS,
) -> datetime:
    """So many months after a training ended, at nine in that zone, on a working day.

    A day that its month lacks (31 January + 1 month) is the month's last; a day on which the
    office rests moves to the next on which it works.
    """
    day = _same_day(ended_on, months)
    while not is_working_day(day, calendar=calendar):
        day += ONE_DAY
    return datetime.combine(day, hour, ZoneInfo(zone))


def _same_day(day: date, months: int) -> date:
    first = months_later(month_of(day), months)
    last = months_later(first, 1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
