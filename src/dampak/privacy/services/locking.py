"""Hold a request with the account it was asked by, so that no tie changes while a deed is done."""

from django.db.models import Q

from dampak.accounts.models import User
from dampak.organisations.models import Person
from dampak.privacy.models import PrivacyRequest


def locked_account(user: User) -> User:
    """An account as it is now, held with its record, in the order in which a tie holds both."""
    _lock_people(Q(accounts=user.pk))
    return User.objects.select_for_update().get(pk=user.pk)


def locked(request: PrivacyRequest, *, choosing: Person | None = None) -> PrivacyRequest:
    """A request as it is now, held with its account and the records of both, or one to choose."""
    seen = PrivacyRequest.objects.get(pk=request.pk)
    chosen = choosing.pk if choosing else None
    _lock_people(Q(pk__in=[seen.person_id or 0, chosen or 0]) | Q(accounts=seen.user_id or 0))
    list(User.objects.select_for_update().filter(pk=seen.user_id or 0))
    return PrivacyRequest.objects.select_for_update().get(pk=seen.pk)


def _lock_people(wanted: Q) -> None:
    numbers = Person.objects.filter(wanted).values("pk")
    list(Person.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))
