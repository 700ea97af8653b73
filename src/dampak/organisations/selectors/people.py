"""People found by name or number, and listed a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from dampak.organisations.models import Person, Posting
from dampak.organisations.nip import check_nip, keyring
from dampak.organisations.paths import AFTER_ALL

PAGE = 50
LAST_LETTER = "\U0010ffff"
BY_NAME, BY_UNIT = ("sort_name", "id"), ("unit_path", "sort_name", "id")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """Some of the people of a list, and whether there are more after them."""

    people: Sequence[Person]
    has_more: bool

    @property
    def after(self) -> str:
        """By what the next page is asked for; it says nothing about anybody."""
        return self.people[-1].public_id if self.has_more else ""


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
