"""Answer requests for deletion by the deed itself, while there is still an address to write to."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from dampak.audit.services import record
from dampak.messaging.services import send
from dampak.privacy.models import Asked, Outcome, PrivacyRequest
from dampak.privacy.notices import ANSWERED
from dampak.privacy.selectors.proving import doubt_about
from dampak.privacy.selectors.whose import Subject


def fulfilled_too(request: PrivacyRequest, subject: Subject) -> Sequence[PrivacyRequest]:
    """What else somebody asked of the same: that they be deleted, and they proved who they are.

    Not what was asked with an account that stays: there is still something to delete by that.
    """
    waiting = subject.requests().filter(
        asked=Asked.DELETION, answered_at=None, identified_at__isnull=False, person=subject.person
    )
    gone = {None, *(each.pk for each in subject.accounts)}
    others = waiting.exclude(pk=request.pk).order_by("pk")
    return [
        each
        for each in others
        if each.user_id in gone and _proves_itself(each) and doubt_about(each) is None
    ]


def _proves_itself(request: PrivacyRequest) -> bool:
    """Not one of a stranger without a record, who may have written somebody else's address."""
    return bool(request.person_id or request.user_id or request.reach_proved_by)


def answer_by_deed(
    request: PrivacyRequest,
    *,
    others: Iterable[PrivacyRequest] = (),
    words: str,
    address: str,
    by: str,
    at: datetime,
) -> None:
    """The deed is the answer; a last letter goes where the person could be reached before."""
    _answer(request, words=words, address=address or request.reach, by=by, at=at)
    for each in others:
        _answer(each, words=words, address=each.reach or address, by=by, at=at)


def _answer(request: PrivacyRequest, *, words: str, address: str, by: str, at: datetime) -> None:
    waiting = PrivacyRequest.objects.filter(pk=request.pk, answered_at=None)
    answered = waiting.update(outcome=Outcome.PARTLY, answer=words, answered_at=at, answered_by=by)
    if answered:
        record("privacy.answered", by=by, at=at, subject=request, outcome=str(Outcome.PARTLY))
    if address:
        blanks = {
            "number": str(request.pk),
            "name": "Bapak/Ibu",
            "link": reverse("privacy:notices"),
        }
        send(address, ANSWERED, blanks, key=f"privacy-erased:{request.pk}", at=at,
             language=request.language or settings.LANGUAGE_CODE)  # fmt: skip
