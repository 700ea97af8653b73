"""Deeds round signing in."""

from datetime import datetime, timedelta

from dampak.accounts.models import Role, User
from dampak.audit.models import Entry
from dampak.audit.services import record

TRIES = 10
PAUSE = timedelta(minutes=15)


def note_failed_sign_in(username: str, *, at: datetime) -> None:
    """Write down that somebody tried this name with a wrong password."""
    record("sign-in.failed", by=username[:150], at=at)


def sign_in_is_paused(username: str, *, at: datetime) -> bool:
    """Whether this name was tried so often that guessing is more likely than forgetting.

    Counted by name and not by address: an office shares one address, a guesser has many.
    """
    tries = Entry.objects.filter(deed="sign-in.failed", by=username[:150], at__gt=at - PAUSE)
    return tries.count() >= TRIES


def open_account(
    username: str, *, password: str, role: Role, by: str, at: datetime, name: str = ""
) -> User:
    """Give somebody a sign-in."""
    user = User.objects.create_user(username, password=password, role=role, first_name=name)
    record("account.opened", by=by, at=at, subject=user, role=str(role))
    return user
