"""Questions about units as they stood on a day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import QuerySet

from dampak.organisations.models import Unit, UnitSpell
from dampak.organisations.selectors.days import on_day

AT_ONCE = 500  # units asked for together
Key = TypeVar("Key", int, str)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOnDay:
    """A unit as it was on a day."""

    id: int
    code: str
    name: str
    kind: str
    region_code: str
    parent_id: int | None


def tree_as_of(day: date) -> list[UnitOnDay]:
    """All units that stood on a day, by code."""
    return list(_units(UnitSpell.objects.filter(on_day(day)).order_by("unit__code")))


def units_as_of(units: QuerySet[Unit], day: date) -> list[UnitOnDay]:
    """Those of the units that stood on a day, as they were then; by name."""
    spells = UnitSpell.objects.filter(on_day(day), unit__in=units)
    return list(_units(spells.order_by("name", "unit__code")))


def children_as_of(unit_id: int | None, day: date) -> list[UnitOnDay]:
    """The units directly below one, or at the top, on a day; by name."""
    spells = UnitSpell.objects.filter(on_day(day), parent=unit_id)
    return list(_units(spells.order_by("name", "unit__code")))


def subtree_as_of(unit: Unit, day: date) -> list[UnitOnDay]:
    """A unit and all that stood below it on a day, by code; nothing if it did not stand then."""
    found = list(_units(UnitSpell.objects.filter(on_day(day), unit=unit)))
    level = found
    while level:
        below = [
            each
            for some in in_runs([each.id for each in level])
            for each in _units(UnitSpell.objects.filter(on_day(day), parent__in=some))
        ]
        found, level = found + below, below
    return sorted(found, key=lambda each: each.code)


def inner_units(units: Iterable[UnitOnDay], day: date) -> set[int]:
    """Which of the units had others below them on the day."""
    found: set[int] = set()
    for some in in_runs([each.id for each in units]):
        spells = UnitSpell.objects.filter(on_day(day), parent__in=some)
        found |= set(spells.values_list("parent_id", flat=True).distinct())
    return found


def ancestors_as_of(unit: Unit, day: date) -> list[UnitOnDay]:
    """What stood above a unit on a day, from the top down, and the unit itself."""
    line: list[UnitOnDay] = []
    here: int | None = unit.pk
    while here is not None:
        standing = next(_units(UnitSpell.objects.filter(on_day(day), unit=here)), None)
        if standing is None:
            break
        line.insert(0, standing)
        here = standing.parent_id
    return line


def in_runs(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """The numbers or codes of units, as many at a time as one question holds."""
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def _units(spells: QuerySet[UnitSpell]) -> Iterator[UnitOnDay]:
    columns = ("unit_id", "unit__code", "name", "kind", "region_code", "parent_id")
    for id_, code, name, kind, region_code, parent_id in spells.values_list(*columns):
        yield UnitOnDay(
            id=id_,
            code=code,
            name=name,
            kind=kind,
            region_code=region_code,
            parent_id=parent_id,
        )
