"""Questions about messages: a page of them, what somebody has not read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from dampak.accounts.models import User
from dampak.messaging.models import Message, State, Wish

A_PAGE = 30
MOST_COUNTED = 99


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some messages, the newest first; ``older`` is the number below which the next page begins."""

    messages: Sequence[Message]
    older: int | None


def page_of(messages: QuerySet[Message], *, below: int | None = None) -> Page:
    wanted = messages.order_by("-pk")
    if below is not None:
        wanted = wanted.filter(pk__lt=below)
    found = list(wanted.select_related("person", "user")[: A_PAGE + 1])
    older = found[A_PAGE - 1].pk if len(found) > A_PAGE else None
    return Page(messages=found[:A_PAGE], older=older)


def n_unread(user: User) -> int:
    """How much of it was not opened yet; more than a hundred are not counted."""
    return Message.objects.in_inbox_of(user).filter(read_at=None)[: MOST_COUNTED + 1].count()


def has_declined(names: Iterable[str]) -> bool:
    """Whether somebody said so under any of the names that they have here."""
    return Wish.objects.filter(recipient__in=list(names)).exists()


def anything_to_send(at: datetime) -> bool:
    """Whether a message is due, or one was left on its way by a worker that died."""
    return (
        Message.objects.due(at=at).exists() or Message.objects.filter(state=State.SENDING).exists()
    )
