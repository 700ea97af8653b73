"""Find people by the beginning of the name or the whole number, within what somebody may see."""

from datetime import date

from django.db.models import QuerySet

from dampak.accounts.scope import Scope
from dampak.organisations.models import Person, Unit
from dampak.organisations.selectors import PeoplePage, people_named, person_by_nip

# Up to so many units their people are looked through unit by unit, beyond it name by name.
FEW_UNITS = 2_000
A_PAGE = 50
MOST_DIGITS_IN_A_NAME = 8


def is_number(wanted: str) -> bool:
    """Whether somebody wrote a number, perhaps a wrong one, and not a name."""
    return sum(each.isdigit() for each in wanted) > MOST_DIGITS_IN_A_NAME


def find_people(
    scope: Scope,
    wanted: str,
    *,
    on: date,
    after: str = "",
    size: int = A_PAGE,
    among: QuerySet[Person] | None = None,
) -> PeoplePage:
    """The people of a scope who have, or had, this number, or whose name begins so."""
    people = scope.narrow(Person.objects.all() if among is None else among, "unit_path")
    if is_number(wanted):
        person = person_by_nip(people, wanted, on=on)
        return PeoplePage(people=[person] if person else [], has_more=False)
    units = scope.narrow(Unit.objects.all(), "path")[:FEW_UNITS].count()
    return people_named(people, wanted, after=after, by_unit=units < FEW_UNITS, size=size)
