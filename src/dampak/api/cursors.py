"""Where a list goes on: opaque, and signed, so that nobody asks for what no page pointed to."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "dampak.api.cursor"
SIGNATURE_LETTERS = 32
PATTERN = r"^[A-Za-z0-9_-]{2,800}\.[0-9a-f]{32}$"
Place = Sequence[str | int]


class NoSuchPage(Exception):
    """The cursor was not made here, or for another list."""


def cursor_to(place: Place, *, of: str) -> str:
    """The cursor behind the row that stands at ``place`` in the list called ``of``.

    ``of`` names the list with all its filters: a cursor of one list means nothing in another.
    """
    told = urlsafe_b64encode(json.dumps(list(place)).encode()).decode().rstrip("=")
    return f"{told}.{_signature(told, of)}"


def place_at(cursor: str, *, of: str) -> list[Any]:
    """The place a cursor of ours points to; raises `NoSuchPage` for any other."""
    told, _dot, signature = cursor.partition(".")
    if not constant_time_compare(signature, _signature(told, of)):
        raise NoSuchPage
    place: list[Any] = json.loads(urlsafe_b64decode(told + "=" * (-len(told) % 4)))
    return place


def _signature(told: str, of: str) -> str:
    signed = salted_hmac(SALT, f"{of}\n{told}", algorithm="sha256").hexdigest()
    return signed[:SIGNATURE_LETTERS]
