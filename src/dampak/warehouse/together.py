"""All units read as one: the same question, asked as if there were no offices but the office."""

from collections.abc import Sequence

import duckdb

from dampak.indicators.definition import Definition, Reading
from dampak.warehouse.readings import count_readings, cube_with
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.tallies.reading_cubes import readings_together_in

EVERYWHERE = "*"


def readings_together(snapshot: Snapshot, definition: Definition) -> list[Reading]:
    """Count an indicator over all units at once, month by month.

    A median of medians is not the median of all, so nothing is summed up from the units'
    readings: the definition's own SQL runs over tables in which every row has the same unit. A
    cube has a line in which all rows were counted so.
    """
    cube = cube_with(snapshot, definition)
    if cube is not None:
        return readings_together_in(cube, definition, called=EVERYWHERE)
    with snapshot.connect() as connection:
        _put_together(connection, snapshot, definition)
        found = count_readings(connection, definition)
    organised = snapshot.organised
    return [each for each in found if organised is None or organised.covers(each.month)]


def readings_of_some(
    snapshot: Snapshot, definition: Definition, units: Sequence[str]
) -> list[Reading]:
    """Count an indicator over some units at once, month by month, as over all.

    Nothing is counted where that takes more than leaving the other units' rows out: in a cube,
    whose lines are single units and whole branches, and where rows count for another unit than
    their own.
    """
    organised = snapshot.organised
    if cube_with(snapshot, definition) is not None or (organised and organised.moved):
        return []
    with snapshot.connect() as connection:
        connection.execute("CREATE TABLE chosen AS SELECT unnest(?) AS code", [list(units)])
        chosen = "WHERE unit_code IN (SELECT code FROM memory.chosen)"
        _put_together(connection, snapshot, definition, chosen)
        return count_readings(connection, definition)


def _put_together(
    connection: duckdb.DuckDBPyConnection,
    snapshot: Snapshot,
    definition: Definition,
    chosen: str = "",
) -> None:
    connection.execute("CREATE SCHEMA together")
    for table in snapshot.tables & set(definition.sources):  # the others are empty
        connection.execute(
            f"CREATE VIEW together.{table} AS "
            f"SELECT * REPLACE ('{EVERYWHERE}' AS unit_code) FROM main.{table} {chosen}"  # nosec B608 - names and expressions of our own tables, values are bound
        )
    connection.execute("SET search_path = 'together,main'")
