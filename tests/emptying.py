"""How tests empty their own database, which the book of deeds refuses to everybody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.operations import BaseDatabaseOperations


@contextmanager
def book_can_be_emptied() -> Iterator[None]:
    """Between tests that commit, Django empties every table: the guards come off meanwhile."""
    from dampak.audit import watching

    flush = BaseDatabaseOperations.execute_sql_flush

    def emptied(operations: Any, statements: Any) -> None:
        watching.take_off(operations.connection.alias)
        flush(operations, statements)
        watching.install(operations.connection.alias)

    BaseDatabaseOperations.execute_sql_flush = emptied
    try:
        yield
    finally:
        BaseDatabaseOperations.execute_sql_flush = flush
