"""The three times twenty-four hours that UU 27/2022 gives for an answer and for a notice."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

ALLOWED = timedelta(hours=3 * 24)
HOUR = timedelta(hours=1)


class Stage(IntEnum):
    """How far the time has run, by what somebody is reminded of it."""

    FRESH = 0
    ONE_DAY = 24
    SIXTY_HOURS = 60
    OVERDUE = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """When it is due, and whole hours left or, once it is overdue, begun hours since."""

    due_at: datetime
    is_overdue: bool
    hours: int
    stage: Stage


def due_at(since: datetime) -> datetime:
    return since + ALLOWED


def clock_of(since: datetime, *, at: datetime) -> Clock:
    """The clock that began at one moment, read at another; the last moment itself is in time."""
    due = due_at(since)
    is_overdue = at > due
    hours = -((due - at) // HOUR) if is_overdue else (due - at) // HOUR
    return Clock(due_at=due, is_overdue=is_overdue, hours=hours, stage=_stage(at - since))


def _stage(passed: timedelta) -> Stage:
    if passed > ALLOWED:
        return Stage.OVERDUE
    reached = (each for each in reversed(Stage) if each != Stage.OVERDUE and passed >= each * HOUR)
    return next(reached, Stage.FRESH)
