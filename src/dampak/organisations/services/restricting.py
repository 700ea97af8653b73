"""Restrict what is done with somebody's data, and lift that again."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from dampak.audit.services import record
from dampak.foundation.text import gettext_noop
from dampak.organisations.models import Person, Restriction, RestrictionKind
from dampak.organisations.restricting import restriction_of
from dampak.organisations.services.refusals import CannotPost


@transaction.atomic
def restrict_person(
    person: Person, kind: RestrictionKind, *, until: date | None, by: str, at: datetime
) -> Restriction:
    """From now on, to a last day or until it is lifted, the data of a person are only kept."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    made = Restriction.objects.create(person=person, kind=kind, since=at, until=until, set_by=by)
    record("person.restricted", by=by, at=at, subject=person, kind=str(kind),
           until=until.isoformat() if until else "")  # fmt: skip
    return made


@transaction.atomic
def lift_from_person(restriction: Restriction, *, because: str, by: str, at: datetime) -> None:
    """Lift it, with the reason; lifted twice it is lifted once."""
    standing = Restriction.objects.filter(pk=restriction.pk, lifted_at=None)
    if standing.update(lifted_at=at, lifted_by=by, lifted_because=because):
        record("person.unrestricted", by=by, at=at, subject=restriction.person, because=because)


def refuse_restricted(person: Person, *, by_steward: bool, at: datetime) -> None:
    """Nobody changes what is restricted but who also answers for people's data there."""
    found = None if by_steward else restriction_of(person, on=localdate(at))
    if found is not None:
        raise CannotPost(
            gettext_noop(
                "Since %(since)s the data of this person are restricted at their own wish "
                "(UU 27/2022), so they are kept as they are. Ask the data steward, who can lift "
                "the restriction, or an administrator over this unit, who may change them even so."
            ),
            since=localdate(found.since),
        )
