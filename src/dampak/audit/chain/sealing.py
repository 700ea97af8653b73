"""Seal what was written since the last page.

A page must not leave a gap that a transaction still in flight fills later. So lines are sealed up
to a number above which alone anything can still come: on SQLite there is one writer, and holding
the pen is enough. On PostgreSQL a lock that waits for whoever writes lines (and for nothing else)
is held for the moment in which the highest numbers are read. Where somebody writes for long, as
an import does, the lock is not waited for: the lines are sealed the next time. What an import
leaves is millions of lines: between two transactions others have their turn.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from django.db import OperationalError, connection, transaction

from dampak.audit.chain.digests import START, Line, page_digest
from dampak.audit.chain.head import keep_head
from dampak.audit.chain.lines import ChangeLine, changes, entries
from dampak.audit.models import Page, Part

LINES_OF_A_PAGE, PAGES_AT_ONCE = 500, 40
LOWEST = -(1 << 62)
PATIENCE = "SET LOCAL lock_timeout = '300ms'"
LOCK = "LOCK TABLE audit_change, audit_entry IN SHARE MODE"
# Of two who seal one begins and the other leaves it to him.
SEALING = 0x64616D70616B


def seal_pages(at: datetime, between: Callable[[int], None] = lambda _made: None) -> int:
    """Seal what can be sealed; how many pages that made. One seals at a time.

    ``between`` hears after each transaction how many there are by then. It lets others write, and
    may break off: what is sealed stays so.
    """
    settled = _settled()
    made = 0
    while settled and (pages := _seal_some(settled, at)):
        made += pages
        between(made)
    return made


def _settled() -> tuple[int, int] | None:
    """The highest numbers of a change and an entry below which nothing can come any more."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(PATIENCE)
                cursor.execute(LOCK)
            cursor.execute(
                "SELECT (SELECT max(id) FROM audit_change), (SELECT max(id) FROM audit_entry)"
            )
            change, entry = cursor.fetchone()
    except OperationalError:
        return None
    return (change or LOWEST, entry or LOWEST)


def _seal_some(settled: tuple[int, int], at: datetime) -> int:
    """Write the next pages in one transaction."""
    with transaction.atomic():
        if not _is_alone():
            return 0
        pages, parts = _next_pages(settled, at)
        Page.objects.bulk_create(pages)
        Part.objects.bulk_create(parts)
        if pages:
            transaction.on_commit(lambda: keep_head(pages[-1]))
    return len(pages)


def _is_alone() -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALING])
        return bool(cursor.fetchone()[0])


def _next_pages(settled: tuple[int, int], at: datetime) -> tuple[list[Page], list[Part]]:
    last = Page.objects.defer("marks").order_by("-number").first()
    change, entry = (last.changes_to, last.entries_to) if last else (LOWEST, LOWEST)
    most = LINES_OF_A_PAGE * PAGES_AT_ONCE
    new_changes = changes(change, settled[0], most)
    new_entries = entries(entry, settled[1], most)
    pages: list[Page] = []
    parts: list[Part] = []
    for start in range(0, max(len(new_changes), len(new_entries)), LINES_OF_A_PAGE):
        some = slice(start, start + LINES_OF_A_PAGE)
        last = _page(last, new_changes[some], new_entries[some], at)
        pages.append(last)
        parts += parts_of(last, new_changes[some])
    return pages, parts


def _page(
    last: Page | None,
    some_changes: Sequence[ChangeLine],
    some_entries: Sequence[Line],
    at: datetime,
) -> Page:
    change, entry = (last.changes_to, last.entries_to) if last else (LOWEST, LOWEST)
    moments = [each.at for each in some_changes]
    page = Page(
        number=last.number + 1 if last else 1,
        sealed_at=at,
        changes_after=change,
        changes_to=some_changes[-1].line.number if some_changes else change,
        entries_after=entry,
        entries_to=some_entries[-1].number if some_entries else entry,
        first_at=_read(min(moments)) if moments else None,
        last_at=_read(max(moments)) if moments else None,
    )
    lines = [each.line for each in some_changes] + list(some_entries)
    page.marks = b"".join(line.mark() for line in lines)
    page.digest = page_digest(last.digest if last else START, heading(page), lines)
    return page


def heading(page: Page) -> tuple[str | None, ...]:
    """What a page says of itself, in the form in which its digest holds it."""
    bounds = (page.changes_after, page.changes_to, page.entries_after, page.entries_to)
    moments = (page.sealed_at, page.first_at, page.last_at)
    return (
        str(page.number),
        *(str(each) for each in bounds),
        *(
            each.astimezone(UTC).isoformat(timespec="microseconds") if each else None
            for each in moments
        ),
    )


def parts_of(page: Page, some_changes: Sequence[ChangeLine]) -> list[Part]:
    counted = Counter((each.table, each.actor) for each in some_changes)
    return [
        Part(page=page, table=table, actor=actor, lines=lines)
        for (table, actor), lines in sorted(counted.items())
    ]


def _read(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)
