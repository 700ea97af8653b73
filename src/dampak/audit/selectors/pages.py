"""Which sealed pages hold what was asked for, and how far the seals reach."""

from collections.abc import Iterable, Iterator

from django.db.models import Max

from dampak.audit.chain.sealing import LOWEST
from dampak.audit.models import Change, Page, Part
from dampak.audit.selectors.asking import HIGHEST, Asked

NEIGHBOURS = 20  # pages whose moments may overlap, where several write at once
PAGES_AT_ONCE = 60


def unsealed() -> int:
    """About how many changes are not sealed yet."""
    last = Change.objects.aggregate(n=Max("id"))["n"] or 0
    return max(0, last - max(0, sealed_to()))


def sealed_to() -> int:
    """The last change that a page holds."""
    last = Page.objects.order_by("-number").values_list("changes_to", flat=True).first()
    return LOWEST if last is None else last


def numbers_of_days(asked: Asked) -> tuple[int, int]:
    """Between which numbers the changes of the days lie, as the pages tell."""
    low, high = LOWEST, HIGHEST
    if asked.since:
        later = Page.objects.filter(last_at__gte=asked.since).order_by("last_at")
        ends = list(later.values_list("changes_after", flat=True)[:NEIGHBOURS])
        low = min(ends, default=sealed_to())
    if asked.before:
        is_past = Page.objects.filter(first_at__gte=asked.before).exists()
        earlier = Page.objects.filter(first_at__lt=asked.before).order_by("-first_at")
        ends = list(earlier.values_list("changes_to", flat=True)[:NEIGHBOURS])
        high = max(ends, default=LOWEST) if is_past else HIGHEST
    return low, high


def pages_with(
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
