"""All units read as one: the same question, asked as if there were no offices but the office."""

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
        connection.execute("CREATE SCHEMA together")
        for table in snapshot.tables & set(definition.sources):  # the others are empty
            connection.execute(
                f"CREATE VIEW together.{table} AS "
                f"SELECT * REPLACE ('{EVERYWHERE}' AS unit_code) FROM main.{table}"
            )
        connection.execute("SET search_path = 'together,main'")
        found = count_readings(connection, definition)
    organised = snapshot.organised
    return [each for each in found if organised is None or organised.covers(each.month)]
