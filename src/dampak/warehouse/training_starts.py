"""When each unit's training began, as the training records say."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import duckdb

from dampak.foundation.text import Sentence, gettext_noop
from dampak.warehouse.organisation.organised import Organised
from dampak.warehouse.organised_tables import LASTS, organised_tables
from dampak.warehouse.passage import LeftOut

# One line for every training row and each unit it speaks of: its own or, where it names none, that
# of its participant's posting; and why it says nothing about when a unit was trained.
JUDGED = """
WITH chosen AS (
  SELECT * FROM training
  WHERE ($programme IS NULL OR programme = $programme)
    AND ($known_on IS NULL OR coalesce(started_on, $known_on) <= $known_on)
),
posted AS (
  SELECT DISTINCT numbered.row, people.unit_code AS unit, started_on, attended
  FROM (SELECT *, row_number() OVER () AS row FROM chosen WHERE unit_code IS NULL) AS numbered
  LEFT JOIN people
    ON people.person_key = numbered.person_key
   AND started_on BETWEEN coalesce(from_on, started_on) AND coalesce(to_on, started_on)
),
speaking AS (
  SELECT NULL AS row, unit_code AS unit, started_on, attended
  FROM chosen WHERE unit_code IS NOT NULL
  UNION ALL
  SELECT row, unit, started_on, attended FROM posted
),
judged AS (
  SELECT row, unit, started_on,
         CASE WHEN attended IS FALSE THEN 'absent'
              WHEN started_on IS NULL THEN 'no first day'
              WHEN unit IS NULL THEN 'no unit'
         END AS silent
  FROM speaking
)
"""
TRAINED_IN = {"training": "started_on", "people": LASTS}
ROWS = "count(*) FILTER (WHERE row IS NULL) + count(DISTINCT row)"
SILENT = {
    "absent": gettext_noop("training not attended"),
    "no first day": gettext_noop("training without a first day"),
    "no unit": gettext_noop("participant not posted to any unit on the first day"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingStart:
    """A trained unit, the first day of attended training, and how many rows say so."""

    unit_code: str
    first_day: date
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """What the records of training say in all: of a nation, millions of rows are read for it."""

    starts: tuple[TrainingStart, ...]
    silent: tuple[LeftOut, ...]


def training_of(
    connection: duckdb.DuckDBPyConnection,
    *,
    programme: str | None = None,
    organised: Organised | None = None,
) -> Training:
    """When each unit was first trained, and which rows cannot say it."""
    return Training(
        starts=training_starts(connection, programme=programme, organised=organised),
        silent=silent_training(connection, programme=programme, organised=organised),
    )


def training_starts(
    connection: duckdb.DuckDBPyConnection,
    *,
    programme: str | None = None,
    organised: Organised | None = None,
) -> tuple[TrainingStart, ...]:
    """Find when each unit was first trained in a programme, or in any.

    A unit counts as trained from its first attended row on, however many of its people came.
    A row counts as attended unless it says that the participant was absent.

    A unit made of others was trained when the first of them was. What was trained before it was
    divided is in all its parts: each of them was trained from then on, on no row of its own.
    """
    found = _asked(
        connection,
        "unit, min(started_on)",
        "silent IS NULL GROUP BY unit ORDER BY unit",
        programme,
        organised,
    )
    starts = {
        unit: TrainingStart(unit_code=unit, first_day=first_day, rows=rows)
        for unit, first_day, rows in found
    }
    for whole, parts in organised.divided.items() if organised else ():
        for part in parts if whole in starts else ():
            first = starts[whole].first_day
            own = starts.get(part, TrainingStart(unit_code=part, first_day=first, rows=0))
            starts[part] = replace(own, first_day=min(own.first_day, first))
    return tuple(starts[unit] for unit in sorted(starts))


def silent_training(
    connection: duckdb.DuckDBPyConnection,
    *,
    programme: str | None = None,
    organised: Organised | None = None,
) -> tuple[LeftOut, ...]:
    """The training rows that cannot say when a unit was trained, by reason."""
    found = _asked(
        connection,
        "silent",
        "silent IS NOT NULL GROUP BY silent ORDER BY silent",
        programme,
        organised,
    )
    return tuple(LeftOut(because=Sentence(SILENT[silent]), rows=rows) for silent, rows in found)


def _asked(
    connection: duckdb.DuckDBPyConnection,
    columns: str,
    where: str,
    programme: str | None,
    organised: Organised | None,
) -> list[tuple[Any, ...]]:
    """What the rows of training say, and how many say it; none of them later than is known."""
    known = organised.day if organised and organised.until else None
    with organised_tables(connection, organised, TRAINED_IN):
        return connection.execute(
            f"{JUDGED} SELECT {columns}, {ROWS} FROM judged WHERE {where}",  # nosec B608 - names and expressions of our own tables, values are bound
            {"programme": programme, "known_on": known},
        ).fetchall()
