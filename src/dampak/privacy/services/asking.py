"""Hand in a request about one's data: with an account, or by the form for everybody."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from dampak.accounts.models import User
from dampak.audit.services import record
from dampak.foundation.text import Sentence
from dampak.messaging.services import send
from dampak.organisations.models import Person, Unit
from dampak.privacy.models import Asked, PrivacyRequest
from dampak.privacy.notices import RECEIVED
from dampak.privacy.selectors.proving import tie_behind
from dampak.privacy.services.locking import locked_account
from dampak.privacy.services.refusals import CannotAnswer

VISITOR = "(visitor)"
AN_HOUR, MOST_AN_HOUR = timedelta(hours=1), 30
A_DAY, MOST_A_DAY_OF_ONE = timedelta(days=1), 5


@transaction.atomic
def ask(
    user: User, asked: Asked, *, words: str, nonce: str, language: str, at: datetime
) -> PrivacyRequest:
    """Somebody who has signed in asks; who they are is proved by that. A nonce asks once."""
    known = PrivacyRequest.objects.filter(nonce=nonce, user=user).first()
    if known:
        return known
    user = locked_account(user)
    _refuse_many(user, at=at)
    told: dict[str, Any] = {"user": user, "person": user.person, "identified_at": at}
    told["rests_on_tie"] = tie_behind(user, user.person)
    told["unit"] = last_unit_of(user.person) if user.person else None
    made = _receive(nonce, asked, words=words, language=language, at=at, **told)
    record("privacy.asked", by=user.username, at=at, subject=made, asked=str(asked))
    send(user, RECEIVED, {"number": str(made.pk)}, key=f"privacy-received:{made.pk}", at=at,
         language=language)  # fmt: skip
    return made


@transaction.atomic
def ask_as_stranger(
    asked: Asked,
    *,
    called: str,
    reach: str,
    words: str,
    nonce: str,
    language: str,
    at: datetime,
) -> PrivacyRequest:
    """Somebody without an account asks. Who they are has to be proved at the office.

    At most so many are taken in an hour from everybody together: no address is remembered, and
    each one sends a letter.
    """
    known = PrivacyRequest.objects.filter(nonce=nonce).first()
    if known:
        return known
    lately = PrivacyRequest.objects.filter(user=None, received_at__gt=at - AN_HOUR)
    if lately[:MOST_AN_HOUR].count() >= MOST_AN_HOUR:
        raise CannotAnswer(
            Sentence("Very many questions came within this hour. Try again later, or come by.")
        )
    made = _receive(nonce, asked, words=words, language=language, at=at, called=called, reach=reach)
    record("privacy.asked", by=VISITOR, at=at, subject=made, asked=str(asked))
    context = {"number": str(made.pk), "name": called}
    send(reach, RECEIVED, context, key=f"privacy-received:{made.pk}", at=at, language=language)
    return made


def last_unit_of(person: Person) -> Unit | None:
    """Where somebody serves, or served last."""
    last = person.postings.select_related("unit").order_by("-valid_from").first()
    return last.unit if last else None


def _receive(nonce: str, asked: Asked, *, at: datetime, **told: Any) -> PrivacyRequest:
    made, _is_new = PrivacyRequest.objects.get_or_create(
        nonce=nonce, defaults={"asked": asked, "received_at": at, **told}
    )
    return made


def _refuse_many(user: User, *, at: datetime) -> None:
    today = PrivacyRequest.objects.filter(user=user, received_at__gt=at - A_DAY)
    if today.count() >= MOST_A_DAY_OF_ONE:
        raise CannotAnswer(
            Sentence(
                "You asked %(n)s times within a day. Those are being answered; please wait for "
                "that, or ask again tomorrow.",
                {"n": MOST_A_DAY_OF_ONE},
            )
        )
