"""Blank what the book says of somebody who has the right to be forgotten (UU 27/2022)."""

import secrets
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from dampak.audit.chain.digests import value_digest
from dampak.audit.chain.lines import TEXT
from dampak.audit.models import Change, Entry
from dampak.audit.services import SALT_BYTES


@transaction.atomic
def redact(subject: Model, *, because: str, by: str, at: datetime) -> Entry:
    """Blank the values in every line about one object; that they were blanked is itself a deed.

    Who did what when stays, and so does the chain: of the values their salted digest is kept, and
    the salt goes. Change or delete the object itself first, in the same transaction: what it was
    before would otherwise be written down once more. Each object that tells of the person is
    redacted by a call of its own.
    """
    key = str(subject.pk)
    deed = Entry.objects.create(
        deed="book.redacted",
        by=by,
        at=at,
        subject_kind=subject._meta.label,
        subject_id=key,
        details={"because": because},
        salt=secrets.token_bytes(SALT_BYTES),
    )
    _blank_changes(subject._meta.db_table, key, deed)
    _blank_entries(subject._meta.label, deed)
    return deed


def _blank_changes(table: str, key: str, deed: Entry) -> None:
    lines = Change.objects.filter(table=table, row_id=key, value_digest=None)
    blank = {"before": None, "after": None, "salt": None, "redaction": deed.pk}
    for line in lines.iterator():
        kept = value_digest(bytes(line.salt or b""), line.before, line.after)
        Change.objects.filter(pk=line.pk).update(value_digest=kept, **blank)


def _blank_entries(label: str, deed: Entry) -> None:
    about = Entry.objects.filter(subject_kind=label, subject_id=deed.subject_id, value_digest=None)
    blank: dict[str, Any] = {"subject": "", "details": {}, "salt": None, "redaction": deed.pk}
    for number in about.exclude(deed="book.redacted").values_list("pk", flat=True):
        Entry.objects.filter(pk=number).update(value_digest=_digest_of(number), **blank)


def _digest_of(number: int) -> bytes:
    """The digest of what an entry says, taken of the database's own text."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT salt, subject, {TEXT[connection.vendor]} FROM audit_entry WHERE id = %s",  # nosec B608 - names of our own models' tables, values are bound
            [number],
        )
        salt, subject, details = cursor.fetchone()
    return value_digest(salt and bytes(salt), subject, details)
