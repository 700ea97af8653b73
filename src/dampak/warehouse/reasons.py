"""Rows that were set aside, counted by their reasons without reading them one by one."""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager

import duckdb

from dampak.foundation.text import Sentence
from dampak.warehouse.conformed.parsing.parser import text_literal
from dampak.warehouse.fingerprint import refuse_damaged
from dampak.warehouse.passage import LeftOut
from dampak.warehouse.sentences import from_json
from dampak.warehouse.snapshot import Snapshot

# A row is counted once, for the reason that was found first.
FIRST = """
WITH lines AS (
  SELECT file, "table", row_number, message, "values", row_number() OVER () AS line
  FROM read_parquet([{files}])
),
set_aside AS (
  SELECT "table", arg_min(message, line) AS message, arg_min("values", line) AS "values",
         min(line) AS line
  FROM lines GROUP BY file, "table", row_number
)
"""
BY_REASON = """
SELECT message, arg_min("values", line), count(*) AS rows FROM set_aside
WHERE "table" IN (SELECT unnest($tables)) GROUP BY message ORDER BY rows DESC, min(line)
"""
BY_TABLE = 'SELECT "table", count(*) FROM set_aside GROUP BY "table"'


def reasons_of(snapshot: Snapshot, tables: Collection[str]) -> tuple[LeftOut, ...]:
    """Why rows of these tables were set aside, the most frequent reason first.

    One example speaks for its like.
    """
    with _set_aside(snapshot) as (connection, first):
        found = connection.execute(f"{first}{BY_REASON}", {"tables": sorted(tables)}).fetchall()
    return tuple(
        LeftOut(because=_like(message, values, rows), rows=rows) for message, values, rows in found
    )


def rows_set_aside(snapshot: Snapshot) -> dict[str, int]:
    """How many rows of each table were set aside, as the list of them says."""
    with _set_aside(snapshot) as (connection, first):
        return dict(connection.execute(f"{first}{BY_TABLE}").fetchall())


@contextmanager
def _set_aside(snapshot: Snapshot) -> Iterator[tuple[duckdb.DuckDBPyConnection, str]]:
    paths = (snapshot.rejects, *snapshot.more_rejects)
    refuse_damaged(paths)
    files = ", ".join(text_literal(str(path)) for path in paths)
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        yield connection, FIRST.format(files=files)


def _like(message: str, values: str, rows: int) -> Sentence:
    reason = from_json({"message": message, "values": json.loads(values)})
    return reason if rows == 1 else Sentence("Such as: %(reason)s", {"reason": reason})
