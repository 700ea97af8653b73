"""The account, or its record of staff, if you may; otherwise it does not exist for you."""

from django.shortcuts import get_object_or_404

from dampak.accounts.access import Permission, scope_of
from dampak.accounts.managing.selectors import accounts_within
from dampak.accounts.models import User
from dampak.organisations.models import Person


def account_for(administrator: User, number: int) -> User:
    """The account with a number; a 404 if it is of no concern to you."""
    seen = accounts_within(scope_of(administrator, Permission.MANAGE_ACCOUNTS))
    return get_object_or_404(seen.select_related("person"), pk=number)


def record_behind(user: User, *, seen_by: User) -> Person | None:
    """The record of staff of an account, if whoever looks may know of it."""
    person = user.person
    scope = scope_of(seen_by, Permission.MANAGE_ACCOUNTS)
    return person if person is not None and scope.covers(person.unit_path) else None
