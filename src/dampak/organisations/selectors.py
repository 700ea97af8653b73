"""Questions about people and units, now and on a day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from dampak.organisations.models import Person, PositionKind, Posting, Unit, UnitSpell
from dampak.organisations.nip import check_nip, keyring
from dampak.organisations.paths import AFTER_ALL, paths_above
from dampak.organisations.ranks import rank_group

AT_ONCE = 500  # units asked for together
PAGE = 50
LAST_LETTER = "\U0010ffff"
BY_NAME, BY_UNIT = ("sort_name", "id"), ("unit_path", "sort_name", "id")


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
    last = _order_of(Person.objects.all(), after, BY_NAME)
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


def people_below(path: str, *, after: str = "", size: int = PAGE) -> PeoplePage:
    """The next people in a unit and below it, unit by unit and then by name.

    The rest of the last unit is asked for first, and then what follows it: each question begins
    at its own place in the index, however far into a nation that is.
    """
    last = _order_of(Person.objects.within([path]), after, BY_UNIT)
    if last is None:
        found = list(Person.objects.within([path]).order_by(*BY_UNIT)[: size + 1])
    else:
        here, name, _ = last
        there = Person.objects.filter(unit_path=here, sort_name__gte=name)
        found = list(_following(there, BY_NAME, last[1:])[: size + 1])
        later = Person.objects.filter(unit_path__gt=here, unit_path__lt=path + AFTER_ALL)
        found += later.order_by(*BY_UNIT)[: size + 1 - len(found)]
    return PeoplePage(people=found[:size], has_more=len(found) > size)


def people_named(
    people: QuerySet[Person], start: str, *, after: str = "", by_unit: bool, size: int = PAGE
) -> PeoplePage:
    """People whose name starts so, capitals aside.

    Among the people of few units they come ``by_unit``, since that index then holds them all;
    among many, by name.
    """
    key = "".join(each.lower() if each.isascii() else each for each in start.strip())
    named = people.filter(sort_name__lt=key + LAST_LETTER)
    order = BY_UNIT if by_unit else BY_NAME
    last = _order_of(people, after, order)
    # By name the last one seen is where to begin; before it lies all that was shown already.
    named = named.filter(sort_name__gte=key if last is None or by_unit else last[0])
    found = list(_following(named, order, last)[: size + 1])
    return PeoplePage(people=found[:size], has_more=len(found) > size)


def person_by_nip(people: QuerySet[Person], cell: str, *, on: date) -> Person | None:
    """Who among the people has, or had, this number."""
    digits = check_nip(cell, on=on).digits
    if digits is None:
        return None
    key = keyring().key_of(digits)
    now = people.filter(nip_key=key).first()
    return now or people.filter(former_numbers__nip_key=key).first()


def _following(
    people: QuerySet[Person], order: tuple[str, ...], last: tuple[Any, ...] | None
) -> QuerySet[Person]:
    """The people in an order, after one of them."""
    if last is not None:
        people = people.filter(TupleGreaterThan(Tuple(*map(F, order)), last))
    return people.order_by(*order)


def _order_of(
    people: QuerySet[Person], public_id: str, order: tuple[str, ...]
) -> tuple[Any, ...] | None:
    """Where one of the people stands in an order; None if none of them is named."""
    if not public_id:
        return None
    return people.filter(public_id=public_id).values_list(*order).first()


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
