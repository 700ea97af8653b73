"""Questions about posts: who holds which on a day, and who may lead whom."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from dampak.organisations.models import Person, PositionKind, Posting, Unit
from dampak.organisations.paths import paths_above
from dampak.organisations.selectors.days import on_day


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
