"""Many rows into SQLite: one statement prepared once, indexes made after a first load."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
from django.db import connection

CACHE_KIB = 256 * 1024
IN_MEMORY = 2
INDEXES = """
SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL
"""


def insert(table: str, batch: pa.RecordBatch) -> None:
    """Add rows; the columns are called as those of the table."""
    names = batch.schema.names
    places = ", ".join(["?"] * len(names))
    columns = ", ".join(f'"{name}"' for name in names)
    _many(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', batch.columns)  # nosec B608 - names of our own columns, values are bound


def update(table: str, batch: pa.RecordBatch) -> None:
    """Change rows, found by the first column, ``id``."""
    _id, *names = batch.schema.names
    changed = ", ".join(f'"{name}" = ?' for name in names)
    _many(f'UPDATE "{table}" SET {changed} WHERE id = ?', [*batch.columns[1:], batch.column(0)])  # nosec B608 - names of our own columns, values are bound


@contextmanager
def without_indexes(tables: Sequence[str]) -> Iterator[None]:
    """Make the indexes of empty tables after they were filled: sorted once, not row by row."""
    with connection.cursor() as cursor:
        taken = []
        for table in tables:
            cursor.execute(INDEXES, [table])
            taken += cursor.fetchall()
        for name, _sql in taken:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _name, sql in taken:
            cursor.execute(sql)


@contextmanager
def room() -> Iterator[None]:
    """More memory for pages while much is written; to be opened before the transaction.

    A trigger makes SQLite write down, for each row, how to take it back: in memory, or it would
    write thirty times as much into a file as into the ledger.
    """
    if connection.in_atomic_block:  # where the place of that can no longer be changed
        yield
        return
    wanted = {"cache_size": -CACHE_KIB, "temp_store": IN_MEMORY}
    with connection.cursor() as cursor:
        before = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
    _set(wanted)
    try:
        yield
    finally:
        _set(before)


def _set(settings: Mapping[str, int]) -> None:
    with connection.cursor() as cursor:
        for name, value in settings.items():
            cursor.execute(f"PRAGMA {name} = {value}")


def after_insert(table: str) -> None:
    """SQLite goes on counting from the highest id by itself."""


def _many(statement: str, columns: Sequence[pa.Array]) -> None:
    rows = zip(*(_written(column) for column in columns), strict=True)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.cursor.connection.executemany(statement, rows)


def _written(column: pa.Array) -> list[Any]:
    """Days as text, as Django writes them here."""
    texts = column.cast(pa.string()) if pa.types.is_date(column.type) else column
    written: list[Any] = texts.to_pylist()
    return written
