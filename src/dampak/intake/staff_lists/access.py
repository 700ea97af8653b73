"""A list of staff, if everything it may fill is yours to manage; otherwise it does not exist."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from dampak.accounts.access import EVERYTHING, Permission, Scope, scope_of
from dampak.accounts.models import User
from dampak.organisations.importing.models import StaffImport
from dampak.organisations.importing.selectors import paths_of

A_PAGE = 30


def import_for(user: User, number: int) -> StaffImport:
    """The list with a number; a 404 where it reaches further than the reader's right."""
    scope = scope_of(user, Permission.MANAGE_PEOPLE)
    lists = StaffImport.objects.all() if scope.everything else _of_parts()
    found: StaffImport = get_object_or_404(lists, pk=number)
    return found if scope.holds(_scope(found)) else get_object_or_404(StaffImport.objects.none())


def imports_seen_by(user: User) -> list[StaffImport]:
    """The latest lists that somebody may see, the newest first."""
    scope = scope_of(user, Permission.MANAGE_PEOPLE)
    if scope.everything:
        return list(StaffImport.objects.all()[:A_PAGE])
    seen = (each for each in _of_parts()[: 10 * A_PAGE] if scope.holds(_scope(each)))
    return [each for each, _number in zip(seen, range(A_PAGE), strict=False)]


def _of_parts() -> QuerySet[StaffImport]:
    """Lists that may fill parts of the tree only."""
    return StaffImport.objects.filter(tops__isnull=False)


def _scope(found: StaffImport) -> Scope:
    paths = paths_of(found)
    return EVERYTHING if paths is None else Scope(paths=paths)
