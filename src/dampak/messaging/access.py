"""A message, if you may see it; otherwise it does not exist for you."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from dampak.accounts.access import Permission, scope_of
from dampak.accounts.managing.reach import scope_of_giving
from dampak.accounts.models import User
from dampak.messaging.models import Message, State


def messages_seen_by(user: User) -> QuerySet[Message]:
    """Those to the people of the units over which somebody looks after messages."""
    scope = scope_of(user, Permission.SEE_MESSAGES)
    return (
        Message.objects.none()
        if scope.is_empty
        else scope.narrow(Message.objects.all(), "unit_path")
    )


def message_for(user: User, number: int) -> Message:
    """The message of this number, or 404."""
    return get_object_or_404(messages_seen_by(user), pk=number)


def own_message(user: User, number: int) -> Message:
    """A message of somebody's own inbox, or 404."""
    return get_object_or_404(Message.objects.in_inbox_of(user), pk=number)


def may_send_again(user: User, message: Message) -> bool:
    return scope_of(user, Permission.MANAGE_MESSAGES).covers(message.unit_path or None)


def may_read_link(user: User, message: Message) -> bool:
    """Whether somebody may see the link of a message, which is not theirs.

    One that opens an account is shown only where no mail server takes it away, and only to whoever
    could make such a link for every account themselves.
    """
    if not message.is_confidential():
        return True
    return message.state == State.SHOWN and scope_of_giving(user).everything
