"""Blank what names somebody, table by table: the account, its messages, what they asked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Model, QuerySet
from django.utils.timezone import localdate

from dampak.accounts.managing.giving import refuse_last_administrator
from dampak.accounts.managing.refusing import CannotChangeRights
from dampak.accounts.models import AccountRestriction, Invitation, User
from dampak.accounts.restricting import lift_from_account
from dampak.accounts.signing_in.models import GovernmentIdentity, Lock, MailedLink
from dampak.accounts.signing_in.sessions import end_sessions
from dampak.audit.redacting import redact
from dampak.audit.services import record
from dampak.messaging.models import Message
from dampak.messaging.models import State as MessageState
from dampak.privacy.models import PrivacyRequest
from dampak.privacy.selectors.whose import Subject, blank_name, is_blanked
from dampak.privacy.services.refusals import CannotErase

BLANK = "…"
BECAUSE = "UU 27/2022"
OF_AN_ACCOUNT: tuple[Any, ...] = (
    Authenticator,
    EmailAddress,
    GovernmentIdentity,
    Invitation,
    Lock,
    MailedLink,
)


def held_to_close(subject: Subject) -> list[User]:
    """The accounts of somebody that are not blank yet, held until the deed is done."""
    numbers = [each.pk for each in subject.accounts if not is_blanked(each)]
    return list(User.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))


def close_and_blank(account: User, *, by: str, at: datetime) -> int:
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
        remove(model.objects.filter(user=account), by=by, at=at)
    for standing in AccountRestriction.objects.filter(user=account, lifted_at=None):
        lift_from_account(standing, because=BECAUSE, by=by, at=at)
    account.is_active = False
    account.username, account.first_name, account.last_name = blank_name(account), "", ""
    account.email = ""
    account.set_unusable_password()
    account.save()
    record("account.closed", by=by, at=at, subject=account)
    redact(account, because=BECAUSE, by=by, at=at)
    return 1


def remove(rows: Iterable[Model], *, by: str, at: datetime) -> int:
    """Delete rows, and then what the book says of them."""
    found = list(rows)
    for row in found:
        number = row.pk
        row.delete()
        row.pk = number
        redact(row, because=BECAUSE, by=by, at=at)
    return len(found)


def blank_messages(written: Iterable[Message]) -> int:
    """Take names and addresses out of messages; what has not left leaves no more."""
    numbers = [message.pk for message in written]
    found = list(Message.objects.select_for_update().filter(pk__in=numbers))
    for message in found:
        message.context = dict.fromkeys(message.context, BLANK)
        message.address = ""
        if message.state in {MessageState.WAITING, MessageState.FAILED}:
            message.state = MessageState.WITHDRAWN
    Message.objects.bulk_update(found, ["context", "address", "state"], batch_size=500)
    return len(found)


def blank_requests(own: QuerySet[PrivacyRequest]) -> int:
    """What somebody wrote of themselves goes; that they asked, and the answer, stays."""
    return own.update(words="", called="", reach="")
