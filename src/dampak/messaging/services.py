"""Deeds of messages: send, withdraw, read, decline."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction

from dampak.accounts.models import User
from dampak.audit.services import record
from dampak.foundation.text import Sentence
from dampak.jobs.scheduling import wake
from dampak.language.saying import in_both
from dampak.messaging.hours import decent_moment
from dampak.messaging.letters import Letter
from dampak.messaging.models import Message, State, Way, Wish
from dampak.messaging.ports import ways_out
from dampak.messaging.recipients import Recipient, recipient_of
from dampak.messaging.withholding import why_withheld
from dampak.organisations.models import Person

DELIVERING = "messaging.deliver"


class CannotSend(Exception):
    """Says, in words for the person at the screen, why a message stays where it is."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


@transaction.atomic
def send(
    to: User | Person | str | Recipient,
    letter: Letter,
    context: Mapping[str, Any],
    *,
    key: str,
    at: datetime,
    language: str = "",
) -> list[Message]:
    """Write to somebody, in the transaction of the deed that needs it.

    It lies in their inbox at once, if they have an account, and leaves by e-mail or telephone at a
    decent hour. Sending twice with one key is sending once. ``context`` fills the blanks of the
    letter: ``link`` is a path of this site; the name is added here. What is held back from
    somebody whose data are restricted stands on record with the reason, and reaches nobody.
    """
    recipient = to if isinstance(to, Recipient) else recipient_of(to)
    recipient = replace(recipient, is_private=letter.is_private)
    blanks = {"name": recipient.name, **context}
    if "link" in context:
        blanks["link"] = f"{settings.SITE_ADDRESS}{context['link']}"
    why = why_withheld(recipient, letter, at=at)
    for message in _messages(recipient, letter, at=at):
        if why is not None:
            message.state, message.sent_at, message.told = State.WITHHELD, None, in_both(why)
        message.key, message.context = key, blanks
        message.language = language or settings.LANGUAGE_CODE
        Message.objects.get_or_create(key=key, way=message.way, defaults=_columns(message))
    if letter.is_urgent:
        transaction.on_commit(partial(wake, DELIVERING, at=at))
    return list(Message.objects.filter(key=key))


def withdraw(key: str) -> int:
    """Take back what has not left yet, also out of the inbox; says how much that was."""
    waiting = Message.objects.filter(key=key).filter(state__in=(State.WAITING, State.FAILED))
    unread = Message.objects.filter(key=key, way=Way.INBOX, read_at=None)
    return waiting.update(state=State.WITHDRAWN) + unread.exclude(state=State.WITHDRAWN).update(
        state=State.WITHDRAWN
    )


def mark_read(message: Message, *, at: datetime) -> None:
    """Remember that somebody opened a message of their inbox; the first time counts."""
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=at)


@transaction.atomic
def decline(recipient: str, *, at: datetime) -> None:
    """Let nothing that may be declined leave for somebody any more."""
    _wish, is_new = Wish.objects.get_or_create(recipient=recipient, defaults={"declined_at": at})
    if is_new:
        record("messages.declined", by=recipient, at=at)


@transaction.atomic
def accept_again(names: Iterable[str], *, at: datetime) -> None:
    """Take a declining back, under those names and no other."""
    for recipient in sorted(names):
        if Wish.objects.filter(recipient=recipient).delete()[0]:
            record("messages.accepted", by=recipient, at=at)


@transaction.atomic
def send_again(message: Message, *, by: str, at: datetime) -> Message:
    """Try once more what failed, or what perhaps arrived: that is for a person to decide."""
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state == State.WAITING:
        return message
    if not message.can_be_sent_again() or message.definition() is None:
        raise CannotSend(Sentence("This message has left, so it is not sent a second time."))
    message.state, message.due_at, message.attempts, message.told = State.WAITING, at, 0, {}
    message.save()
    record("message.sent-again", by=by, at=at, subject=message)
    return message


def _messages(recipient: Recipient, letter: Letter, *, at: datetime) -> Iterator[Message]:
    if recipient.user:
        yield _message(recipient, letter, Way.INBOX, at=at)
    if letter.leaves or not recipient.user:
        way = next((each for each in ways_out() if recipient.address_by(each)), None)
        if way:
            yield _message(recipient, letter, way, at=at)


def _message(recipient: Recipient, letter: Letter, way: Way, *, at: datetime) -> Message:
    is_here = way == Way.INBOX
    waits = not is_here and not letter.is_urgent
    return Message(
        way=way,
        recipient=recipient.key,
        person=recipient.person,
        user=recipient.user,
        address=recipient.address,
        unit_path=recipient.unit_path,
        letter=letter.name,
        version=letter.version,
        is_urgent=letter.is_urgent,
        is_mandatory=letter.is_mandatory,
        state=State.SENT if is_here else State.WAITING,
        asked_at=at,
        due_at=decent_moment(at, zone=recipient.zone()) if waits else at,
        sent_at=at if is_here else None,
        port="inbox" if is_here else "",
    )


def _columns(message: Message) -> dict[str, Any]:
    return {
        field.name: getattr(message, field.name)
        for field in Message._meta.concrete_fields
        if field.name not in {"id", "key", "way"}
    }
