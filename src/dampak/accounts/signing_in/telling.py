"""Letters about one's own account. The room of messages lies above: settings say who writes."""

from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.utils.module_loading import import_string

from dampak.accounts.models import User


class Event(StrEnum):
    """What somebody should hear of, in case that it was not they."""

    FACTOR_ADDED = "factor-added"
    FACTOR_REMOVED = "factor-removed"
    CODES_RENEWED = "codes-renewed"
    CODE_USED = "recovery-code-used"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - a name, not a password
    LOCKED = "locked"


def tell(user: User, event: Event, *, at: datetime) -> None:
    """Write to whoever owns the account."""
    import_string(settings.SECURITY_LETTERS)(user, event, at=at)
