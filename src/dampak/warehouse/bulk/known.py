"""Against whom rows are checked: the units and people of a delivery, or those served before."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dampak.warehouse.conformed.engine import KEPT, engine, keep
from dampak.warehouse.conformed.shape import SHAPES
from dampak.warehouse.fingerprint import refuse_damaged
from dampak.warehouse.store import Store

THREADS = 2
Known = Mapping[str, pa.Table]


def served(store: Store) -> Known:
    """The units and people that are served; empty tables where there are none."""
    snapshot = store.head()
    known = {name: SHAPES[name].empty_table() for name in KEPT}
    if snapshot is not None:
        for name in snapshot.objects.keys() & known.keys():
            refuse_damaged([snapshot.objects[name]])
            known[name] = pq.ParquetFile(snapshot.objects[name]).read()
    return known


@contextmanager
def engine_with(known: Known) -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine that conforms rows of these units and people."""
    with engine(threads=THREADS) as connection:
        for name, rows in known.items():
            keep(connection, name, rows)
        yield connection
