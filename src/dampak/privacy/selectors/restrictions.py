"""What stands for somebody, and what came of a request."""

from collections.abc import Sequence
from datetime import date

from dampak.accounts.models import AccountRestriction, User
from dampak.accounts.restricting import restrictions_of_record_alone
from dampak.organisations.models import DatedRestriction
from dampak.privacy.models import PrivacyRequest


def restrictions_of(user: User, *, on: date) -> Sequence[DatedRestriction]:
    """Each wish that stands on a day for whoever has this account, the first one first."""
    of_account = AccountRestriction.objects.standing(on=on).filter(user=user)
    of_record = restrictions_of_record_alone(user, on=on)
    return sorted([*of_account, *of_record], key=lambda each: each.since)


def liftable_by(user: User, *, on: date) -> Sequence[DatedRestriction]:
    """Those of them that signing in suffices to lift: of the account, or asked for with it.

    Against what else stands for the record the account proves nothing, as it may be tied to the
    wrong person: a steward lifts that, having seen the identity card. So a wrong tie frees nobody's
    data, and untying has nothing to put back.
    """
    asked = PrivacyRequest.objects.filter(user=user, restriction__isnull=False)
    with_account = set(asked.values_list("restriction", flat=True))
    return [
        each
        for each in restrictions_of(user, on=on)
        if isinstance(each, AccountRestriction) or each.pk in with_account
    ]


def restrictions_from(request: PrivacyRequest) -> Sequence[DatedRestriction]:
    """What came of a request: of the record, and of an account that does not lead to it."""
    made = (request.restriction, request.account_restriction)
    return [each for each in made if each is not None]


def restriction_from(request: PrivacyRequest) -> DatedRestriction | None:
    """What came of a request, whether it still stands or not."""
    return next(iter(restrictions_from(request)), None)
