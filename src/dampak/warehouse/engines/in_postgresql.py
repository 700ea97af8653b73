"""PostgreSQL: a server that many offices run already."""

import io
from collections.abc import Mapping

import psycopg
import pyarrow as pa
from pyarrow import csv

from dampak.indicators.dialects import DIALECTS

TYPES = {
    pa.string(): "TEXT",
    pa.date32(): "DATE",
    pa.timestamp("us"): "TIMESTAMP",
    pa.bool_(): "BOOLEAN",
    pa.float64(): "DOUBLE PRECISION",
    pa.int64(): "BIGINT",
    pa.int32(): "INTEGER",
    pa.int8(): "SMALLINT",
}
QUOTED = csv.WriteOptions(include_header=False, quoting_style="all_valid")  # empty is not NULL


class InPostgreSQL:
    """A connection of its own; what it loads is seen by nobody else and goes with it."""

    dialect = DIALECTS["postgresql"]

    def __init__(self, address: str) -> None:
        # A day is a day, wherever the server stands.
        self._connection = psycopg.connect(address, autocommit=True, options="-c timezone=UTC")

    def load(self, tables: Mapping[str, pa.Table]) -> None:
        """Copied in, as fast as the server takes text."""
        for name, rows in tables.items():
            columns = ", ".join(f'"{field.name}" {TYPES[field.type]}' for field in rows.schema)
            self._connection.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
            self._connection.execute(f"CREATE TEMPORARY TABLE {name} ({columns})")
            text = io.BytesIO()
            csv.write_csv(rows, text, QUOTED)
            with self._connection.cursor().copy(f"COPY {name} FROM STDIN (FORMAT csv)") as copy:
                copy.write(text.getvalue())

    def run(self, sql: str) -> pa.Table:
        """Ask."""
        found = self._connection.execute(sql)
        names = [column.name for column in found.description or ()]
        columns = list(zip(*found.fetchall(), strict=True)) or [()] * len(names)
        return pa.table([pa.array(column) for column in columns], names=names)

    def __enter__(self) -> "InPostgreSQL":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
