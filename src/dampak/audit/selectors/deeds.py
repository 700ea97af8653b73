"""Deeds on one side of a place, and which deeds there are."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet

from dampak.audit.models import Entry
from dampak.audit.selectors.asking import Asked, Place

# One question: a page of the book is read too often for one to each deed.
LEAPING = """
WITH RECURSIVE written(deed) AS (
    SELECT min(deed) FROM audit_entry
    UNION ALL
    SELECT (SELECT min(deed) FROM audit_entry WHERE deed > written.deed)
    FROM written WHERE written.deed IS NOT NULL
)
SELECT deed FROM written WHERE deed IS NOT NULL
"""


def deeds_written() -> list[str]:
    """The deeds that stand in the book, found by leaping from one to the next in the index."""
    with connection.cursor() as cursor:
        cursor.execute(LEAPING)
        return [deed for (deed,) in cursor.fetchall()]


def deeds_beside(asked: Asked, place: Place, *, is_newer: bool, most: int) -> Iterable[Entry]:
    """The deeds that were asked for, from a place on; a table without a row has none."""
    if asked.table and not asked.row_id:
        return []
    rows = _beside(place, asked, is_newer=is_newer)
    if asked.row_id:
        rows = rows.filter(subject_kind=asked.kind, subject_id=asked.row_id)
    rows = rows.filter(by=asked.who) if asked.who else rows
    rows = rows.filter(deed=asked.deed) if asked.deed else rows
    order = ("at", "id") if is_newer else ("-at", "-id")
    return rows.order_by(*order)[:most]


def _beside(place: Place, asked: Asked, *, is_newer: bool) -> QuerySet[Entry]:
    """The deeds on one side of a place and within the days, with one bound on each side."""
    same = Q(at=place.at, id__gte=place.entry) if is_newer else Q(at=place.at, id__lt=place.entry)
    since, before = asked.since, asked.before
    if is_newer and (since is None or since < place.at):
        since = None
        rows = Entry.objects.filter(Q(at__gt=place.at) | same, at__gte=place.at)
    elif not is_newer and (before is None or before > place.at):
        before = None
        rows = Entry.objects.filter(Q(at__lt=place.at) | same, at__lte=place.at)
    else:
        rows = Entry.objects.all()
    rows = rows.filter(at__gte=since) if since else rows
    return rows.filter(at__lt=before) if before else rows
