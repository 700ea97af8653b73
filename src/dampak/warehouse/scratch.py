"""An engine for what is worked out on the side: it takes longer to start one than to ask it."""

from functools import lru_cache

import duckdb


def scratch() -> duckdb.DuckDBPyConnection:
    """A connection with one thread and nothing in it, to be closed by whoever asked for it.

    What is registered with it nobody else sees; tables and views that are created are shared, so
    none may be.
    """
    return _engine().cursor()


@lru_cache(maxsize=1)
def _engine() -> duckdb.DuckDBPyConnection:
    """Started once in each process."""
    return duckdb.connect(":memory:", config={"threads": 1, "preserve_insertion_order": True})
