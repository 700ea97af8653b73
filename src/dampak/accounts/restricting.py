"""Restrict the data of somebody who has an account, and of the record that it is tied to."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from dampak.accounts.models import AccountRestriction, User
from dampak.audit.services import record
from dampak.organisations.models import DatedRestriction, Person, Restriction, RestrictionKind
from dampak.organisations.restricting import restriction_of
from dampak.organisations.services.restricting import lift_from_person, restrict_person


def restriction_behind(user: User, *, on: date) -> DatedRestriction | None:
    """What stands for somebody with an account: of their record, or of the account alone."""
    of_record = restriction_of(user.person, on=on) if user.person else None
    own = AccountRestriction.objects.standing(on=on).filter(user=user).order_by("since")
    return of_record or own.first()


def restrictions_of_record_alone(user: User, *, on: date) -> QuerySet[Restriction]:
    """What stands for the record of somebody, whatever stands for this account."""
    of_record = Restriction.objects.standing(on=on).filter(person=user.person_id or 0)
    return of_record.exclude(of_account__user=user).order_by("since")


@transaction.atomic
def restrict_account(
    user: User, kind: RestrictionKind, *, until: date | None, by: str, at: datetime
) -> AccountRestriction:
    """From now on, to a last day or until it is lifted, the data of an account are only kept."""
    user = User.objects.select_for_update().get(pk=user.pk)
    made = AccountRestriction.objects.create(user=user, kind=kind, since=at, until=until, set_by=by)
    record("account.restricted", by=by, at=at, subject=user, kind=str(kind),
           until=until.isoformat() if until else "")  # fmt: skip
    if user.person is not None:  # tied in the very moment
        _reach(made, user.person, by=by, at=at)
    return made


@transaction.atomic
def lift_from_account(
    restriction: AccountRestriction, *, because: str, by: str, at: datetime
) -> None:
    """Lift it, with the reason, from the record too; lifted twice it is lifted once."""
    standing = AccountRestriction.objects.filter(pk=restriction.pk, lifted_at=None)
    if standing.update(lifted_at=at, lifted_by=by, lifted_because=because):
        record("account.unrestricted", by=by, at=at, subject=restriction.user, because=because)
        _leave(restriction, because=because, by=by, at=at)


def restrict_record_too(user: User, person: Person, *, by: str, at: datetime) -> int:
    """What stands for an account holds for the record that it is tied to; says how much stands.

    Else reminders and surveys, which go to records, would reach who asked that nothing be done.
    """
    standing = AccountRestriction.objects.standing(on=localdate(at)).filter(user=user)
    for each in standing:
        _reach(each, person, by=by, at=at)
    return len(standing)


def leave_record_free(user: User, *, because: str, by: str, at: datetime) -> None:
    """Untied, the account keeps its restriction; the record, perhaps another's, is as before."""
    for each in AccountRestriction.objects.filter(user=user, on_record__isnull=False):
        _leave(each, because=because, by=by, at=at)


def _reach(found: AccountRestriction, person: Person, *, by: str, at: datetime) -> None:
    kind = RestrictionKind(found.kind)
    found.on_record = restrict_person(person, kind, until=found.until, by=by, at=at)
    found.save(update_fields=["on_record"])


def _leave(found: AccountRestriction, *, because: str, by: str, at: datetime) -> None:
    held = AccountRestriction.objects.select_related("on_record").get(pk=found.pk).on_record
    if held is not None:
        lift_from_person(held, because=because, by=by, at=at)
