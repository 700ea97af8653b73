"""Blank what there is of somebody without a record of staff: accounts, messages, requests."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from dampak.accounts.models import User
from dampak.audit.services import record
from dampak.foundation.text import Sentence
from dampak.privacy.models import PrivacyRequest
from dampak.privacy.selectors.erasing import why_not_by
from dampak.privacy.selectors.proving import doubt_about
from dampak.privacy.selectors.whose import Subject, is_blanked, subject_behind
from dampak.privacy.services.blanking import (
    blank_messages,
    blank_requests,
    close_and_blank,
    held_to_close,
)
from dampak.privacy.services.fulfilling import answer_by_deed, fulfilled_too
from dampak.privacy.services.locking import locked
from dampak.privacy.services.refusals import CannotErase, refuse_answered, refuse_unseen


@transaction.atomic
def erase_without_record(
    request: PrivacyRequest, *, closing: Collection[int] = (), words: str, by: str, at: datetime
) -> None:
    """Close the accounts, empty the messages, forget the address; the deed is the answer.

    No accounts go but ``closing``, of which somebody said that they are theirs.
    Done twice it is done once; what was refused is not done. What is kept on a record of staff goes
    by `erase`.
    """
    held = locked(request)
    if _is_done(held):
        return
    refuse_answered(held)
    _refuse(held)
    subject = subject_behind(held)
    accounts = held_to_close(subject)
    refuse_unseen(accounts, closing)
    address = next(iter(subject.addresses), "")
    others = fulfilled_too(held, subject)
    counts = _blank(subject, accounts, by=by, at=at)
    record("account.erased", by=by, at=at, subject=held, **counts)
    answer_by_deed(held, others=others, words=words, address=address, by=by, at=at)


def _is_done(request: PrivacyRequest) -> bool:
    """Answered by the deed, which leaves neither the account nor an address; not by words alone."""
    has_account = request.user is not None and not is_blanked(request.user)
    return request.answered_at is not None and not request.reach and not has_account


def _blank(subject: Subject, accounts: Sequence[User], *, by: str, at: datetime) -> dict[str, int]:
    # Asked for now: once the accounts are blank, nothing leads from them to the rest.
    messages, requests = list(subject.messages()), list(subject.requests())
    return {
        "accounts": sum(close_and_blank(account, by=by, at=at) for account in accounts),
        "messages": blank_messages(messages),
        "requests": blank_requests(
            PrivacyRequest.objects.filter(pk__in=[each.pk for each in requests])
        ),
    }


def _refuse(request: PrivacyRequest) -> None:
    refusal = why_not_by(request) or doubt_about(request)
    if refusal is not None:
        raise CannotErase(refusal)
    if request.identified_at is None:
        raise CannotErase(
            Sentence(
                "Nobody has checked yet who asks. Check their identity card and write that down "
                "first; else the data of somebody else might go."
            )
        )
    if request.person is not None:
        raise CannotErase(
            Sentence("This person has a record of staff. Delete by that, or what it says stays.")
        )
