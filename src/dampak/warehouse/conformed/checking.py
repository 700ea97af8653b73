"""Everything that is wrong with the rows of one table: all reasons of a row, not the first."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from dampak.datapack.columns import Kind, Table
from dampak.warehouse.conformed import reasons
from dampak.warehouse.conformed.parsing.parser import part, quoted
from dampak.warehouse.conformed.rules import RULES, Rule

LATEST = date(2099, 12, 31)
EARLIEST = date(2000, 1, 1)
# An office may be old, and so may a training or a series that a study looks back on.
EARLIEST_OF_OLD_THINGS = date(1900, 1, 1)
OLD_THINGS = {"units", "people", "training", "events", "unit_months"}
WITH_THEIR_UNIT = "typed LEFT JOIN units_kept AS unit ON unit.code = typed.unit_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One reason against one row. ``field`` is empty when the whole row is at fault."""

    row_id: int
    field: str
    value: str
    message: str
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def faults_of(
    connection: duckdb.DuckDBPyConnection, table: Table, fields: tuple[str, ...]
) -> Iterator[Found]:
    """Every reason against every row of ``typed``, before rows are compared with each other."""
    for name in fields:
        yield from _unreadable(connection, name)
    for name in table.required:
        yield from _breaking(
            connection, Rule(column=name, broken=part(name, "empty"), message=reasons.REQUIRED)
        )
    for rule in (*_bounds(table), *_groups(table), *_units(table), *RULES.get(table.name, ())):
        yield from _breaking(connection, rule)


def _unreadable(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[Found]:
    fault, raw = part(name, "fault"), part(name, "raw")
    rows = connection.execute(
        f"SELECT row_id, {fault}, {raw} FROM typed WHERE {fault} IS NOT NULL ORDER BY row_id"
    ).fetchall()
    for row_id, code, cell in rows:
        yield Found(row_id=row_id, field=name, value=cell, message=reasons.FAULTS[code])


def _breaking(connection: duckdb.DuckDBPyConnection, rule: Rule) -> Iterator[Found]:
    raw = part(rule.column, "raw") if rule.column else "''"
    asked = ", ".join((f"coalesce({raw}, '')", *rule.values.values()))
    source = WITH_THEIR_UNIT if "unit." in f"{rule.broken} {asked}" else "typed"
    rows = connection.execute(
        f"SELECT row_id, {asked} FROM {source} WHERE {rule.broken} ORDER BY row_id"
    ).fetchall()
    for row_id, cell, *values in rows:
        named = dict(zip(rule.values, values, strict=True))
        yield Found(
            row_id=row_id, field=rule.column, value=cell, message=rule.message, values=named
        )


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
        broken="unit_code IS NOT NULL AND unit.code IS NULL",
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
