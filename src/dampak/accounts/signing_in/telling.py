"""Letters about one's own account. The rooms of messages and jobs lie above: settings name them."""

from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.utils.module_loading import import_string

from dampak.accounts.models import User
from dampak.organisations.models import Person


class Event(StrEnum):
    """What somebody should hear of, in case that it was not they."""

    FACTOR_ADDED = "factor-added"
    FACTOR_REMOVED = "factor-removed"
    CODES_RENEWED = "codes-renewed"
    CODE_USED = "recovery-code-used"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - a name, not a password
    PASSWORD_RESET = "password-reset"  # noqa: S105 - a name, not a password
    LOCKED = "locked"
    ADDRESS_CHANGED = "address-changed"


class Handed(StrEnum):
    """What goes to one address and nowhere else, because whoever reads it may open something."""

    RESET = "reset"
    NO_PASSWORD = "no-password"  # noqa: S105 - a name, not a password
    GOVERNMENT = "government-sign-in"
    ADDRESS = "address"
    ADDRESS_LEFT = "address-left"


class Tie(StrEnum):
    """What was said of whose account it is: it decides what is shown to who signs in."""

    TIED = "tied"
    UNTIED = "untied"


def tell(user: User, event: Event, *, at: datetime) -> None:
    """Write to whoever owns the account."""
    import_string(settings.SECURITY_LETTERS)(user, event, at=at)


def tell_of_tie(user: User, person: Person, what: Tie, *, at: datetime) -> None:
    """Write to the account and to the address of the record, while the two are apart."""
    import_string(settings.TIE_LETTERS)(user, person, what, at=at)


def hand_over(
    user: User, what: Handed, *, address: str, key: str, language: str, at: datetime, link: str = ""
) -> None:
    """Write to an address; ``link`` is a path of this site, and ``key`` makes one letter of two."""
    write = import_string(settings.HANDED_LETTERS)
    write(user, what, address=address, key=key, language=language, at=at, link=link)


def end_tokens(user: User, *, at: datetime) -> None:
    """Let API tokens of the account open nothing any more; they live in a room above."""
    import_string(settings.TOKENS_AFTER_RESET)(user, at=at)


def wake_worker(*, at: datetime) -> None:
    """Somebody forgot a password: a worker may look whose it is."""
    import_string(settings.FORGOTTEN_PASSWORDS)(at=at)
