"""What stands for somebody, and what came of a request."""

from collections.abc import Sequence
from datetime import date

from dampak.accounts.models import AccountRestriction, User
from dampak.organisations.models import DatedRestriction, Restriction
from dampak.privacy.models import PrivacyRequest


def restrictions_of(user: User, *, on: date) -> Sequence[DatedRestriction]:
    """Everything that stands on a day for whoever has this account, the first one first."""
    of_account = AccountRestriction.objects.standing(on=on).filter(user=user)
    of_record = Restriction.objects.standing(on=on).filter(person=user.person_id or 0)
    return sorted([*of_account, *of_record], key=lambda each: each.since)


def restrictions_from(request: PrivacyRequest) -> Sequence[DatedRestriction]:
    """What came of a request: of the record, and of an account that does not lead to it."""
    made = (request.restriction, request.account_restriction)
    return [each for each in made if each is not None]


def restriction_from(request: PrivacyRequest) -> DatedRestriction | None:
    """What came of a request, whether it still stands or not."""
    return next(iter(restrictions_from(request)), None)
