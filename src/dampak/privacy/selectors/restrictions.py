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


def restrictions_from(request: PrivacyRequest) -> Sequence[DatedRestriction]:
    """What came of a request: of the record, and of an account that does not lead to it."""
    made = (request.restriction, request.account_restriction)
    return [each for each in made if each is not None]


def restriction_from(request: PrivacyRequest) -> DatedRestriction | None:
    """What came of a request, whether it still stands or not."""
    return next(iter(restrictions_from(request)), None)
