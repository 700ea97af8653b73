"""Whose data are restricted: the one place that says so, for everybody who shows or uses them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from dampak.organisations.models import Person, Restriction


def restriction_of(person: Person, *, on: date) -> Restriction | None:
    """What stands on a day; the first of several, since all say the same to others."""
    return Restriction.objects.standing(on=on).filter(person=person).order_by("since").first()


def restricted_among(people: Iterable[Person], *, on: date) -> frozenset[int]:
    """Which of the people they are, by their numbers."""
    standing = Restriction.objects.standing(on=on).filter(person__in=list(people))
    return frozenset(standing.values_list("person_id", flat=True))


def restricted_people(*, on: date) -> QuerySet[Restriction, int]:
    """The numbers of all of them, to be left out of a question about people."""
    return Restriction.objects.standing(on=on).values_list("person_id", flat=True)
