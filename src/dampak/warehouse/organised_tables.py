"""Tables with every row under the unit that it counts for in the organisation of a day.

The SQL of the indicators runs over them as it is: so a median is found among all rows of a unit and
of those whose work it took over, and every row counts once.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter

import duckdb
import pyarrow as pa

from dampak.indicators.adding import addends
from dampak.indicators.definition import Definition, Level, PerStaffDay
from dampak.indicators.query import reading_sql
from dampak.warehouse.organisation.organised import Organised
from dampak.warehouse.organisation.view import Run

LASTS = "from_on, to_on"  # in place of a day, of a table whose rows last from a day to a day
RUNS = pa.schema(
    {"code": pa.string(), "node": pa.string(), "from_day": pa.date32(), "to_day": pa.date32()}
)
EVER, ALWAYS = "DATE '0001-01-01'", "DATE '9999-12-31'"
THERE = """
SELECT table_name FROM information_schema.tables
WHERE table_schema = 'main' AND table_catalog = current_database()
"""


@contextmanager
def organised_tables(
    connection: duckdb.DuckDBPyConnection,
    organised: Organised | None,
    days: Mapping[str, str],
) -> Iterator[None]:
    """For a while, show these tables with other units: ``days`` has the SQL for a row's day.

    A row without a day stays with its unit. One that lasts (`LASTS`) becomes several where its unit
    came to count for another meanwhile. Of None, or where nothing moved, the tables stay as they
    are. ``organised.runs`` can be asked meanwhile.
    """
    if organised is None or not organised.moved:
        yield
        return
    connection.execute("CREATE SCHEMA organised")
    connection.register("arriving_runs", _runs(organised.moved))
    connection.execute("CREATE TABLE organised.runs AS FROM arriving_runs")
    connection.unregister("arriving_runs")
    there = {name for (name,) in connection.execute(THERE).fetchall()}
    for table in there & days.keys():  # the others are empty
        connection.execute(f"CREATE VIEW organised.{table} AS {_rows(table, days[table])}")
    connection.execute("SET search_path = 'organised,main'")
    try:
        yield
    finally:
        connection.execute("RESET search_path")
        connection.execute("DROP SCHEMA organised CASCADE")


def days_of(definition: Definition) -> Mapping[str, str]:
    """The SQL for the day by which a row of each table counts in a month of the indicator.

    What is open at the end of a month is counted unit by unit first (`readings_sql`).
    """
    if isinstance(definition, Level):
        return {}
    days = {addend.table: addend.dated_by for addend in addends(definition)}
    return {**days, "people": LASTS} if isinstance(definition, PerStaffDay) else days


def readings_sql(definition: Definition, organised: Organised | None) -> str:
    """The SQL of an indicator, for tables as `organised_tables` shows them.

    What is open goes with its unit: in each month it is open in whichever unit that counts for.
    """
    sql = reading_sql(definition)
    if not isinstance(definition, Level) or organised is None or not organised.moved:
        return sql
    return f"""SELECT coalesce(runs.node, each.unit_code) AS unit_code, month, NULL AS numerator,
       sum(denominator) AS denominator, sum(value) AS value
FROM ({sql}) AS each {_joined("month")}
GROUP BY ALL ORDER BY ALL"""  # nosec B608 - names and expressions of our own tables, values are bound


def lasting(rows: str) -> str:
    """SQL for rows that last, under the units they count for; in as many pieces as it takes."""
    return f"""SELECT each.* REPLACE (
  coalesce(runs.node, each.unit_code) AS unit_code,
  greatest(each.from_on, runs.from_day) AS from_on,
  least(each.to_on, runs.to_day) AS to_on
)
FROM {rows} AS each LEFT JOIN organised.runs AS runs
  ON runs.code = each.unit_code
 AND coalesce(each.from_on, {EVER}) <= coalesce(runs.to_day, {ALWAYS})
 AND coalesce(each.to_on, {ALWAYS}) >= coalesce(runs.from_day, {EVER})"""  # nosec B608 - names and expressions of our own tables, values are bound


def _rows(table: str, day: str) -> str:
    if day == LASTS:
        return lasting(f"main.{table}")
    return f"""SELECT each.* REPLACE (coalesce(runs.node, each.unit_code) AS unit_code)
FROM main.{table} AS each {_joined(day)}"""  # nosec B608 - names and expressions of our own tables, values are bound


def _joined(day: str) -> str:
    return f"""LEFT JOIN organised.runs AS runs
  ON runs.code = each.unit_code
 AND {day} BETWEEN coalesce(runs.from_day, {day}) AND coalesce(runs.to_day, {day})"""


def _runs(moved: Sequence[Run]) -> pa.Table:
    rows = [
        {"code": run.code, "node": run.node, "from_day": run.from_month, "to_day": last}
        for _, of_unit in groupby(moved, key=attrgetter("code"))
        for run, last in _with_last_days(list(of_unit))
    ]
    return pa.Table.from_pylist(rows, schema=RUNS)


def _with_last_days(runs: Sequence[Run]) -> Iterator[tuple[Run, date | None]]:
    for run, later in zip(runs, [*runs[1:], None], strict=True):
        begins = later.from_month if later else None
        yield run, begins - timedelta(1) if begins else None
