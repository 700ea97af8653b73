"""Hold the tree still while it is changed, or while somebody is given a place in it."""

from django.db import connection

# Any number that no other room uses as an advisory lock.
TREE = 7_305_001


def hold_tree() -> None:
    """Nobody else changes the tree or posts people until this transaction ends.

    SQLite needs no word: its transactions that write come one after the other.
    """
    if connection.vendor == "postgresql":
        _take("pg_advisory_xact_lock")


def hold_tree_together() -> None:
    """Nobody changes the tree until this transaction ends; others may post people beside it."""
    if connection.vendor == "postgresql":
        _take("pg_advisory_xact_lock_shared")


def _take(lock: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(%s)", [TREE])
