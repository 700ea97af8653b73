"""Tallies straight from the definitions' SQL, without marks: slow, plain, the judge of marks."""

import duckdb
import numpy as np
from numpy.typing import NDArray

from dampak.indicators.query import where
from dampak.warehouse.conformed.shape import SHAPES
from dampak.warehouse.tallies.bag import Bag, bag_of
from dampak.warehouse.tallies.key_columns import SERVICE, UNIT, month_number_of
from dampak.warehouse.tallies.keys import packed
from dampak.warehouse.tallies.numbers import NOT_NAMED, Numbering
from dampak.warehouse.tallies.sheet import Drawer, Sheet
from dampak.warehouse.tallies.tally import Tally


def plain_tally(connection: duckdb.DuckDBPyConnection, sheet: Sheet, numbering: Numbering) -> Tally:
    """Count a table that is open under its name, drawer by drawer."""
    connection.register("numbering", numbering.as_table())
    bags = tuple(
        _by_days(connection, sheet.table, drawer)
        if drawer.by_days
        else _dated(connection, sheet.table, drawer)
        for drawer in sheet.drawers
    )
    connection.unregister("numbering")
    return Tally(sheet=sheet, bags=bags)


def _dated(connection: duckdb.DuckDBPyConnection, table: str, drawer: Drawer) -> Bag:
    sums = [
        f"coalesce(sum({addend.adds}) FILTER (WHERE {where(addend.among) or 'true'}), 0)::BIGINT"
        f' AS "sum{column}"'
        for column, addend in enumerate(drawer.addends)
    ]
    found = _grouped(connection, table, drawer, sums=sums)
    keys = packed(unit=found["unit"], service=found["service"], month=found["month"])
    return bag_of(keys, np.column_stack([found[f"sum{n}"] for n in range(len(sums))]))


def _by_days(connection: duckdb.DuckDBPyConnection, table: str, drawer: Drawer) -> Bag:
    first, last = drawer.by_days or ("", "")
    days = working_days_between(first, last)
    found = _grouped(
        connection,
        table,
        drawer,
        sums=[f"{days} AS days", "count(*) AS counted"],
        holds=f"({where(drawer.addends[0].among)}) AND {days} IS NOT NULL",
        joined=calendar_joined(first) + calendar_joined(last),
    )
    parts = {name: found[name] for name in ("unit", "service", "month", "days")}
    return bag_of(packed(**parts), found["counted"].reshape(-1, 1))


def _grouped(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    drawer: Drawer,
    *,
    sums: list[str],
    holds: str = "true",
    joined: str = "",
) -> dict[str, NDArray[np.int64]]:
    found = connection.sql(f"""
        SELECT {number_of(table, UNIT)} AS unit,
               {number_of(table, SERVICE)} AS service,
               {month_number_of(drawer.dated_by)} AS month,
               {", ".join(sums)}
        FROM {table}{numbers_joined(table)}{joined}
        WHERE {drawer.dated_by} IS NOT NULL AND {holds}
        GROUP BY ALL
    """).to_arrow_table()
    return {name: found[name].to_numpy().astype(np.int64) for name in found.column_names}


def number_of(table: str, column: str) -> str:
    """The number of a row's unit or service; an error in the engine if its code has none."""
    if column not in SHAPES[table].names:
        return str(NOT_NAMED)
    missing = f"error('There is no number for the {column} ' || {column})"
    known = f"coalesce({_alias(column)}.number, {missing})"
    return f"CASE WHEN {column} IS NULL THEN {NOT_NAMED} ELSE {known} END"


def numbers_joined(table: str) -> str:
    """Joins that `number_of` needs, to stand after the table."""
    return "".join(
        f"\nLEFT JOIN (SELECT number, code FROM numbering WHERE of = '{of}') AS {_alias(column)}"
        f"\n  ON {_alias(column)}.code = {table}.{column}"
        for of, column in (("unit", UNIT), ("service", SERVICE))
        if column in SHAPES[table].names
    )


def calendar_joined(column: str) -> str:
    """A join that `working_days_between` needs for one of its two columns."""
    return f'\nLEFT JOIN working_days AS "{column}~day" ON "{column}~day".day = {column}'


def working_days_between(first: str, last: str) -> str:
    """The working days from one column to the other; NULL where the calendar lacks one of them."""
    return f"{_upto(last)} - {_upto(first)}"


def _upto(column: str) -> str:
    """Working days up to and including a day: those before it and, if it is one, itself."""
    day = f'"{column}~day"'
    return f"({day}.working_days_before + {day}.is_working_day::INT)"


def _alias(column: str) -> str:
    return f'"{column}~numbered"'
