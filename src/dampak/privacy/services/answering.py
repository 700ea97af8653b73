"""Answer what people ask about their data."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from dampak.accounts.models import User
from dampak.audit.services import record
from dampak.foundation.text import Sentence
from dampak.messaging.services import send
from dampak.organisations.models import Person
from dampak.privacy.models import Asked, Outcome, PrivacyRequest
from dampak.privacy.notices import ANSWERED
from dampak.privacy.selectors.proving import doubt_about, tie_behind
from dampak.privacy.services.asking import last_unit_of
from dampak.privacy.services.locking import locked
from dampak.privacy.services.refusals import CannotAnswer, refuse_answered, refuse_doubtful
from dampak.privacy.services.restricting import restrict_as_asked


@transaction.atomic
def take_on(request: PrivacyRequest, *, by: User, at: datetime) -> None:
    """Say who answers it; taking it on twice changes nothing."""
    request = opened(request)
    if request.assigned_to_id == by.pk:
        return
    request.assigned_to = by
    request.save(update_fields=["assigned_to"])
    record("privacy.taken-on", by=by.username, at=at, subject=request)


@transaction.atomic
def identify(request: PrivacyRequest, *, person: Person | None, by: User, at: datetime) -> None:
    """Write down that somebody proved who they are, and whose record is meant.

    Who asked by an account without a record may be given one afterwards; another one only where
    the account was tied otherwise since, and none but that of the account while it has one. What
    left no choice rests on the tie, and falls with it.
    """
    request = opened(request, choosing=person)
    if request.identified_at and not doubt_about(request) and (request.person or not person):
        _refuse_other_than_written_down(request, person)
        return
    _refuse_other_than_of_account(request, person)
    request.identified_at, request.identified_by = at, by.username
    request.person, request.rests_on_tie = person, tie_behind(request.user, person)
    request.unit = last_unit_of(person) if person else request.unit
    request.save(update_fields=["identified_at", "identified_by", "person", "rests_on_tie", "unit"])
    told = person.public_id if person else ""
    record("privacy.identified", by=by.username, at=at, subject=request, person=told)


@transaction.atomic
def prove_address(request: PrivacyRequest, *, by: User, at: datetime) -> None:
    """Write down that the address a stranger gave is theirs, so that what it leads to is, too.

    Anybody can write anybody's address. Done twice it is done once.
    """
    request = opened(request)
    if request.identified_at is None:
        raise CannotAnswer(
            Sentence(
                "Nobody has checked yet who asks. Check their identity card and write that down "
                "first; else data might be told to somebody else."
            )
        )
    refuse_doubtful(request)
    if not request.reach or request.reach_proved_by:
        return
    request.reach_proved_by = by.username
    request.save(update_fields=["reach_proved_by"])
    record("privacy.address-proved", by=by.username, at=at, subject=request)


@transaction.atomic
def answer(
    request: PrivacyRequest,
    outcome: Outcome,
    *,
    words: str,
    by: User,
    at: datetime,
    until: date | None = None,
) -> None:
    """Answer for good, with the reason; the same answer sent twice is given once.

    To grant that data be restricted is to restrict them, from this moment until a last day or
    until it is lifted. To grant that they be deleted is to delete them: words alone would not.
    """
    held = locked(request)
    if held.answered_at is not None and (held.outcome, held.answer) == (outcome, words):
        return
    held = opened(request)
    if outcome != Outcome.REFUSED and held.identified_at is None:
        raise CannotAnswer(
            Sentence(
                "Nobody has checked yet who asks. Check their identity card and write that down "
                "first; else data might be told to somebody else."
            )
        )
    if outcome != Outcome.REFUSED:
        refuse_doubtful(held)
    if outcome == Outcome.GRANTED:
        _refuse_to_delete_in_words(held)
        restrict_as_asked(held, until=until, by=by.username, at=at)
    held.outcome, held.answer = outcome, words
    held.answered_at, held.answered_by = at, by.username
    held.save(update_fields=["outcome", "answer", "answered_at", "answered_by"])
    is_late = held.clock(at=at).is_overdue
    record("privacy.answered", by=by.username, at=at, subject=held, outcome=str(outcome),
           is_late=is_late)  # fmt: skip
    _tell(held, at=at)


def _refuse_to_delete_in_words(request: PrivacyRequest) -> None:
    if request.asked == Asked.DELETION:
        raise CannotAnswer(
            Sentence(
                "Words delete nothing. Open the deletion and do it there: that answers this "
                "request, and the person is told."
            )
        )


def _refuse_other_than_of_account(request: PrivacyRequest, person: Person | None) -> None:
    user = request.user
    if user is not None and user.person is not None and user.person != person:
        raise CannotAnswer(
            Sentence(
                "The account %(username)s, with which this was asked, belongs to another record of "
                "staff. Choose that record; or let an administrator untie the account first, if it "
                "is not theirs.",
                {"username": user.username},
            )
        )


def opened(request: PrivacyRequest, *, choosing: Person | None = None) -> PrivacyRequest:
    """The request, held until the deed is done, if it has no answer yet."""
    held = locked(request, choosing=choosing)
    refuse_answered(held)
    return held


def _refuse_other_than_written_down(request: PrivacyRequest, person: Person | None) -> None:
    if person is not None and person != request.person:
        raise CannotAnswer(
            Sentence(
                "This request already names somebody else's record: another steward wrote that "
                "down. If that is wrong, refuse the request, say why, and let it be asked anew."
            )
        )


def _tell(request: PrivacyRequest, *, at: datetime) -> None:
    if request.user and not request.user.is_active:
        return
    to = request.user or request.reach
    if not to:
        return
    link = reverse("privacy:own")
    blanks = {"number": str(request.pk), "link": link}
    blanks |= {} if request.user else {"name": request.called}
    send(to, ANSWERED, blanks, key=f"privacy-answered:{request.pk}", at=at,
         language=request.language)  # fmt: skip
