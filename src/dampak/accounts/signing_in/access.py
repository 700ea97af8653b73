"""Whose door an administrator may look after: of people who lie wholly within their scope."""

from django.http import Http404

from dampak.accounts.access import Permission, Scope, held_by, scope_of
from dampak.accounts.models import User
from dampak.accounts.signing_in.models import Lock, LockQuerySet

MOST = 200  # locks that stand at one time; more of them is an attack and shown from its newest


def account_in_care(administrator: User, number: int) -> User:
    """The account, if every role of it lies within the administrator's scope; else there is none.

    Who looks after one office cannot take the second step away from somebody who rules over more.
    """
    scope = scope_of(administrator, Permission.MANAGE_ACCOUNTS)
    user = User.objects.filter(pk=number).first()
    if user is None or not _covers(scope, user):
        raise Http404
    return user


def lock_in_care(administrator: User, number: int) -> Lock:
    """The lock, under the same rule; locks of unknown names and of networks belong to the whole."""
    lock = Lock.objects.select_related("user").filter(pk=number).first()
    scope = scope_of(administrator, Permission.MANAGE_ACCOUNTS)
    if lock is None or not (scope.everything or (lock.user and _covers(scope, lock.user))):
        raise Http404
    return lock


def locks_in_care(administrator: User, locks: LockQuerySet) -> list[Lock]:
    """Of some locks those that this administrator may open."""
    scope = scope_of(administrator, Permission.MANAGE_ACCOUNTS)
    found = locks.select_related("user").order_by("-began_at")
    if scope.everything:
        return list(found[:MOST])
    known = found.exclude(user=None)[:MOST]
    return [each for each in known if each.user and _covers(scope, each.user)]


def _covers(scope: Scope, user: User) -> bool:
    if scope.everything:
        return True
    units = [each.unit for each in held_by(user)]
    return bool(units) and all(unit is not None and scope.covers(unit.path) for unit in units)
