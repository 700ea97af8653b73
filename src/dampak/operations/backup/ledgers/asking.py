"""What a ledger says about itself, asked in the SQL of either database."""

from collections.abc import Callable, Sequence
from typing import Any

Ask = Callable[[str], Sequence[Sequence[Any]]]


def rows_by_table(ask: Ask, tables: Sequence[str]) -> dict[str, int]:
    """How many rows each table holds."""
    return {table: int(ask(f'SELECT count(*) FROM "{table}"')[0][0]) for table in tables}  # nosec B608 - names that the database itself told


def migrations_of(ask: Ask) -> tuple[tuple[str, str], ...]:
    """Which migrations the ledger has had."""
    found = ask("SELECT app, name FROM django_migrations ORDER BY app, name")
    return tuple((str(app), str(name)) for app, name in found)


def uploads_of(ask: Ask) -> list[tuple[str, str]]:
    """Every file that the ledger names, by its place in the home, with its SHA-256."""
    found = ask("SELECT delivery_id, name, sha256 FROM intake_deliveredfile")
    return [(f"uploads/{delivery}/{name}", str(sha256)) for delivery, name, sha256 in found]
