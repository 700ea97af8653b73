"""Where a unit stands in the tree, as text: four characters for each level, from the top down."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

STEP = 4
DEEPEST = 16  # levels
PATH_LENGTH = STEP * DEEPEST
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_BELOW_ONE = len(DIGITS) ** STEP - 1
AFTER_ALL = "~"  # sorts after every digit


def child_path(parent: str, number: int) -> str:
    """The path of the unit with this number, from 1, below a parent; "" is above the top."""
    if not 1 <= number <= MOST_BELOW_ONE:
        raise ValueError(f"A unit has at most {MOST_BELOW_ONE} units below it, found {number}.")
    step = ""
    for _ in range(STEP):
        number, digit = divmod(number, len(DIGITS))
        step = DIGITS[digit] + step
    return parent + step


def number_of(path: str) -> int:
    """The number of a unit below its parent."""
    return int(path[-STEP:], len(DIGITS))


def parent_path(path: str) -> str:
    """The path of the unit above; "" for one at the top."""
    return path[:-STEP]


def paths_above(path: str) -> list[str]:
    """The paths of all units above, from the top down."""
    return [path[:end] for end in range(STEP, len(path), STEP)]


def is_within(path: str, top: str) -> bool:
    """Whether a path is the top itself or stands below it."""
    return bool(top) and path.startswith(top)


def within(field: str, paths: Iterable[str]) -> Q:
    """The condition that a field's path lies at or below one of the paths; of none, that it fails.

    A range and never LIKE: one is found in an index, the other reads the whole table.
    """
    ranges = [Q(**{f"{field}__gte": path, f"{field}__lt": path + AFTER_ALL}) for path in paths]
    return reduce(or_, ranges) if ranges else Q(pk__in=())
