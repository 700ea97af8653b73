"""Against whom rows are checked: the units and people of a delivery, or those served before."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from dampak.warehouse.conformed.engine import KEPT, engine, keep
from dampak.warehouse.conformed.shape import SHAPES
from dampak.warehouse.store import Store

THREADS = 2
Known = Mapping[str, pa.Table]


def served(store: Store) -> Known:
    """The units and people that are served; empty tables where there are none."""
    snapshot = store.head()
    known = {name: SHAPES[name].empty_table() for name in KEPT}
    if snapshot is not None:
        with snapshot.connect() as connection:
            for name in snapshot.tables & known.keys():
                known[name] = connection.sql(f"FROM {name}").to_arrow_table()
    return known


@contextmanager
def engine_with(known: Known) -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine that conforms rows of these units and people."""
    with engine(threads=THREADS) as connection:
        for name, rows in known.items():
            keep(connection, name, rows)
        yield connection
