"""Whose door an administrator may look after: of people who lie wholly within their scope."""

from django.http import Http404
from django.utils.timezone import localdate

from dampak.accounts.access import Permission, scope_of
from dampak.accounts.managing.reach import looks_after
from dampak.accounts.models import User
from dampak.accounts.signing_in.models import Lock, LockQuerySet

MOST = 200  # locks that stand at one time; more of them is an attack and shown from its newest


def account_in_care(administrator: User, number: int) -> User:
    """The account, if the administrator looks after all of it; otherwise there is none.

    Who looks after one office cannot take the second step away from somebody who rules over more.
    """
    user = User.objects.filter(pk=number).first()
    if user is None or not looks_after(administrator, user, on=localdate()):
        raise Http404
    return user


def lock_in_care(administrator: User, number: int) -> Lock:
    """The lock, under the same rule; locks of unknown names and of networks belong to the whole."""
    lock = Lock.objects.select_related("user").filter(pk=number).first()
    if lock is None or not (_sees_all(administrator) or _is_of_ones_own(lock, administrator)):
        raise Http404
    return lock


def locks_in_care(administrator: User, locks: LockQuerySet) -> list[Lock]:
    """Of some locks those that this administrator may open."""
    found = locks.select_related("user").order_by("-began_at")
    if _sees_all(administrator):
        return list(found[:MOST])
    known = found.exclude(user=None)[:MOST]
    return [each for each in known if _is_of_ones_own(each, administrator)]


def _sees_all(administrator: User) -> bool:
    return scope_of(administrator, Permission.MANAGE_ACCOUNTS).everything


def _is_of_ones_own(lock: Lock, administrator: User) -> bool:
    return lock.user is not None and looks_after(administrator, lock.user, on=localdate())
