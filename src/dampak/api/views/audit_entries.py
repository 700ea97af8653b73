"""The book of deeds, for the data steward's own tools."""
# ruff: noqa: ARG001 - not every operation reads its request

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Schema

from dampak.accounts.access import Permission
from dampak.api.declaring import Room
from dampak.api.paging import Page, page_of
from dampak.api.values import NO_NUL, After, Limit
from dampak.audit.models import Entry

room = Room(tags=["audit"])
Word = Annotated[str | None, Query(pattern=NO_NUL, max_length=150)]


class EntryTold(Schema):
    """One deed: what was done, to what, by whom and when."""

    number: int
    at: datetime
    by: str
    deed: str
    subject_kind: str
    subject_id: str
    details: dict[str, Any]


@room.ask("/audit-entries", Page[EntryTold], permission=Permission.READ_AUDIT_BOOK, everywhere=True)
def list_audit_entries(
    request: HttpRequest,
    deed: Word = None,
    by: Word = None,
    after: After = None,
    limit: Limit = 100,
) -> dict[str, object]:
    """The lines of the book, newest first."""
    rows = Entry.objects.all()
    rows = rows.filter(deed=deed) if deed is not None else rows
    rows = rows.filter(by=by) if by is not None else rows
    return page_of(
        rows,
        by=["-id"],
        of=f"audit {deed!r} {by!r}",
        after=after,
        limit=limit,
        show=_told,
    )


def _told(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.pk,
        "at": entry.at,
        "by": entry.by,
        "deed": entry.deed,
        "subject_kind": entry.subject_kind,
        "subject_id": entry.subject_id,
        "details": entry.details,
    }
