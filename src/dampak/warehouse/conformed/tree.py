"""The tree of units: every parent known, nobody their own ancestor."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeFaults:
    """Units that cannot stand where they stand; ``circles`` says through whom each one leads."""

    own_parent: frozenset[str]
    circles: Mapping[str, tuple[str, ...]]
    unknown_parent: frozenset[str]


def tree_faults(parents: Mapping[str, str | None]) -> TreeFaults:
    """Find the units whose line of parents does not reach the top.

    A unit whose parent is refused is refused too, because its place is unknown. So is one below it,
    and so on down.
    """
    own_parent = frozenset(code for code, parent in parents.items() if parent == code)
    circles: dict[str, tuple[str, ...]] = {}
    for code in parents:
        if code not in circles:
            circles |= _circle_from(code, parents)
    return TreeFaults(
        own_parent=own_parent,
        circles={code: circle for code, circle in circles.items() if len(circle) > 1},
        unknown_parent=_cut_off(parents, own_parent | circles.keys()),
    )


def _circle_from(start: str, parents: Mapping[str, str | None]) -> dict[str, tuple[str, ...]]:
    """The circle that the line of parents runs into, under each of its members."""
    line: dict[str, None] = {}
    at: str | None = start
    while at is not None and at in parents and at not in line:
        line[at] = None
        at = parents[at]
    if at is None or at not in line:
        return {}
    codes = tuple(line)
    circle = codes[codes.index(at) :]
    return dict.fromkeys(circle, circle)


def _cut_off(parents: Mapping[str, str | None], refused: frozenset[str]) -> frozenset[str]:
    """Units outside ``refused`` whose parent is unknown, refused, or cut off itself."""
    standing = set(parents) - refused
    while True:
        cut = {
            code
            for code in standing
            if (parent := parents[code]) is not None and parent not in standing
        }
        if not cut:
            return frozenset(parents.keys() - refused - standing)
        standing -= cut
