"""Whose lines somebody may ask for, and how that is written into the book in turn.

The book keeps for good what stands in it, also of people whose data are blanked elsewhere: words
that were typed into a search, such as a NIP or the name of a person, may not get there.
"""

from typing import Final

from dampak.accounts.models import User
from dampak.audit.selectors import Asked, Place, leaf
from dampak.audit_book.vocabulary.values import ACTORS

WITHOUT_ACCOUNT: Final = "somebody without an account"


def is_known(name: str) -> bool:
    """Whether somebody signs in with this name, or lines of the book are theirs."""
    return _signs_in(name) or bool(leaf(Asked(who=name), Place(), most=1).lines)


def who_noted(name: str) -> str:
    """Whose lines were asked for, as the book may say it: an account, or the system by its word."""
    return name if not name or name in ACTORS or _signs_in(name) else WITHOUT_ACCOUNT


def _signs_in(name: str) -> bool:
    return User.objects.filter(username=name).exists()
