"""Blank everything that names a person, and leave the row, so that every count stays the same."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils.timezone import localdate

from dampak.accounts.managing.giving import refuse_last_administrator
from dampak.accounts.managing.refusing import CannotChangeRights
from dampak.accounts.models import Invitation, User
from dampak.accounts.signing_in.models import GovernmentIdentity, Lock
from dampak.accounts.signing_in.sessions import end_sessions
from dampak.audit.redacting import redact
from dampak.audit.services import record
from dampak.messaging.models import Message, Reminder, ReminderState
from dampak.messaging.models import State as MessageState
from dampak.messaging.services import send
from dampak.organisations.models import Identifier, Person, Posting
from dampak.privacy.models import Erasure, Hold, Outcome, PrivacyRequest
from dampak.privacy.notices import ANSWERED
from dampak.privacy.selectors.erasing import messages_to, why_not
from dampak.privacy.services.refusals import CannotErase

ERASED = "(dihapus)"
BLANK = "…"
BECAUSE = "UU 27/2022"
KEY_BYTES = 32
OF_AN_ACCOUNT: tuple[Any, ...] = (
    Authenticator,
    EmailAddress,
    GovernmentIdentity,
    Invitation,
    Lock,
)


@transaction.atomic
def erase(
    person: Person, *, request: PrivacyRequest | None, words: str = "", by: str, at: datetime
) -> Erasure:
    """Blank name, number, addresses, messages and what the book says of a person, and close the
    account. Unit, dates, rank and kind of employment stay, so that every report of every day
    counts as before. Done twice it is done once.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    done = Erasure.objects.filter(person=person).first()
    if done is not None:
        return done
    refusal = why_not(person)
    if refusal is not None:
        raise CannotErase(refusal)
    accounts = list(User.objects.select_for_update().filter(person=person))
    address = _address(person, accounts)
    counts = {
        "accounts": sum(_close(account, by=by, at=at) for account in accounts),
        "messages": _blank_messages(person, by=by, at=at),
        "postings": _blank_postings(person, by=by, at=at),
        "numbers": _remove(Identifier.objects.filter(person=person), by=by, at=at),
    }
    _blank_person(person, by=by, at=at)
    _blank_requests(person, accounts, done_by=request)
    erasure = Erasure.objects.create(person=person, at=at, by=by, request=request, counts=counts)
    record("person.erased", by=by, at=at, subject=person, **counts)
    if request is not None:
        _answer(request, words=words, address=address, by=by, at=at)
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


def _address(person: Person, accounts: Iterable[User]) -> str:
    known = (person.email, *(account.email for account in accounts), person.phone)
    return next((address for address in known if address), "")


def _close(account: User, *, by: str, at: datetime) -> int:
    """Close an account and blank what it says of its person; what it did stays under its number."""
    held = list(account.assignments.filter(ended_at=None))
    try:
        refuse_last_administrator(held, on=localdate(at))
    except CannotChangeRights as refused:
        raise CannotErase(refused.sentence) from refused
    account.assignments.filter(ended_at=None).update(ended_at=at, ended_by=by)
    sessions = list(UserSession.objects.filter(user=account))
    end_sessions(account, except_key=None, by=by, at=at)
    for each in sessions:
        redact(each, because=BECAUSE, by=by, at=at)
    for model in OF_AN_ACCOUNT:
        _remove(model.objects.filter(user=account), by=by, at=at)
    account.is_active = False
    account.username, account.first_name, account.last_name = f"dihapus-{account.pk}", "", ""
    account.email = ""
    account.set_unusable_password()
    account.save()
    record("account.closed", by=by, at=at, subject=account)
    redact(account, because=BECAUSE, by=by, at=at)
    return 1


def _remove(rows: Iterable[Model], *, by: str, at: datetime) -> int:
    """Delete rows, and then what the book says of them."""
    found = list(rows)
    for row in found:
        number = row.pk
        row.delete()
        row.pk = number
        redact(row, because=BECAUSE, by=by, at=at)
    return len(found)


def _blank_messages(person: Person, *, by: str, at: datetime) -> int:
    written = list(messages_to(person, User.objects.filter(person=person)))
    for message in written:
        message.context = dict.fromkeys(message.context, BLANK)
        message.address = ""
        if message.state in {MessageState.WAITING, MessageState.FAILED}:
            message.state = MessageState.WITHDRAWN
    Message.objects.bulk_update(written, ["context", "address", "state"], batch_size=500)
    for reminder in Reminder.objects.filter(person=person):
        reminder.context = dict.fromkeys(reminder.context, BLANK)
        if reminder.state == ReminderState.PLANNED:
            reminder.state, reminder.closed_because = ReminderState.CANCELLED, "erased"
        reminder.save()
        redact(reminder, because=BECAUSE, by=by, at=at)
    return len(written)


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


def _blank_requests(
    person: Person, accounts: Iterable[User], *, done_by: PrivacyRequest | None
) -> None:
    own = PrivacyRequest.objects.filter(person=person) | PrivacyRequest.objects.filter(
        user__in=list(accounts)
    )
    own.update(words="", called="", reach="")
    if done_by is not None:
        PrivacyRequest.objects.filter(pk=done_by.pk).update(words="", called="", reach="")


def _answer(request: PrivacyRequest, *, words: str, address: str, by: str, at: datetime) -> None:
    """The deed is the answer; a last letter goes where the person could be reached before."""
    address = address or request.reach
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
