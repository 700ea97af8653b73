"""The kinds of values that operations take and give."""

from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Path, Query, Schema
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from dampak.api.cursors import PATTERN

MOST = 200
NO_NUL = r"^[^\x00]*$"


class Texts(Schema):
    """A sentence in both languages."""

    id: str
    en: str


def _day(sent: Any) -> Any:
    """A day as it is written in documents; a number of seconds is none."""
    if not isinstance(sent, str) or len(sent) != len("2026-01-31"):
        raise ValueError(_("A day is written like 2026-01-31."))
    return sent


def _whole(sent: Any) -> Any:
    """A whole number as JSON knows it: 3 and 3.0, but neither "3" nor true."""
    if isinstance(sent, bool | str):
        raise ValueError(_("This is no number."))  # noqa: TRY004 - pydantic tells of values
    return sent


def _month(sent: str) -> date:
    return date.fromisoformat(f"{sent}-01")


_DAY = WithJsonSchema({"type": "string", "format": "date"})
Day = Annotated[date, BeforeValidator(_day), _DAY]
AS_JSON_COUNTS = BeforeValidator(_whole)
MonthSent = Annotated[str, Field(pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$")]
Month = Annotated[MonthSent, AfterValidator(lambda sent: sent)]

Number = Annotated[int, Path(ge=1, le=2**53 - 1)]
Code = Annotated[str, Path(min_length=1, max_length=100)]
After = Annotated[
    str | None,
    Query(pattern=PATTERN, description="The cursor `next` of the page before."),
]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]


def first_day(month: str | None) -> date | None:
    """The month as the house keeps it: its first day."""
    return _month(month) if month else None


def written(month: date) -> str:
    """The month as documents have it."""
    return f"{month:%Y-%m}"
