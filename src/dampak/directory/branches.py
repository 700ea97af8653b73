"""The tree as a page shows it: closed, but for one unit and what leads to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from dampak.accounts.access import Scope
from dampak.organisations.models import Unit
from dampak.organisations.selectors import (
    UnitOnDay,
    ancestors_as_of,
    children_as_of,
    inner_units,
    units_as_of,
)

MOST = 1_000  # units below one unit on a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A unit in the tree; ``below`` is filled if it is open."""

    unit: UnitOnDay
    has_more: bool
    is_open: bool
    above: str
    href: str
    below: "Sequence[Branch]" = ()


def branches(
    scope: Scope, day: date, *, opened: Unit | None, is_first_look: bool = False
) -> list[Branch]:
    """The top units that somebody may see, with one of them opened down to a unit.

    At the first look a top that stands alone is open: closed, it would say nothing.
    """
    tops = _tops(scope, day)
    line = {each.id for each in ancestors_as_of(opened, day)} if opened else set()
    if is_first_look and len(tops) == 1:
        line = {tops[0].id}
    return _branches(tops, "", line, day)


def _tops(scope: Scope, day: date) -> list[UnitOnDay]:
    if scope.everything:
        return children_as_of(None, day)
    return units_as_of(Unit.objects.filter(path__in=scope.paths), day)


def _branches(units: Sequence[UnitOnDay], above: str, line: set[int], day: date) -> list[Branch]:
    shown = units[:MOST]
    inner = inner_units(shown, day)
    return [
        Branch(
            unit=unit,
            above=above,
            href=reverse("organisations:unit", args=[unit.code]),
            has_more=unit.id in inner,
            is_open=unit.id in line,
            below=_below(unit, line, day) if unit.id in line & inner else (),
        )
        for unit in shown
    ]


def _below(unit: UnitOnDay, line: set[int], day: date) -> list[Branch]:
    return _branches(children_as_of(unit.id, day), unit.code, line, day)
