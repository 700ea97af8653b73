"""What every page shows round its own content."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from dampak.accounts.models import User
from dampak.messaging.selectors import n_unread
from dampak.website.evidence.notes import notes_on_served_data

THEMES = ("light", "dark")


def _n_unread(request: HttpRequest) -> int:
    return n_unread(request.user) if isinstance(request.user, User) else 0


def layout(request: HttpRequest) -> dict[str, Any]:
    """The reader's theme, kept in a cookie so that the first byte already has the right colours.

    Who has not chosen follows the system, as far as a script may ask it.
    """
    chosen = request.COOKIES.get("theme", "")
    return {
        "theme": chosen if chosen in THEMES else THEMES[0],
        "theme_was_chosen": chosen in THEMES,
        "notes_on_data": SimpleLazyObject(notes_on_served_data),
        "n_unread": SimpleLazyObject(partial(_n_unread, request)),
    }
