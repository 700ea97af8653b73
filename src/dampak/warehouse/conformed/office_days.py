"""By whose clock and whose working days an office lives, as the mappings of its files say."""

from collections.abc import Iterable

from dampak.indicators.working_days import CALENDARS, FIVE_DAYS, Calendar
from dampak.warehouse.conformed.keyed import KeyedFile

JAKARTA = "Asia/Jakarta"


def zone_of(files: Iterable[KeyedFile]) -> str:
    """The clock that the mappings name, the last delivered first; otherwise Jakarta's."""
    return _last((file.zone for file in files), otherwise=JAKARTA)


def calendar_of(files: Iterable[KeyedFile]) -> Calendar:
    """The calendar that the mappings name, the last delivered first; otherwise Indonesia's."""
    return CALENDARS[_last((file.calendar for file in files), otherwise=FIVE_DAYS.code)]


def _last(said: Iterable[str | None], *, otherwise: str) -> str:
    return next(reversed([each for each in said if each]), otherwise)
