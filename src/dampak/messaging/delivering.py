"""Let what is due leave: one message after the other, each at most as often as its port allows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_noop

from dampak.foundation.text import Sentence
from dampak.language.saying import in_both
from dampak.messaging.hours import A_WEEK, decent_moment, unburdened_moment
from dampak.messaging.models import Message, State
from dampak.messaging.ports import NotNow, Outgoing, Perhaps, Receipt, Refused, port_for
from dampak.messaging.recipients import recipient_behind
from dampak.messaging.selectors import has_declined
from dampak.messaging.stopping import stop_link
from dampak.messaging.tokens import token_of
from dampak.messaging.withholding import why_withheld

MOST_ATTEMPTS = 6
FIRST_PAUSE = timedelta(minutes=1)  # each further pause is five times as long
# Longer than any port waits for an answer: whoever still has it on its way by then is dead.
ON_ITS_WAY_AT_MOST = timedelta(minutes=3)

# What an attempt writes down; context and address as they are by then.
OUTCOME = ("state", "told", "sent_at", "port_id", "context", "address")

NO_ADDRESS = Sentence("Nothing is known under which this person could be reached.")
NO_LETTER = Sentence("This version of dampak no longer knows the letter.")
NOBODY_KNOWS = Sentence(
    "The other side fell silent in the middle, so the message has perhaps arrived. It is not sent "
    "again by itself; ask, or send it again by hand."
)
STOP = gettext_noop("If you do not want such messages any more: %(link)s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A message whose turn it is, with what leaves of it."""

    message: Message
    outgoing: Outgoing


def take(number: int, *, at: datetime) -> Parcel | None:
    """Make a message ready to leave, if it still may; write down that it is on its way."""
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(pk=number).first()
        if message is None or message.state != State.WAITING or message.due_at > at:
            return None
        outgoing = _outgoing(message, at=at)
        if outgoing is None or _has_to_wait(message, at=at):
            message.save()
            return None
        message.state, message.sending_since = State.SENDING, at
        message.attempts += 1
        message.port = port_for(message.way).name
        message.save()
    return Parcel(message=message, outgoing=outgoing)


def carry(parcel: Parcel, *, at: datetime) -> None:
    """Hand a parcel to its port and write down what became of it."""
    message = parcel.message
    try:
        receipt = port_for(message.way).deliver(parcel.outgoing)
    except NotNow as refusal:
        _try_later(message, refusal, at=at)
    except Refused as refusal:
        _end(message, State.FAILED, at=at, why=refusal.sentence)
    except Perhaps:
        _end(message, State.UNSURE, at=at, why=NOBODY_KNOWS)
    else:
        _end(message, State.SENT if receipt.left else State.SHOWN, at=at, receipt=receipt)


def take_up_what_was_left(*, at: datetime) -> int:
    """Decide about messages that a killed worker had on their way; says how many there were.

    Where the port knows keys they go once more, because there the second time changes nothing.
    """
    left = Message.objects.filter(state=State.SENDING, sending_since__lt=at - ON_ITS_WAY_AT_MOST)
    for message in left:
        if port_for(message.way).is_repeatable:
            left.filter(pk=message.pk).update(state=State.WAITING, due_at=at)
        else:
            left.filter(pk=message.pk).update(
                state=State.UNSURE, sent_at=F("sending_since"), told=in_both(NOBODY_KNOWS)
            )
    return len(left)


def _outgoing(message: Message, *, at: datetime) -> Outgoing | None:
    """What leaves, or nothing; then the message says why."""
    recipient = recipient_behind(message)
    address, letter = recipient.address_by(message.way), message.definition()
    if letter is None or not address:
        message.state = State.FAILED
        message.told = in_both(NO_ADDRESS if letter else NO_LETTER)
        return None
    why = why_withheld(recipient, letter, at=at)
    if why is not None:
        message.state, message.told = State.WITHHELD, in_both(why)
        return None
    if not message.is_mandatory and has_declined(recipient.wish_keys(message.way)):
        message.state = State.DECLINED
        return None
    link = "" if message.is_mandatory else stop_link(recipient.key_by(message.way))
    return Outgoing(
        key=token_of(message),
        address=address,
        subject=message.subject(),
        text=_text(message, link),
        stop_link=link,
    )


def _text(message: Message, link: str) -> str:
    if not link:
        return message.body()
    stop = in_both(Sentence(STOP, {"link": link}))[message.language]
    return f"{message.body()}\n\n{stop}"


def _has_to_wait(message: Message, *, at: datetime) -> bool:
    """Whether night, rest or the limit of a week puts it off; then it is due at another moment."""
    if message.is_urgent:
        return False
    recipient = recipient_behind(message)
    sent = Message.objects.burdening(recipient.keys()).filter(sent_at__gt=at - A_WEEK)
    moment = unburdened_moment(
        at,
        sent=[each for each in sent.values_list("sent_at", flat=True) if each],
        most=settings.MOST_MESSAGES_A_WEEK,
    )
    message.due_at = decent_moment(moment, zone=recipient.zone())
    return message.due_at > at


def _try_later(message: Message, refusal: NotNow, *, at: datetime) -> None:
    if message.attempts >= MOST_ATTEMPTS:
        _end(message, State.FAILED, at=at, why=refusal.sentence)
        return
    pause = max(FIRST_PAUSE * 5.0 ** (message.attempts - 1), refusal.after or timedelta())
    _on_its_way(message).update(
        state=State.WAITING, due_at=at + pause, told=in_both(refusal.sentence)
    )


def _end(
    message: Message,
    state: State,
    *,
    at: datetime,
    why: Sentence | None = None,
    receipt: Receipt | None = None,
) -> None:
    """Nothing but what this attempt has found out; who was erased meanwhile stays erased."""
    is_over = state == State.SENT or (message.is_confidential() and state != State.SHOWN)
    with transaction.atomic():
        now = _on_its_way(message).select_for_update().first()
        if now is None:
            return
        now.state, now.told = state, in_both(why) if why else {}
        now.sent_at = at if state in {State.SENT, State.SHOWN, State.UNSURE} else None
        now.port_id = receipt.port_id if receipt else ""
        if is_over:
            now.context.pop("link", None)
            now.address = ""
        now.save(update_fields=OUTCOME)


def _on_its_way(message: Message) -> QuerySet[Message]:
    """The message as this attempt left it; a later attempt is not overwritten."""
    return Message.objects.filter(
        pk=message.pk, attempts=message.attempts, state__in=(State.SENDING, State.UNSURE)
    )
