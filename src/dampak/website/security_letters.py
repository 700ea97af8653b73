"""Who writes about accounts and looks after forgotten passwords: the rooms of messages and jobs."""

from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localtime

from dampak.accounts.models import User
from dampak.accounts.signing_in.mailed_links import LASTS
from dampak.accounts.signing_in.telling import Event, Handed, Tie
from dampak.jobs.scheduling import wake as wake_task
from dampak.messaging.services import send
from dampak.organisations.models import Person
from dampak.website.notices import HANDED, LETTERS, TIE_TO_ACCOUNT, TIE_TO_RECORD

ANSWERING = "signing-in.answer-forgotten"


def tell(user: User, event: Event, *, at: datetime) -> None:
    """One letter for one event; the same event twice in a moment is one letter."""
    told = {"moment": _moment(at), "link": reverse("mfa_index")}
    send(user, LETTERS[event], told, key=f"signing-in.{event}:{user.pk}:{at:%Y%m%d%H%M%S}", at=at)


def tell_of_tie(user: User, person: Person, what: Tie, *, at: datetime) -> None:
    """Two letters: into the inbox of the account, and to where the record says."""
    key = f"signing-in.{what}:{user.pk}:{person.pk}:{at:%Y%m%d%H%M%S}"
    told = {"moment": _moment(at)}
    send(user, TIE_TO_ACCOUNT[what], told | {"link": reverse("privacy:own")}, key=key, at=at)
    told |= {"username": user.username, "link": reverse("privacy:ask")}
    send(person, TIE_TO_RECORD[what], told, key=f"{key}:record", at=at)


def hand_over(
    user: User, what: Handed, *, address: str, key: str, language: str, at: datetime, link: str
) -> None:
    """To an address and nowhere else: neither into an inbox nor to what a record holds."""
    told = {"name": str(user), "username": user.username, "until": _moment(at + LASTS)}
    told |= {"link": link} if link else {}
    send(address, HANDED[what], told, key=f"handed.{what}:{key}", at=at, language=language)


def wake(*, at: datetime) -> None:
    """Let the task that answers forgotten passwords come now."""
    wake_task(ANSWERING, at=at)


def _moment(at: datetime) -> str:
    return f"{localtime(at):%d.%m.%Y %H.%M %Z}"
