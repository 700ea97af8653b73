"""Which rows of the conformed tables stand behind one figure, and why the others do not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import singledispatch

import duckdb

from dampak.foundation.text import Sentence, gettext_noop
from dampak.indicators.definition import Condition, Definition, Level, PerStaffDay, Rate
from dampak.indicators.query import month_of
from dampak.warehouse.organisation.organised import Organised
from dampak.warehouse.organised_tables import days_of, organised_tables
from dampak.warehouse.passage import LeftOut

OTHER_UNIT = Condition(
    holds="unit_code = $unit_code", otherwise=gettext_noop("belongs to another unit")
)
NO_DAY = gettext_noop("no day of receipt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The rows of one table that meet every condition, tried in order."""

    table: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """How many rows of a table were there, how many count, and why the others do not."""

    table: str
    rows_in: int
    rows_counted: int
    left_out: tuple[LeftOut, ...]


def select_rows(
    connection: duckdb.DuckDBPyConnection,
    definition: Definition,
    *,
    unit_code: str | None = None,
    month: date | None = None,
    organised: Organised | None = None,
) -> tuple[Selected, ...]:
    """Account for every row of the indicator's tables; without unit or month for all of them."""
    asked = {"unit_code": unit_code, "month": month}
    known = {name: value for name, value in asked.items() if value is not None}
    with organised_tables(connection, organised, _days(definition, month)):
        return tuple(
            count_rows(connection, _only_asked(selection, known), known)
            for selection in selections(definition)
        )


def count_rows(
    connection: duckdb.DuckDBPyConnection, selection: Selection, known: Mapping[str, object]
) -> Selected:
    """Send every row to the first condition it does not meet."""
    cases = "".join(
        f" WHEN ({condition.holds}) IS NOT TRUE THEN {step}"
        for step, condition in enumerate(selection.conditions)
    )
    step_of_row = f"CASE{cases} ELSE -1 END" if cases else "-1"
    counts = dict(
        connection.execute(
            f"SELECT {step_of_row} AS step, count(*) FROM {selection.table} GROUP BY step",  # nosec B608 - names and expressions of our own tables, values are bound
            dict(known),
        ).fetchall()
    )
    return Selected(
        table=selection.table,
        rows_in=sum(counts.values()),
        rows_counted=counts.get(-1, 0),
        left_out=tuple(
            LeftOut(because=Sentence(condition.otherwise), rows=counts[step])
            for step, condition in enumerate(selection.conditions)
            if step in counts
        ),
    )


@singledispatch
def selections(definition: Definition) -> Iterator[Selection]:
    """The rows behind one unit and month, table by table."""
    yield Selection(
        table=definition.source,
        conditions=(OTHER_UNIT, *definition.among, _in_month(definition.dated_by)),
    )


@selections.register
def _level(level: Level) -> Iterator[Selection]:
    begun = Condition(
        holds=f"{level.dated_by} <= last_day($month)",
        otherwise=gettext_noop("came in after the month"),
    )
    lasting = Condition(
        holds=f"{level.ended_by} IS NULL OR {level.ended_by} > last_day($month)",
        otherwise=gettext_noop("was finished by the end of the month"),
    )
    yield Selection(table=level.source, conditions=(OTHER_UNIT, *level.among, begun, lasting))


@selections.register
def _rate(rate: Rate) -> Iterator[Selection]:
    dated = Condition(holds=f"{rate.against_dated_by} IS NOT NULL", otherwise=NO_DAY)
    yield Selection(
        table=rate.source, conditions=(OTHER_UNIT, *rate.among, _in_month(rate.dated_by))
    )
    yield Selection(
        table=rate.against, conditions=(OTHER_UNIT, dated, _in_month(rate.against_dated_by))
    )


@selections.register
def _per_staff_day(definition: PerStaffDay) -> Iterator[Selection]:
    posted = Condition(
        holds="coalesce(from_on, $month) <= last_day($month) AND coalesce(to_on, $month) >= $month",
        otherwise=gettext_noop("was not posted to the unit in that month"),
    )
    yield Selection(
        table=definition.source,
        conditions=(OTHER_UNIT, *definition.among, _in_month(definition.dated_by)),
    )
    yield Selection(table="people", conditions=(OTHER_UNIT, posted))


def _days(definition: Definition, month: date | None) -> Mapping[str, str]:
    """The day by which a row has its unit; what lasts has it in the month that is asked for."""
    asked = f"DATE '{month or date.max}'"
    lasting = {definition.source: asked} if isinstance(definition, Level) else {"people": asked}
    return {**days_of(definition), **lasting}


def _in_month(dated_by: str) -> Condition:
    return Condition(
        holds=f"{month_of(dated_by)} = $month",
        otherwise=gettext_noop("belongs to another month"),
    )


def _only_asked(selection: Selection, known: Mapping[str, object]) -> Selection:
    """Without the conditions on a unit or month that nobody asked for."""
    unknown = {f"${name}" for name in ("unit_code", "month") if name not in known}
    kept = tuple(
        condition
        for condition in selection.conditions
        if not any(name in condition.holds for name in unknown)
    )
    return Selection(table=selection.table, conditions=kept)
