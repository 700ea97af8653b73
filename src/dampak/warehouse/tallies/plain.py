"""A tally straight from the definitions' SQL, without marks: slow, plain, and the judge of marks.

`tallying.tallied` comes to the same by another way; the two are held against each other for ever.
"""

from itertools import groupby

import duckdb
import numpy as np
from numpy.typing import NDArray

from dampak.indicators.adding import Addend
from dampak.indicators.query import where
from dampak.warehouse.tallies.bag import Bag, added, bag_of, empty_bag
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
from dampak.warehouse.tallies.sheet import Sheet
from dampak.warehouse.tallies.tally import Tally


def plain_tally(connection: duckdb.DuckDBPyConnection, sheet: Sheet, numbering: Numbering) -> Tally:
    """Count a table that is open under its name, month by month of every date it is dated by."""
    connection.register("numbering", numbering.as_table())
    by_date = groupby(sorted(sheet.plain, key=_dated_by), key=_dated_by)
    plain = [_dated(connection, sheet, tuple(group)) for _, group in by_date]
    tally = Tally(
        sheet=sheet,
        plain=added(empty_bag(len(sheet.plain)), *plain),
        by_days=tuple(_by_days(connection, addend) for addend in sheet.by_days),
    )
    connection.unregister("numbering")
    return tally


def _dated_by(addend: Addend) -> str:
    return addend.dated_by


def _dated(connection: duckdb.DuckDBPyConnection, sheet: Sheet, group: tuple[Addend, ...]) -> Bag:
    """Addends of one date; the other columns of the sheet stay nought."""
    sums = ", ".join(
        f"coalesce(sum({addend.adds}) FILTER (WHERE {where(addend.among) or 'true'}), 0)::BIGINT"
        f' AS "sum{place}"'
        for place, addend in enumerate(group)
    )
    found = _grouped(connection, group[0], sums=sums, holds=f"{group[0].dated_by} IS NOT NULL")
    counts = np.zeros((len(found["unit"]), len(sheet.plain)), np.int64)
    for place, addend in enumerate(group):
        counts[:, sheet.place_of(addend)] = found[f"sum{place}"]
    keys = packed(unit=found["unit"], service=found["service"], month=found["month"])
    return bag_of(keys, counts)


def _by_days(connection: duckdb.DuckDBPyConnection, addend: Addend) -> Bag:
    first, last = addend.by_days or ("", "")
    days = working_days_between(first, last)
    found = _grouped(
        connection,
        addend,
        sums=f"{days} AS days, sum({addend.adds})::BIGINT AS counted",
        holds=f"({where(addend.among)}) AND {addend.dated_by} IS NOT NULL AND {days} IS NOT NULL",
        joined=calendar_joined(first) + calendar_joined(last),
    )
    parts = {name: found[name] for name in ("unit", "service", "month", "days")}
    return bag_of(packed(**parts), found["counted"].reshape(-1, 1))


def _grouped(
    connection: duckdb.DuckDBPyConnection,
    addend: Addend,
    *,
    sums: str,
    holds: str,
    joined: str = "",
) -> dict[str, NDArray[np.int64]]:
    table = addend.table
    found = connection.sql(f"""
        SELECT {number_of(table, UNIT)} AS unit,
               {number_of(table, SERVICE)} AS service,
               {month_number_of(addend.dated_by)} AS month,
               {sums}
        FROM {table}{numbers_joined(table)}{joined}
        WHERE {holds}
        GROUP BY ALL
    """).to_arrow_table()
    return {name: found[name].to_numpy().astype(np.int64) for name in found.column_names}
