"""Everything that is wrong with the rows of one table: all reasons of a row, not the first."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dampak.datapack.columns import Kind, Table
from dampak.warehouse.conformed import reasons
from dampak.warehouse.conformed.parsing.parser import part, quoted
from dampak.warehouse.conformed.rules import RULES, Rule
from dampak.warehouse.conformed.typed import UNIT, Typed

LATEST = date(2099, 12, 31)
EARLIEST = date(2000, 1, 1)
# An office may be old, and so may a training or a series that a study looks back on.
EARLIEST_OF_OLD_THINGS = date(1900, 1, 1)
OLD_THINGS = {"units", "people", "training", "events", "unit_months"}
BROKEN, FAULT = "broken", "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One reason against some rows. ``field`` is empty when the whole row is at fault.

    ``row_ids``, ``cells`` and all of ``values`` go together, one for each row.
    """

    row_ids: Sequence[int]
    field: str
    cells: Sequence[str]
    message: str
    values: Mapping[str, Sequence[Any]] = dataclasses.field(default_factory=dict)


def faults_of(typed: Typed) -> Iterator[Found]:
    """Every reason against every row of ``typed``, before rows are compared with each other.

    One pass over all rows finds the broken ones; what is wrong with each is asked of those alone.
    """
    rules = (*map(_unreadable, typed.fields), *rules_of(typed.table))
    broken = _broken_rows(typed, rules)
    if broken.size:
        typed.show_some(BROKEN, broken)
        for rule in _broken_rules(typed, rules):
            yield from _breaking(typed, rule)


def rules_of(table: Table) -> tuple[Rule, ...]:
    """All that a row of the table may not be, in the order in which it is told."""
    required = (
        Rule(column=name, broken=part(name, "empty"), message=reasons.REQUIRED)
        for name in table.required
    )
    own = RULES.get(table.name, ())
    return (*required, *_bounds(table), *_groups(table), *_units(table), *own)


def _unreadable(field: str) -> Rule:
    """A cell that its parser could not read; the message is the code of what is wrong."""
    fault = part(field, "fault")
    return Rule(column=field, broken=f"{fault} IS NOT NULL", message="", values={FAULT: fault})


def _broken_rows(typed: Typed, rules: Sequence[Rule]) -> NDArray[np.int64]:
    """The rows with any fault, in their order."""
    broken = " OR ".join(f"({rule.broken})" for rule in rules)
    found = typed.connection.execute(
        f"SELECT row_id FROM {_with_units('typed', broken)} WHERE {broken}"  # nosec B608 - names and expressions of our own tables, values are bound
    ).fetchnumpy()
    return np.unique(found["row_id"])


def _broken_rules(typed: Typed, rules: Sequence[Rule]) -> list[Rule]:
    """The rules that any of the broken rows breaks, in their order."""
    asked = ", ".join(f"bool_or({rule.broken})" for rule in rules)
    ((*answers,),) = typed.connection.execute(
        f"SELECT {asked} FROM {_with_units(BROKEN, asked)}"  # nosec B608 - names and expressions of our own tables, values are bound
    ).fetchall()
    return [rule for rule, is_broken in zip(rules, answers, strict=True) if is_broken]


def _with_units(rows: str, condition: str) -> str:
    """The rows beside their units, where a condition speaks of units."""
    if "unit." not in condition:
        return rows
    return f"{rows} LEFT JOIN units_kept AS unit ON unit.place = {rows}.{quoted(UNIT)}"


def _breaking(typed: Typed, rule: Rule) -> Iterator[Found]:
    raw = part(rule.column, "raw") if rule.column else "''"
    asked = ", ".join((f"coalesce({raw}, '')", *rule.values.values()))
    rows = typed.connection.execute(
        f"SELECT row_id, {asked} FROM {_with_units(BROKEN, f'{rule.broken} {asked}')}"
        f" WHERE {rule.broken} ORDER BY row_id"  # nosec B608 - names and expressions of our own tables, values are bound
    ).fetchall()
    if rule.message:
        yield _found(rule, rule.message, rows)
        return
    for fault in sorted({row[-1] for row in rows}):
        yield _found(rule, reasons.FAULTS[fault], [row for row in rows if row[-1] == fault])


def _found(rule: Rule, message: str, rows: Sequence[tuple[Any, ...]]) -> Found:
    row_ids, cells, *values = zip(*rows, strict=True)
    named = dict(zip(rule.values, values, strict=True))
    named.pop(FAULT, None)
    return Found(row_ids=row_ids, field=rule.column, cells=cells, message=message, values=named)


def _bounds(table: Table) -> Iterator[Rule]:
    """Numbers within the bounds of their column, days within the reach of the warehouse."""
    earliest = EARLIEST_OF_OLD_THINGS if table.name in OLD_THINGS else EARLIEST
    for column in table.columns:
        value = quoted(column.name)
        if column.kind in {Kind.DATE, Kind.MOMENT, Kind.MONTH}:
            yield _bound(
                column.name, f"{value} < DATE '{earliest}'", "earliest", f"DATE '{earliest}'"
            )
            yield _bound(
                column.name, f"{value} >= DATE '{LATEST}' + 1", "latest", f"DATE '{LATEST}'"
            )
        elif column.kind is not Kind.ANSWER:
            if column.least is not None:
                yield _bound(column.name, f"{value} < {column.least}", "least", f"{column.least:g}")
            if column.most is not None:
                yield _bound(column.name, f"{value} > {column.most}", "most", f"{column.most:g}")


def _bound(name: str, broken: str, called: str, limit: str) -> Rule:
    message = {
        "least": reasons.TOO_SMALL,
        "most": reasons.TOO_LARGE,
        "earliest": reasons.TOO_EARLY,
        "latest": reasons.TOO_LATE,
    }[called]
    return Rule(column=name, broken=broken, message=message, values={called: limit})


def _groups(table: Table) -> Iterator[Rule]:
    for group in table.one_of:
        empty = " AND ".join(part(name, "empty") for name in group)
        yield Rule(
            column="",
            broken=empty,
            message=reasons.NONE_OF,
            values={"columns": "'" + ", ".join(group) + "'"},
        )


def _units(table: Table) -> Iterator[Rule]:
    if "unit_code" not in table.by_name:
        return
    yield Rule(
        column="unit_code",
        broken=f"unit_code IS NOT NULL AND {quoted(UNIT)} IS NULL",
        message=reasons.UNKNOWN_UNIT,
        values={"unit": "unit_code"},
    )
    if table.name == "training":
        yield Rule(
            column="person_key",
            broken="unit_code IS NULL AND person_key IS NOT NULL AND started_on IS NOT NULL",
            message=reasons.NO_POSTING,
            values={"day": "started_on"},
        )
