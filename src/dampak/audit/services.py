"""Write a line into the book of deeds."""

import secrets
from datetime import datetime
from typing import Any

from django.db.models import Model

from dampak.audit.models import Entry

SALT_BYTES = 16


def record(
    deed: str, *, by: str, at: datetime, subject: Model | None = None, **details: Any
) -> Entry:
    """Add one line, inside the transaction of the deed itself, so that both happen or neither.

    ``details`` are plain values (text, numbers, lists) that a reader needs to understand the deed.
    """
    return Entry.objects.create(
        deed=deed,
        by=by,
        at=at,
        subject_kind=subject._meta.label if subject else "",
        subject_id=str(subject.pk) if subject else "",
        subject=str(subject)[:300] if subject else "",
        details=details,
        salt=secrets.token_bytes(SALT_BYTES),
    )
