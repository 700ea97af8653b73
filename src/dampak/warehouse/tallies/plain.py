"""A tally straight from the definitions' SQL, without marks: slow, plain, and the judge of marks.

`tallying.tallied` comes to the same by another way; the two are held against each other for ever.
"""

import duckdb
import numpy as np
from numpy.typing import NDArray

from dampak.indicators.query import where
from dampak.warehouse.tallies.bag import Bag, bag_of
from dampak.warehouse.tallies.key_columns import (
    SERVICE,
    UNIT,
    calendar_joined,
    month_number_of,
    number_of,
    numbers_joined,
    working_days_between,
)
from dampak.warehouse.tallies.keys import packed
from dampak.warehouse.tallies.numbers import Numbering
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
