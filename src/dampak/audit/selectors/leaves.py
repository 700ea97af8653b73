"""Read the book: deeds and changes in one line of time, a leaf at a time, in both directions."""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from dampak.audit.models import Change, Entry
from dampak.audit.selectors.asking import Asked, Place
from dampak.audit.selectors.changes import changes_beside
from dampak.audit.selectors.deeds import deeds_beside

Line = Entry | Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """Some lines, the newest first, and the places at both ends, where more follows there."""

    lines: tuple[Line, ...]
    newer: Place | None
    older: Place | None


def leaf(asked: Asked, place: Place, *, is_newer: bool = False, most: int = 50) -> Leaf:
    """The lines on one side of a place."""
    both: list[Iterable[Line]] = [
        changes_beside(asked, place, is_newer=is_newer, most=most + 1),
        deeds_beside(asked, place, is_newer=is_newer, most=most + 1),
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


def _ends(lines: list[Line], place: Place) -> tuple[Place, Place]:
    numbers = [line.pk for line in lines if isinstance(line, Change)]
    deeds = [(line.at, line.pk) for line in lines if isinstance(line, Entry)]
    top_at, top_entry = max(deeds) if deeds else (place.at, place.entry - 1)
    low_at, low_entry = min(deeds) if deeds else (place.at, place.entry)
    top = Place(max(numbers) + 1 if numbers else place.change, top_at, top_entry + 1)
    return top, Place(min(numbers) if numbers else place.change, low_at, low_entry)
