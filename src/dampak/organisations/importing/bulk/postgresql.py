"""Many rows into PostgreSQL: COPY, and updates of a whole page in one statement."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO

import pyarrow as pa
import pyarrow.csv as arrow_csv
from django.db import connection

from dampak.audit.actors import announce

TYPES = {pa.int64(): "bigint", pa.date32(): "date", pa.string(): "text"}
INDEXES = """
SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = %s::regclass AND NOT EXISTS (
  SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
"""
FOREIGN_KEYS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s::regclass AND contype = 'f'
"""


def insert(table: str, batch: pa.RecordBatch) -> None:
    """Add rows; the columns are called as those of the table."""
    announce()
    columns = ", ".join(f'"{name}"' for name in batch.schema.names)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        statement = f'COPY "{table}" ({columns}) FROM STDIN (FORMAT csv)'
        with cursor.cursor.copy(statement) as copy:
            copy.write(_as_csv(batch))


def update(table: str, batch: pa.RecordBatch) -> None:
    """Change rows, found by the first column, ``id``."""
    _id, *names = batch.schema.names
    changed = ", ".join(f'"{name}" = v."{name}"' for name in names)
    listed = ", ".join(f'"{name}"' for name in batch.schema.names)
    arrays = ", ".join(f"%s::{TYPES[kind]}[]" for kind in batch.schema.types)
    statement = (
        f'UPDATE "{table}" t SET {changed} FROM unnest({arrays}) AS v({listed}) WHERE t.id = v.id'  # nosec B608 - names of our own columns, values are bound
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [column.to_pylist() for column in batch.columns])


@contextmanager
def without_indexes(tables: Sequence[str]) -> Iterator[None]:
    """Make indexes and check references after empty tables were filled, not row by row."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        indexes, keys = [], []
        for table in tables:
            cursor.execute(FOREIGN_KEYS, [table])
            keys += [(table, *each) for each in cursor.fetchall()]
            cursor.execute(INDEXES, [table])
            indexes += cursor.fetchall()
        for table, name, _made in keys:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        for name, _made in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _name, made in indexes:
            cursor.execute(made)
        for table, name, made in keys:
            cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {made}')


@contextmanager
def room() -> Iterator[None]:
    """More memory while indexes are made; to be opened before the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '256MB'")
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("RESET maintenance_work_mem")


def after_insert(table: str) -> None:
    """COPY with ids of its own does not move the sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), "
            f'(SELECT max(id) FROM "{table}"))'  # nosec B608 - names of our own columns, values are bound
        )


def _as_csv(batch: pa.RecordBatch) -> bytes:
    """NULL is empty and a text stands in quotes; keys are written in hexadecimal."""
    columns = [_written(column) for column in batch.columns]
    written = BytesIO()
    arrow_csv.write_csv(
        pa.table(columns, names=batch.schema.names),
        written,
        arrow_csv.WriteOptions(include_header=False, quoting_style="needed"),
    )
    return written.getvalue()


def _written(column: pa.Array) -> pa.Array:
    if not pa.types.is_fixed_size_binary(column.type):
        return column
    return pa.array([f"\\x{key.hex()}" for key in column.to_pylist()], pa.string())
