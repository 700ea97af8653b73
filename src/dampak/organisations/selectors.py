"""Questions about people and units, now and on a day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from dampak.organisations.models import Person, PositionKind, Posting, Unit, UnitSpell
from dampak.organisations.nip import check_nip, keyring
from dampak.organisations.paths import paths_above
from dampak.organisations.ranks import rank_group

AT_ONCE = 500  # units asked for together
PAGE = 50
LAST_LETTER = "\U0010ffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOnDay:
    """A unit as it was on a day."""

    id: int
    code: str
    name: str
    kind: str
    region_code: str
    parent_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLine:
    """How many people of one sort a unit itself had on a day."""

    unit: UnitOnDay
    employment: str
    rank_group: str
    position_kind: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """Some of the people of a list, and whether there are more after them."""

    people: Sequence[Person]
    has_more: bool

    @property
    def after(self) -> str:
        """By what the next page is asked for; it says nothing about anybody."""
        return self.people[-1].public_id if self.has_more else ""


def on_day(day: date) -> Q:
    """The condition that something dated holds on the day."""
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


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
            for some in _in_runs([each.id for each in level])
            for each in _units(UnitSpell.objects.filter(on_day(day), parent__in=some))
        ]
        found, level = found + below, below
    return sorted(found, key=lambda each: each.code)


def inner_units(units: Iterable[UnitOnDay], day: date) -> set[int]:
    """Which of the units had others below them on the day."""
    found: set[int] = set()
    for some in _in_runs([each.id for each in units]):
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


def staff_report_as_of(day: date, *, units: Sequence[UnitOnDay]) -> list[StaffLine]:
    """How many people of which sort each unit itself had on a day, as it was known then and since.

    A later reorganisation changes nothing in it: it is counted from postings by their dates.
    """
    by_id = {unit.id: unit for unit in units}
    counts: dict[tuple[int, str, str, str], int] = {}
    for some in _in_runs(list(by_id)):
        rows = (
            Posting.objects.filter(on_day(day), unit__in=some)
            .values_list("unit_id", "employment", "rank", "position_kind")
            .annotate(people=Count("id"))
            .order_by()
        )
        for unit_id, employment, rank, position_kind, people in rows:
            key = (unit_id, employment, rank_group(employment, rank), position_kind)
            counts[key] = counts.get(key, 0) + people
    lines = [
        StaffLine(
            unit=by_id[key[0]],
            employment=key[1],
            rank_group=key[2],
            position_kind=key[3],
            people=people,
        )
        for key, people in counts.items()
    ]
    return sorted(
        lines,
        key=lambda each: (each.unit.code, each.employment, each.rank_group, each.position_kind),
    )


def postings_page(
    postings: QuerySet[Posting], *, after: str = "", size: int = PAGE
) -> tuple[list[Posting], str]:
    """The next of some postings by name of the person, and by what the page after is asked for."""
    order = ("person__sort_name", "person_id")
    last = _order_of(after, ("sort_name", "id"))
    if last is not None:
        postings = postings.filter(TupleGreaterThan(Tuple(*map(F, order)), last))
    found = list(postings.select_related("person").order_by(*order)[: size + 1])
    has_more = len(found) > size
    return found[:size], found[size - 1].person.public_id if has_more else ""


def posts_of(people: Iterable[Person], day: date) -> dict[int, Posting]:
    """What each of the people holds on a day, by their number."""
    held = Posting.objects.filter(on_day(day), person__in=list(people)).select_related("unit")
    return {posting.person_id: posting for posting in held}


def supervisors_for(unit: Unit) -> QuerySet[Person]:
    """Who may lead somebody in a unit: those in a structural position there or above."""
    above = Unit.objects.filter(path__in=[*paths_above(unit.path), unit.path])
    held = Posting.objects.filter(
        unit__in=above, valid_to=None, position_kind=PositionKind.STRUCTURAL
    )
    return Person.objects.filter(pk__in=held.values("person")).order_by("unit_path", "sort_name")


def people_page(people: QuerySet[Person], *, after: str = "", size: int = PAGE) -> PeoplePage:
    """The next people of a list, unit by unit and then by name."""
    return _page(people, ("unit_path", "sort_name", "id"), after, size)


def people_named(
    people: QuerySet[Person], start: str, *, after: str = "", by_unit: bool, size: int = PAGE
) -> PeoplePage:
    """People whose name starts so, capitals aside.

    Among the people of few units they come ``by_unit``, since that index then holds them all;
    among many, by name.
    """
    key = start.strip().lower()
    named = people.filter(sort_name__gte=key, sort_name__lt=key + LAST_LETTER)
    order = ("unit_path", "sort_name", "id") if by_unit else ("sort_name", "id")
    return _page(named, order, after, size)


def person_by_nip(people: QuerySet[Person], cell: str, *, on: date) -> Person | None:
    """Who among the people has, or had, this number."""
    digits = check_nip(cell, on=on).digits
    if digits is None:
        return None
    key = keyring().key_of(digits)
    now = people.filter(nip_key=key).first()
    return now or people.filter(former_numbers__nip_key=key).first()


def _page(people: QuerySet[Person], order: tuple[str, ...], after: str, size: int) -> PeoplePage:
    last = _order_of(after, order)
    if last is not None:
        people = people.filter(TupleGreaterThan(Tuple(*map(F, order)), last))
    found = list(people.order_by(*order)[: size + 1])
    return PeoplePage(people=found[:size], has_more=len(found) > size)


def _order_of(public_id: str, order: tuple[str, ...]) -> tuple[Any, ...] | None:
    """Where somebody stands in a list; None if nobody is named."""
    if not public_id:
        return None
    return Person.objects.filter(public_id=public_id).values_list(*order).first()


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


def _in_runs(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
