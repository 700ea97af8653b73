"""Read the book: deeds and changes in one line of time, a leaf at a time, in both directions.

Changes have one index besides their number, because an import writes millions of them. What else
is asked for is found through the pages: each says which actors and tables it holds, and between
which moments, so that only pages with an answer are read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import merge
from itertools import islice

from django.db import connection, transaction
from django.db.models import Max, Q, QuerySet, Value
from django.db.models.functions import Concat

from dampak.audit.chain.sealing import LOWEST
from dampak.audit.models import Change, Entry, Page, Part

HIGHEST = 1 << 62
LARGEST_TAIL = 50_000  # lines not sealed yet that a search still reads one by one
NEIGHBOURS = 20  # pages whose moments may overlap, where several write at once
PAGES_AT_ONCE = 60
LAST_MOMENT = datetime(9999, 1, 1, tzinfo=UTC)
Line = Entry | Change
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader looks for; what is left empty is not asked."""

    who: str = ""
    deed: str = ""
    table: str = ""
    row_id: str = ""
    kind: str = ""  # of the object, as deeds name it
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place between two lines: what is below it is older, what is not is newer."""

    change: int = HIGHEST
    at: datetime = LAST_MOMENT
    entry: int = HIGHEST

    def __str__(self) -> str:
        return f"{self.change}_{self.at.timestamp():.6f}_{self.entry}"

    @classmethod
    def read(cls, text: str) -> "Place":
        """The place that was written down; the newest where nothing sensible was."""
        try:
            change, at, entry = text.split("_")
            return cls(int(change), datetime.fromtimestamp(float(at), UTC), int(entry))
        except (ValueError, OverflowError, OSError):
            return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """Some lines, the newest first, and the places at both ends, where more follows there."""

    lines: tuple[Line, ...]
    newer: Place | None
    older: Place | None


def leaf(asked: Asked, place: Place, *, is_newer: bool = False, most: int = 50) -> Leaf:
    """The lines on one side of a place."""
    both: list[Iterable[Line]] = [
        _changes(asked, place, is_newer, most + 1),
        _entries(asked, place, is_newer, most + 1),
    ]
    in_order = merge(*both, key=lambda line: line.at, reverse=not is_newer)
    found = list(islice(in_order, most + 1))
    has_more, lines = len(found) > most, found[:most]
    if is_newer:
        lines.reverse()
    top, bottom = _ends(lines, place)
    is_first = place == Place()
    return Leaf(
        lines=tuple(lines),
        newer=top if (has_more if is_newer else not is_first) else None,
        older=bottom if (has_more or is_newer) else None,
    )


def deeds_written() -> list[str]:
    """The deeds that stand in the book, found by leaping from one to the next in the index."""
    with connection.cursor() as cursor:
        cursor.execute(LEAPING)
        return [deed for (deed,) in cursor.fetchall()]


def unsealed() -> int:
    """About how many changes are not sealed yet."""
    last = Change.objects.aggregate(n=Max("id"))["n"] or 0
    return max(0, last - max(0, _sealed_to()))


def _ends(lines: list[Line], place: Place) -> tuple[Place, Place]:
    numbers = [line.pk for line in lines if isinstance(line, Change)]
    deeds = [(line.at, line.pk) for line in lines if isinstance(line, Entry)]
    top_at, top_entry = max(deeds) if deeds else (place.at, place.entry - 1)
    low_at, low_entry = min(deeds) if deeds else (place.at, place.entry)
    top = Place(max(numbers) + 1 if numbers else place.change, top_at, top_entry + 1)
    return top, Place(min(numbers) if numbers else place.change, low_at, low_entry)


def _entries(asked: Asked, place: Place, is_newer: bool, most: int) -> Iterable[Entry]:  # noqa: FBT001
    if asked.table and not asked.row_id:
        return []
    rows = _beside(place, asked, is_newer)
    if asked.row_id:
        rows = rows.filter(subject_kind=asked.kind, subject_id=asked.row_id)
    rows = rows.filter(by=asked.who) if asked.who else rows
    rows = rows.filter(deed=asked.deed) if asked.deed else rows
    order = ("at", "id") if is_newer else ("-at", "-id")
    return rows.order_by(*order)[:most]


def _beside(place: Place, asked: Asked, is_newer: bool) -> QuerySet[Entry]:  # noqa: FBT001
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


def _changes(asked: Asked, place: Place, is_newer: bool, most: int) -> Iterable[Change]:  # noqa: FBT001
    if asked.deed:
        return []
    low, high = _numbers_of_days(asked)
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
    tail = _between(rows, max(numbers[0], _sealed_to()), numbers[1])
    reads_tail = numbers[1] > _sealed_to() and unsealed() <= LARGEST_TAIL
    if reads_tail and not is_newer:
        yield from tail[:most]
    for pages in _pages_with(asked, numbers, way):
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


def _pages_with(
    asked: Asked, numbers: tuple[int, int], way: tuple[bool, int]
) -> Iterator[list[tuple[int, int]]]:
    """Between which numbers the pages lie that hold enough of what is asked, some at a time."""
    is_newer, most = way
    parts = Part.objects.filter(actor=asked.who) if asked.who else Part.objects.all()
    parts = parts.filter(table=asked.table) if asked.table else parts
    first, last = _page_above(numbers[0]), _page_above(numbers[1] - 1)
    while first <= last:
        some = parts.filter(page__gte=first, page__lte=last).order_by(
            "page_id" if is_newer else "-page_id"
        )
        found = _enough(some.values_list("page_id", "lines")[: 4 * PAGES_AT_ONCE], most)
        if not found:
            return
        pages = Page.objects.filter(number__in=found).values_list("changes_after", "changes_to")
        yield list(pages)
        first, last = (found[-1] + 1, last) if is_newer else (first, found[-1] - 1)


def _enough(parts: Iterable[tuple[int, int]], most: int) -> list[int]:
    """The first pages that together hold as many lines as are wanted, or as may be read at once."""
    found: dict[int, int] = {}
    for page, lines in parts:
        if page not in found and (sum(found.values()) >= most or len(found) == PAGES_AT_ONCE):
            break
        found[page] = found.get(page, 0) + lines
    return list(found)


def _page_above(number: int) -> int:
    """The page that holds the first change above a number."""
    below = Page.objects.filter(changes_to__lte=number).order_by("-changes_to", "-number")
    return (below.values_list("number", flat=True).first() or 0) + 1


def _sealed_to() -> int:
    last = Page.objects.order_by("-number").values_list("changes_to", flat=True).first()
    return LOWEST if last is None else last


def _within_days(rows: QuerySet[Change], asked: Asked) -> QuerySet[Change]:
    rows = rows.filter(at__gte=asked.since) if asked.since else rows
    return rows.filter(at__lt=asked.before) if asked.before else rows


def _numbers_of_days(asked: Asked) -> tuple[int, int]:
    """Between which numbers the changes of the days lie, as the pages tell."""
    low, high = LOWEST, HIGHEST
    if asked.since:
        later = Page.objects.filter(last_at__gte=asked.since).order_by("last_at")
        ends = list(later.values_list("changes_after", flat=True)[:NEIGHBOURS])
        low = min(ends, default=_sealed_to())
    if asked.before:
        is_past = Page.objects.filter(first_at__gte=asked.before).exists()
        earlier = Page.objects.filter(first_at__lt=asked.before).order_by("-first_at")
        ends = list(earlier.values_list("changes_to", flat=True)[:NEIGHBOURS])
        high = max(ends, default=LOWEST) if is_past else HIGHEST
    return low, high
