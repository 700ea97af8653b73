"""DuckDB: the engine of the house, and the one that the others are held against."""

from collections.abc import Mapping

import duckdb
import pyarrow as pa

from dampak.indicators.dialects import DIALECTS


class InDuckDB:
    """An engine in memory."""

    dialect = DIALECTS["duckdb"]

    def __init__(self, *, threads: int = 1) -> None:
        self._connection = duckdb.connect(
            config={"threads": threads, "preserve_insertion_order": True}
        )

    def load(self, tables: Mapping[str, pa.Table]) -> None:
        """Held as they are, not copied."""
        for name, rows in tables.items():
            self._connection.register(name, rows)

    def run(self, sql: str) -> pa.Table:
        """Ask."""
        return self._connection.sql(sql).to_arrow_table()

    def __enter__(self) -> "InDuckDB":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
