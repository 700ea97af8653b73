"""The unit or person, if you may; otherwise they do not exist for you."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from dampak.accounts.access import Permission, scope_of
from dampak.accounts.models import User
from dampak.organisations.models import Person, Unit


def units_for(user: User, permission: Permission) -> QuerySet[Unit]:
    """The units over which somebody has a right."""
    return scope_of(user, permission).narrow(Unit.objects.all(), "path")


def people_for(user: User, permission: Permission) -> QuerySet[Person]:
    """The people over whom somebody has a right."""
    return scope_of(user, permission).narrow(Person.objects.all(), "unit_path")


def unit_for(user: User, code: str, permission: Permission) -> Unit:
    """The unit with a code; a 404 if there is none that concerns you."""
    return get_object_or_404(units_for(user, permission).select_related("parent"), code=code)


def person_for(user: User, public_id: str, permission: Permission) -> Person:
    """A person; a 404 if they are of no concern to you."""
    return get_object_or_404(people_for(user, permission), public_id=public_id)
