"""Marks of no weight: what the next request can write as well must keep nobody waiting."""

from typing import Any

from django.db import OperationalError, connection
from django.db.models import QuerySet

PATIENCE = 50  # milliseconds for the one pen of SQLite, instead of those of any other step


def noted(rows: QuerySet[Any], **values: Any) -> bool:
    """Write values into rows; False where the ledger takes none just now."""
    _wait_at_most(PATIENCE)
    try:
        rows.update(**values)
    except OperationalError:
        return False
    finally:
        _wait_at_most(int(1000 * connection.settings_dict["OPTIONS"].get("timeout", 5)))
    return True


def _wait_at_most(milliseconds: int) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
