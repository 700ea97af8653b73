"""What the pages of the indicators show, from the served snapshot."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dampak.foundation.months import months_later
from dampak.foundation.text import Sentence
from dampak.impact.units_counted import units_counted
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import Definition
from dampak.language.saying import in_both
from dampak.publication.evidence import Evidence
from dampak.publication.kept import kept
from dampak.publication.shown_months import Shown
from dampak.publication.units_shown import Units
from dampak.warehouse.organising import organised
from dampak.warehouse.readings import why_no_readings
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.together import EVERYWHERE

MOST_ROWS = 300  # of a table on a page; the file beside it has all


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One line of the catalogue: the latest number over all units, and one year earlier."""

    definition: Definition
    latest: Shown | None
    year_ago: Shown | None
    why_empty: Sentence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table: a unit in a month, or all units in it.

    ``figure`` is empty where its way cannot be told row by row.
    """

    name: str
    shown: Shown
    figure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the reader wants to see: one unit or all, from one month to another."""

    unit: str = ""
    first: date | None = None
    last: date | None = None

    def covers(self, month: date) -> bool:
        after_first = self.first is None or month >= self.first
        return after_first and (self.last is None or month <= self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything on the page of one indicator.

    ``is_whole`` says that nothing was kept back from this reader: of a part of the tree, all units
    are those inside.
    """

    definition: Definition
    is_whole: bool
    months: tuple[date, ...]
    units: Units
    whose_months: list[dict[str, str]]
    series: tuple[Row, ...]
    by_unit: tuple[Row, ...]
    n_not_listed: int
    last_month: date | None
    unit_name: str
    why_empty: Sentence | None


def catalogue(evidence: Evidence) -> list[Summary]:
    """All indicators in the order of the catalogue."""
    return [_summary(evidence, definition) for definition in CATALOGUE.values()]


def sheet(evidence: Evidence, definition: Definition, asked: Asked) -> Sheet:
    """One indicator as the reader asked to see it."""
    units, every = evidence.units, evidence.by_unit(definition)
    everywhere = evidence.together(definition)
    everywhere_asked = [each for each in everywhere if asked.covers(each.month)]
    readings = [each for each in every if asked.covers(each.month)]
    last = max((each.month for each in (*everywhere_asked, *readings)), default=None)
    series = [each for each in readings if each.unit_code == asked.unit]
    of_last = [each for each in readings if each.month == last]
    return Sheet(
        definition=definition,
        is_whole=evidence.is_whole,
        months=months_of(evidence, definition),
        units=units,
        whose_months=whose_months(evidence.snapshot) if evidence.is_whole else [],
        series=_rows(series if asked.unit else everywhere_asked, definition, evidence),
        by_unit=_rows(of_last[:MOST_ROWS], definition, evidence),
        n_not_listed=len(of_last[MOST_ROWS:]),
        last_month=last,
        unit_name=units.names.get(asked.unit, ""),
        why_empty=None if everywhere or every else _why_empty(evidence, definition),
    )


def months_of(evidence: Evidence, definition: Definition) -> tuple[date, ...]:
    """The months in which anything inside was counted."""
    found = (*evidence.together(definition), *evidence.by_unit(definition))
    return tuple(sorted({each.month for each in found}))


def table_rows(evidence: Evidence, definition: Definition, asked: Asked) -> list[dict[str, Any]]:
    """The readings asked for, as plain values for a file."""
    names = evidence.units.names
    return [
        {
            "indicator": definition.code,
            "version": definition.version,
            "unit_code": each.unit_code,
            "unit": names.get(each.unit_code, each.unit_code),
            "month": f"{each.month:%Y-%m}",
            "numerator": each.numerator,
            "denominator": each.denominator,
            "value": each.value,
        }
        for each in evidence.by_unit(definition)
        if asked.covers(each.month) and asked.unit in ("", each.unit_code)
    ]


def whose_months(snapshot: Snapshot) -> list[dict[str, str]]:
    """What must be known of units that were merged, renamed or divided."""

    def asked() -> str:
        return json.dumps([in_both(each) for each in units_counted(organised(snapshot), ())])

    told: list[dict[str, str]] = json.loads(
        kept("whose-months.json", asked, snapshot_id=snapshot.id)
    )
    return told


def _why_empty(evidence: Evidence, definition: Definition) -> Sentence:
    if not evidence.is_whole:
        return Sentence("No readings: nothing was counted for the units that you may see.")
    return why_no_readings(evidence.snapshot, definition) or Sentence(
        "No readings: the rows that came do not say what this number needs."
    )


def _rows(readings: Iterable[Shown], definition: Definition, evidence: Evidence) -> tuple[Row, ...]:
    units = evidence.units
    return tuple(
        Row(
            name=units.names.get(each.unit_code, each.unit_code),
            shown=each,
            figure=each.figure(definition.code) if _can_be_traced(each, evidence) else "",
        )
        for each in readings
    )


def _can_be_traced(shown: Shown, evidence: Evidence) -> bool:
    if shown.unit_code == EVERYWHERE:
        return evidence.is_whole
    return not evidence.units.are_above_others


def _summary(evidence: Evidence, definition: Definition) -> Summary:
    found = {each.month: each for each in evidence.together(definition)}
    last = max(found, default=None)
    return Summary(
        definition=definition,
        latest=found[last] if last else None,
        year_ago=found.get(months_later(last, -12)) if last else None,
        why_empty=None if found else _why_empty(evidence, definition),
    )
