"""Changes on one side of a place, found through the pages that hold any.

Changes have one index besides their number, because an import writes millions of them. What else
is asked for is found through the pages: each says which actors and tables it holds, and between
which moments, so that only pages with an answer are read.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection, transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Concat

from dampak.audit.models import Change
from dampak.audit.selectors.asking import Asked, Place
from dampak.audit.selectors.pages import numbers_of_days, pages_with, sealed_to, unsealed

LARGEST_TAIL = 50_000  # lines not sealed yet that a search still reads one by one


def changes_beside(asked: Asked, place: Place, *, is_newer: bool, most: int) -> Iterable[Change]:
    """The changes that were asked for, from a place on; of one kind of deed there are none."""
    if asked.deed:
        return []
    low, high = numbers_of_days(asked)
    low = max(low, place.change - 1) if is_newer else low
    high = high if is_newer else min(high, place.change - 1)
    rows = _within_days(Change.objects.order_by("id" if is_newer else "-id"), asked)
    rows = rows.filter(actor=asked.who) if asked.who else rows
    if asked.row_id:
        rows = rows.filter(table=asked.table, row_id=asked.row_id)
        return _between(rows, low, high)[:most]
    if asked.table:
        # Hidden from the index of rows, which SQLite would take though a page is far narrower.
        rows = rows.alias(of_table=Concat("table", Value(""))).filter(of_table=asked.table)
    if not asked.who and not asked.table:
        return _between(rows, low, high)[:most]
    return islice(_searched(rows, asked, (low, high), (is_newer, most)), most)


def _between(rows: QuerySet[Change], low: int, high: int) -> QuerySet[Change]:
    """One bound on each side: of two SQLite takes the first, even where it is the wider."""
    return rows.filter(id__gt=low, id__lte=high)


def _searched(
    rows: QuerySet[Change],
    asked: Asked,
    numbers: tuple[int, int],
    way: tuple[bool, int],
) -> Iterator[Change]:
    """The changes of one actor or table, page after page of those that hold any."""
    is_newer, most = way
    tail = _between(rows, max(numbers[0], sealed_to()), numbers[1])
    reads_tail = numbers[1] > sealed_to() and unsealed() <= LARGEST_TAIL
    if reads_tail and not is_newer:
        yield from tail[:most]
    for pages in pages_with(asked, numbers, way):
        first, *others = (
            _between(rows.order_by(), max(after, numbers[0]), min(to, numbers[1]))
            for after, to in pages
        )
        # A union and no OR, of which SQLite makes a walk through the whole book.
        found = first.union(*others, all=True) if others else first
        yield from _by_one_worker(found.order_by("id" if is_newer else "-id")[:most])
    if reads_tail and is_newer:
        yield from tail[:most]


def _by_one_worker(rows: QuerySet[Change]) -> list[Change]:
    """PostgreSQL would call two more for so many parts; on a busy machine they come too late."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        return list(rows)


def _within_days(rows: QuerySet[Change], asked: Asked) -> QuerySet[Change]:
    rows = rows.filter(at__gte=asked.since) if asked.since else rows
    return rows.filter(at__lt=asked.before) if asked.before else rows
