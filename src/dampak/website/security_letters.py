"""Who writes when something happened to an account: the room of messages."""

from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localtime

from dampak.accounts.models import User
from dampak.accounts.signing_in.telling import Event
from dampak.messaging.services import send
from dampak.website.notices import LETTERS


def tell(user: User, event: Event, *, at: datetime) -> None:
    """One letter for one event; the same event twice in a moment is one letter."""
    moment = f"{localtime(at):%d.%m.%Y %H.%M %Z}"
    told = {"moment": moment, "link": reverse("mfa_index")}
    send(user, LETTERS[event], told, key=f"signing-in.{event}:{user.pk}:{at:%Y%m%d%H%M%S}", at=at)
