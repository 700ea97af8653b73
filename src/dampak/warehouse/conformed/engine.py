"""The columnar engine while it conforms, and what all tables are checked against."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import numpy as np
import pyarrow as pa

from dampak.warehouse.conformed.shape import SHAPES

KEPT = ("units", "people")


@contextmanager
def engine(*, threads: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine in memory, with the relations ``units_kept`` and ``people_kept``, still empty."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": True,
    }
    with duckdb.connect(":memory:", config=settings) as connection:
        # The bar would be written between the results that a command prints.
        connection.execute("SET enable_progress_bar = false")
        for name in KEPT:
            keep(connection, name, SHAPES[name].empty_table())
        yield connection


# One row a unit: its last one, from the first day of its first one on.
EACH_ONCE = """
    SELECT * EXCLUDE first_day REPLACE (nullif(first_day, DATE '0001-01-01') AS valid_from)
    FROM (
        SELECT *, min(coalesce(valid_from, DATE '0001-01-01')) OVER (PARTITION BY code) AS first_day
        FROM coming
        QUALIFY row_number() OVER (PARTITION BY code ORDER BY valid_from DESC NULLS LAST) = 1
    )
    ORDER BY code
"""


def keep(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Make ``name_kept`` these rows, each with its ``place`` among them, and every unit once."""
    if name == "units":
        connection.register("coming", rows)
        rows = connection.sql(EACH_ONCE).to_arrow_table()
    places = pa.array(np.arange(rows.num_rows, dtype=np.int32))
    connection.register("coming", rows.append_column("place", places))
    connection.execute(f"CREATE OR REPLACE TABLE {name}_kept AS FROM coming")
    connection.unregister("coming")
