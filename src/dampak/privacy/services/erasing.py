"""Blank everything that names a person, and leave the row, so that every count stays the same."""

import secrets
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from dampak.accounts.models import User
from dampak.audit.redacting import redact
from dampak.audit.services import record
from dampak.foundation.text import Sentence
from dampak.messaging.models import Reminder, ReminderState
from dampak.organisations.models import Identifier, Person, Posting, Restriction
from dampak.organisations.services.restricting import lift_from_person
from dampak.privacy.models import Erasure, Hold, PrivacyRequest
from dampak.privacy.selectors.erasing import why_not, why_not_by
from dampak.privacy.selectors.proving import doubt_about
from dampak.privacy.selectors.whose import subject_with
from dampak.privacy.services.blanking import (
    BECAUSE,
    BLANK,
    blank_messages,
    blank_requests,
    close_and_blank,
    held_to_close,
    remove,
)
from dampak.privacy.services.fulfilling import answer_by_deed, fulfilled_too
from dampak.privacy.services.locking import locked
from dampak.privacy.services.refusals import CannotErase, refuse_answered, refuse_unseen

ERASED = "(dihapus)"
KEY_BYTES = 32


@transaction.atomic
def erase(
    person: Person,
    *,
    request: PrivacyRequest | None,
    closing: Collection[int] = (),
    words: str = "",
    by: str,
    at: datetime,
) -> Erasure:
    """Blank name, number, addresses, messages and what the book says of a person, and close the
    account. Unit, dates, rank and kind of employment stay, so that every report of every day
    counts as before. Done twice it is done once.

    By a request no accounts go along but ``closing``, of which somebody said that they are theirs.
    A request of somebody who is blanked already is answered, and what was left of them goes.
    One that was refused deletes nobody, though its page stood open.
    """
    request = locked(request) if request else None
    person = Person.objects.select_for_update().get(pk=person.pk)
    done = Erasure.objects.filter(person=person).first()
    if done is not None and (request is None or request.answered_at is not None):
        return done
    if request is not None:
        refuse_answered(request)
    refusal = _refusal(person, request, on=localdate(at))
    if refusal is not None:
        raise CannotErase(refusal)
    subject = subject_with(person, request)
    accounts = held_to_close(subject)
    if request is not None:
        refuse_unseen(accounts, closing)
    others = fulfilled_too(request, subject) if request is not None else ()
    address = _address(person, accounts)
    counts = {
        "accounts": sum(close_and_blank(account, by=by, at=at) for account in accounts),
        "messages": blank_messages(subject.messages()),
    }
    erasure = done or _blank_record(person, request, counts, by=by, at=at)
    if done is not None:
        record("account.erased", by=by, at=at, subject=request, **counts)
    blank_requests(subject.requests())
    if request is not None:
        answer_by_deed(request, others=others, words=words, address=address, by=by, at=at)
    return erasure


@transaction.atomic
def set_hold(person: Person, *, because: str, by: User, at: datetime) -> Hold:
    """Let nothing of a person be deleted until the reason is gone; one hold at a time."""
    Person.objects.select_for_update().get(pk=person.pk)
    known = Hold.objects.filter(person=person, lifted_at=None).first()
    if known is not None:
        return known
    made = Hold.objects.create(person=person, because=because, set_at=at, set_by=by.username)
    record("person.held", by=by.username, at=at, subject=person)
    return made


@transaction.atomic
def lift_hold(person: Person, *, by: User, at: datetime) -> None:
    """Take the hold back; lifted twice it is lifted once."""
    held = Hold.objects.filter(person=person, lifted_at=None)
    if held.update(lifted_at=at, lifted_by=by.username):
        record("person.released", by=by.username, at=at, subject=person)


def _refusal(person: Person, request: PrivacyRequest | None, *, on: date) -> Sentence | None:
    if request is not None and request.person_id != person.pk:
        return Sentence(
            "Somebody else has just chosen another record of staff for this request. Open the "
            "request anew and look whose data it means."
        )
    of_request = request and (why_not_by(request) or doubt_about(request))
    return of_request or why_not(person, on=on)


def _address(person: Person, accounts: Iterable[User]) -> str:
    known = (person.email, *(account.email for account in accounts), person.phone)
    return next((address for address in known if address), "")


def _blank_record(
    person: Person, request: PrivacyRequest | None, counts: dict[str, int], *, by: str, at: datetime
) -> Erasure:
    counts |= {
        "postings": _blank_postings(person, by=by, at=at),
        "numbers": remove(Identifier.objects.filter(person=person), by=by, at=at),
    }
    _blank_reminders(person, by=by, at=at)
    _blank_person(person, by=by, at=at)
    for standing in Restriction.objects.filter(person=person, lifted_at=None):
        lift_from_person(standing, because=BECAUSE, by=by, at=at)
    record("person.erased", by=by, at=at, subject=person, **counts)
    return Erasure.objects.create(person=person, at=at, by=by, request=request, counts=counts)


def _blank_reminders(person: Person, *, by: str, at: datetime) -> None:
    for reminder in Reminder.objects.filter(person=person):
        reminder.context = dict.fromkeys(reminder.context, BLANK)
        if reminder.state == ReminderState.PLANNED:
            reminder.state, reminder.closed_because = ReminderState.CANCELLED, "erased"
        reminder.save()
        redact(reminder, because=BECAUSE, by=by, at=at)


def _blank_postings(person: Person, *, by: str, at: datetime) -> int:
    """The title of a post may name its only holder; unit, days and kind are what is counted."""
    postings = list(Posting.objects.filter(person=person))
    Posting.objects.filter(person=person).update(position="")
    for posting in postings:
        redact(posting, because=BECAUSE, by=by, at=at)
    return len(postings)


def _blank_person(person: Person, *, by: str, at: datetime) -> None:
    person.name, person.nip_masked, person.nip_key = ERASED, "", secrets.token_bytes(KEY_BYTES)
    person.education, person.email, person.phone = "", "", ""
    person.save()
    redact(person, because=BECAUSE, by=by, at=at)
