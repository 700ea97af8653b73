"""Restrict the data of somebody who has an account and no record of staff."""

from datetime import date, datetime

from django.db import transaction

from dampak.accounts.models import AccountRestriction, User
from dampak.audit.services import record
from dampak.organisations.models import DatedRestriction, RestrictionKind
from dampak.organisations.restricting import restriction_of


def restriction_behind(user: User, *, on: date) -> DatedRestriction | None:
    """What stands for somebody with an account: of their record, or of the account alone."""
    of_record = restriction_of(user.person, on=on) if user.person else None
    own = AccountRestriction.objects.standing(on=on).filter(user=user).order_by("since")
    return of_record or own.first()


@transaction.atomic
def restrict_account(
    user: User, kind: RestrictionKind, *, until: date | None, by: str, at: datetime
) -> AccountRestriction:
    """From now on, to a last day or until it is lifted, the data of an account are only kept."""
    user = User.objects.select_for_update().get(pk=user.pk)
    made = AccountRestriction.objects.create(user=user, kind=kind, since=at, until=until, set_by=by)
    record("account.restricted", by=by, at=at, subject=user, kind=str(kind),
           until=until.isoformat() if until else "")  # fmt: skip
    return made


@transaction.atomic
def lift_from_account(
    restriction: AccountRestriction, *, because: str, by: str, at: datetime
) -> None:
    """Lift it, with the reason; lifted twice it is lifted once."""
    standing = AccountRestriction.objects.filter(pk=restriction.pk, lifted_at=None)
    if standing.update(lifted_at=at, lifted_by=by, lifted_because=because):
        record("account.unrestricted", by=by, at=at, subject=restriction.user, because=because)
