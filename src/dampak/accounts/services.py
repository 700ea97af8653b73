"""Deeds round signing in."""

from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

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


@transaction.atomic
def open_account(
    username: str, *, password: str, role: Role, by: str, at: datetime, name: str = ""
) -> tuple[User, bool]:
    """Give somebody a sign-in, or a new password and role; says whether the account is new.

    Raises Django's `ValidationError` if the name or the password will not do.
    """
    known = User.objects.select_for_update().filter(username=username).first()
    user = known or User(username=username, first_name=name)
    user.role = role
    user.set_password(password)
    validate_password(password, user)
    user.full_clean()
    user.save()
    record("account.renewed" if known else "account.opened", by=by, at=at, subject=user, role=role)
    return user, known is None
