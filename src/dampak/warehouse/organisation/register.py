"""The register of units: every unit from a day to a day, under whom, and who took over its work."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

DAY = timedelta(days=1)
BETWEEN_CODES = re.compile(r"\s*[;,]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One row of the table of units: a unit as it was from one day to another, both included.

    A unit that always was, or still is, reaches to the first or the last day of the calendar.
    ``successors`` are the units that took over its work after it; several if it was divided.
    """

    code: str
    parent_code: str | None = None
    begins_on: date = date.min
    ends_on: date = date.max
    successors: tuple[str, ...] = ()

    def holds(self, day: date) -> bool:
        """Whether the unit was so on this day."""
        return self.begins_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The spans of each unit in the order of time; no two of a unit overlap."""

    spans: Mapping[str, Sequence[Span]]

    def standing(self, code: str, day: date) -> Span | None:
        """The unit as it was on a day; None if it did not stand then."""
        return next((span for span in self.spans.get(code, ()) if span.holds(day)), None)

    def nearest(self, code: str, day: date) -> Span:
        """The unit by its last row that had begun by then, or else by its first."""
        spans = self.spans[code]
        begun = [span for span in spans if span.begins_on <= day]
        return begun[-1] if begun else spans[0]


def register_of(rows: Iterable[Mapping[str, Any]]) -> Register:
    """Put rows of the table of units in order.

    A row without a last day ends where the next row of its unit begins. ``successor_code`` may name
    several units, with semicolons or commas between them.

    Raises
    ------
    ValueError
        If two rows of one unit overlap.
    """
    listed = list(rows)
    known = {row["code"] for row in listed}
    by_code: dict[str, list[Span]] = {}
    for row in listed:
        by_code.setdefault(row["code"], []).append(_span(row, known))
    return Register(spans={code: _in_order(spans) for code, spans in sorted(by_code.items())})


def successors_in(cell: str | None, known: Iterable[str]) -> tuple[str, ...]:
    """The units that a cell names: one whose code is the whole cell, or several."""
    if cell is None or cell in known:
        return () if cell is None else (cell,)
    return tuple(dict.fromkeys(code for code in BETWEEN_CODES.split(cell) if code))


def _span(row: Mapping[str, Any], known: Iterable[str]) -> Span:
    return Span(
        code=row["code"],
        parent_code=row.get("parent_code"),
        begins_on=row.get("valid_from") or date.min,
        ends_on=row.get("valid_to") or date.max,
        successors=successors_in(row.get("successor_code"), known),
    )


def _in_order(spans: Sequence[Span]) -> tuple[Span, ...]:
    ordered = sorted(spans, key=lambda span: span.begins_on)
    closed = [_closed_before(earlier, later) for earlier, later in pairwise(ordered)]
    return (*closed, ordered[-1])


def _closed_before(earlier: Span, later: Span) -> Span:
    is_open = earlier.ends_on == date.max
    if earlier.begins_on == later.begins_on or not (is_open or earlier.ends_on < later.begins_on):
        raise ValueError(f"Two rows of unit {later.code} overlap from {later.begins_on} on.")
    return replace(earlier, ends_on=later.begins_on - DAY) if is_open else earlier
