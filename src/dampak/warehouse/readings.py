"""Counting: an indicator's definition becomes SQL, the SQL becomes readings.

Where a snapshot has a cube, they were counted when it was published and are only read.
"""

import duckdb

from dampak.foundation.text import Sentence
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import Definition, Reading
from dampak.indicators.query import reading_sql
from dampak.warehouse.organisation.organised import Organised
from dampak.warehouse.organised_tables import days_of, organised_tables, readings_sql
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.tallies.cube import Cube
from dampak.warehouse.tallies.organised_cubes import organised_cube
from dampak.warehouse.tallies.reading_cubes import readings_in


def readings(snapshot: Snapshot, definition: Definition) -> list[Reading]:
    """Count one indicator in every unit and month of a snapshot."""
    cube = cube_with(snapshot, definition)
    if cube is not None:
        return readings_in(cube, definition)
    with snapshot.connect() as connection:
        return count_readings(connection, definition, snapshot.organised)


def cube_with(snapshot: Snapshot, definition: Definition) -> Cube | None:
    """The snapshot's cube, if it has one and this version of the indicator is in it."""
    cube = organised_cube(snapshot, CATALOGUE.values())
    return cube if cube and cube.has(definition) else None


def why_no_readings(snapshot: Snapshot, definition: Definition) -> Sentence | None:
    """What is missing before this indicator can be counted at all; None if nothing is."""
    with snapshot.connect() as connection:
        return first_missing_table(connection, definition)


def count_readings(
    connection: duckdb.DuckDBPyConnection,
    definition: Definition,
    organised: Organised | None = None,
) -> list[Reading]:
    """Count on tables that are already open, in the order of unit and month.

    Rows count for their own unit or, if that is given, for the one in the organisation of a day.
    """
    with organised_tables(connection, organised, days_of(definition)):
        rows = connection.execute(readings_sql(definition, organised)).fetchall()
    return [
        Reading(
            indicator=definition.code,
            version=definition.version,
            unit_code=unit_code,
            month=month,
            numerator=None if numerator is None else float(numerator),
            denominator=float(denominator),
            value=float(value),
        )
        for unit_code, month, numerator, denominator, value in rows
        if organised is None or organised.covers(month)
    ]


def first_missing_table(
    connection: duckdb.DuckDBPyConnection, definition: Definition
) -> Sentence | None:
    """Name the first table of the indicator that holds no rows."""
    for table in definition.sources:
        if connection.execute(f"FROM {table} LIMIT 1").fetchone() is None:
            return Sentence(
                "No readings: the table %(table)s holds no rows. Hand it over with the data.",
                {"table": table},
            )
    return None


__all__ = [
    "count_readings",
    "cube_with",
    "first_missing_table",
    "reading_sql",
    "readings",
    "why_no_readings",
]
