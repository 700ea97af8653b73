"""The lines of the book as the database holds them, past the models: digests are taken of these."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from dampak.audit.chain.digests import Line, line_digest, value_digest

MOMENT = {
    # Joined with something, lest the driver reads it; nought decimals are not written there.
    "sqlite": "at || CASE length(at) WHEN 19 THEN '.000000' ELSE '' END",
    "postgresql": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
}
TEXT = {"sqlite": "details", "postgresql": "details::text"}
CHANGES = """SELECT id, table_name, row_id, kind, actor, reason, {at}, before, after, salt,
value_digest, redaction FROM audit_change WHERE id > %s AND id <= %s ORDER BY id LIMIT %s"""
ENTRIES = """SELECT id, "by", deed, subject_kind, subject_id, {at}, subject, {details}, salt,
value_digest, redaction FROM audit_entry WHERE id > %s AND id <= %s ORDER BY id LIMIT %s"""
MOST = 1 << 62


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change with what its page needs to know of it."""

    line: Line
    table: str
    actor: str
    at: str


def changes(after: int, to: int, most: int = MOST, using: str = "default") -> list[ChangeLine]:
    """The changes above one number and up to another, in their order."""
    return [_change(row) for row in _rows(CHANGES, (after, to, most), using)]


def entries(after: int, to: int, most: int = MOST, using: str = "default") -> list[Line]:
    """The deeds above one number and up to another, in their order."""
    return [_entry(row) for row in _rows(ENTRIES, (after, to, most), using)]


def _rows(sql: str, given: tuple[int, int, int], using: str) -> Iterator[tuple[Any, ...]]:
    connection: BaseDatabaseWrapper = connections[using]
    vendor = connection.vendor
    with connection.cursor() as cursor:
        cursor.execute(sql.format(at=MOMENT[vendor], details=TEXT[vendor]), given)
        yield from cursor.fetchall()


def _change(row: tuple[Any, ...]) -> ChangeLine:
    number, table, row_id, kind, actor, reason, at, before, after, salt, kept, redaction = row
    values = bytes(kept) if kept is not None else value_digest(salt, before, after)
    digest = line_digest(b"c", (str(number), table, row_id, kind, actor, reason, at), values)
    return ChangeLine(Line(b"c", number, digest, redaction), table, actor, at)


def _entry(row: tuple[Any, ...]) -> Line:
    number, by, deed, subject_kind, subject_id, at, subject, details, salt, kept, redaction = row
    values = bytes(kept) if kept is not None else value_digest(salt, subject, details)
    told = (str(number), by, deed, subject_kind, subject_id, at)
    return Line(b"e", number, line_digest(b"e", told, values), redaction)
