"""Lists read page by page, each from behind the last row of the one before; never counted."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from ninja import Schema
from pydantic import Field

from dampak.api.cursors import NoSuchPage, Place, cursor_to, place_at

M = TypeVar("M", bound=Model)
Item = TypeVar("Item")


class Page(Schema, Generic[Item]):
    """Some rows of a list, and the cursor with which to ask for the next ones."""

    items: list[Item]
    next: str | None = Field(description="Send it as `after`; null on the last page.")


def whole(items: Iterable[Item]) -> dict[str, Any]:
    """A list that is short by its nature."""
    return {"items": list(items), "next": None}


def page_of(
    rows: "QuerySet[M]",
    *,
    by: Sequence[str],
    of: str,
    after: str | None,
    limit: int,
    show: Callable[[M], Any],
) -> dict[str, Any]:
    """One page of rows in the order of ``by``; with ``-`` before each name the other way round.

    The last name of ``by`` must tell rows apart.
    """
    if after is not None:
        rows = rows.filter(_behind(by, place_at(after, of=of)))
    found = list(rows.order_by(*by)[: limit + 1])
    shown = found[:limit]
    last = shown[-1] if len(found) > limit else None
    place = None if last is None else [_value(last, name.lstrip("-")) for name in by]
    return {
        "items": [show(row) for row in shown],
        "next": None if place is None else cursor_to(place, of=of),
    }


def page_of_sorted(
    rows: Sequence[Item], *, of: str, after: str | None, limit: int, key: Callable[[Item], Place]
) -> dict[str, Any]:
    """The same of rows that are in memory, sorted by ``key``."""
    if after is not None:
        place = place_at(after, of=of)
        rows = [row for row in rows if list(key(row)) > place]
    shown = rows[:limit]
    goes_on = len(rows) > limit
    return {"items": list(shown), "next": cursor_to(key(shown[-1]), of=of) if goes_on else None}


def _behind(by: Sequence[str], place: Sequence[Any]) -> Q:
    """Rows that come after a place; the first comparison is one that an index can answer."""
    if len(place) != len(by):
        raise NoSuchPage
    beyond, equal = Q(), Q()
    for name, value in zip(by, place, strict=True):
        field, told = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        beyond |= equal & Q(**{f"{field}__{told}": value})
        equal &= Q(**{field: value})
    first, told = by[0].lstrip("-"), "lte" if by[0].startswith("-") else "gte"
    return Q(**{f"{first}__{told}": place[0]}) & beyond


def _value(row: Model, name: str) -> Any:
    value = getattr(row, name)
    return value.isoformat() if hasattr(value, "isoformat") else value
