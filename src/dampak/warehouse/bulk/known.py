"""Against whom rows are checked: the units and people of a delivery, or those served before."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dampak.warehouse.conformed.engine import KEPT, engine, keep
from dampak.warehouse.conformed.shape import SHAPES
from dampak.warehouse.fingerprint import refuse_damaged
from dampak.warehouse.store import Store

THREADS = 2
LAID_OUT = ("cells", "refused")  # what stays registered when a piece is conformed
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


class Bench:
    """The engine on which a delivery is conformed, piece after piece: opened once.

    It is told the units and people again only when they are others.
    """

    def __init__(self) -> None:
        self._open = ExitStack()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._known: Known | None = None

    @contextmanager
    def with_known(self, known: Known) -> Iterator[duckdb.DuckDBPyConnection]:
        """The engine for rows of these units and people; what is left on it is cleared away."""
        if self._connection is None:
            self._connection = self._open.enter_context(engine(threads=THREADS))
        if known is not self._known:
            for name, rows in known.items():
                keep(self._connection, name, rows)
            self._known = known
        try:
            yield self._connection
        finally:
            _clear(self._connection)


def _clear(connection: duckdb.DuckDBPyConnection) -> None:
    """Let go of the rows of a piece, so that they take no room while the next one is read."""
    connection.execute("DROP VIEW IF EXISTS typed")
    for name in LAID_OUT:
        connection.unregister(name)
