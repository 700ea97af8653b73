"""ClickHouse, in this process: `chdb` is the same engine without a server."""

# mypy: disable-error-code="import-not-found"
# It is installed where it is used, and not with dampak.

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from chdb.session import Session

from dampak.indicators.dialects import DIALECTS


class InClickHouse:
    """A session of its own. A process can have one at a time."""

    dialect = DIALECTS["clickhouse"]

    def __init__(self, *, threads: int = 1) -> None:
        self._session = Session()
        self._session.query(f"SET max_threads = {threads}")
        # With it, 26.9 reads wrong days from Parquet whose days are written as differences.
        self._session.query("SET optimize_move_to_prewhere = 0")

    def load(self, tables: Mapping[str, pa.Table]) -> None:
        """Copied in by way of a file."""
        with tempfile.TemporaryDirectory() as folder:
            for name, rows in tables.items():
                file = Path(folder) / f"{name}.parquet"
                pq.write_table(rows, file)
                self._session.query(f"DROP TABLE IF EXISTS {name}")
                self._session.query(
                    f"CREATE TABLE {name} ENGINE = Memory AS SELECT * FROM file('{file}', Parquet)"  # nosec B608 - names and expressions of our own tables, values are bound
                )

    def run(self, sql: str) -> pa.Table:
        """Ask."""
        answer = self._session.query(sql, "ArrowStream").bytes()
        return pa.ipc.open_stream(answer).read_all()

    def __enter__(self) -> "InClickHouse":
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()
