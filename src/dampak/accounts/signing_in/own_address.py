"""The e-mail address of an account: its owner enters it and proves that they read its mail."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from dampak.accounts.models import User
from dampak.accounts.signing_in.mailed_links import (
    MOST_AN_HOUR,
    CannotOpen,
    has_enough,
    link_behind,
    new_link,
    spend,
)
from dampak.accounts.signing_in.models import MailedLink
from dampak.accounts.signing_in.telling import Event, Handed, hand_over, tell
from dampak.audit.services import record
from dampak.foundation.text import Sentence

NOT_YOURS = Sentence(
    "This link has been used, is older than an hour, was replaced by a newer one, or belongs to "
    "another account. Enter the address once more in your account."
)


class CannotChangeAddress(Exception):
    """Says, in words for the person at the screen, why the address stays as it is."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


@transaction.atomic
def ask_for_address(user: User, address: str, *, language: str, at: datetime) -> None:
    """Write to a new address; it holds once its link was opened. Raises `CannotChangeAddress`."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if has_enough(user, MailedLink.Purpose.ADDRESS, at=at):
        raise CannotChangeAddress(
            Sentence(
                "%(most)s links were sent for this account within an hour. Look into the mailbox, "
                "or try again in an hour.",
                {"most": MOST_AN_HOUR},
            )
        )
    token = new_link(user, MailedLink.Purpose.ADDRESS, address=address, at=at)
    hand_over(
        user,
        Handed.ADDRESS,
        address=address,
        key=f"{user.pk}:{at:%Y%m%d%H%M%S%f}",
        language=language,
        at=at,
        link=reverse("open-address", args=[token]),
    )
    record("address.asked", by=user.username, at=at, subject=user)


def address_behind(token: str, *, user: User, at: datetime) -> MailedLink:
    """The link, if it is for this account. Raises `CannotOpen`.

    Nobody else opens it: a mistyped address belongs to a stranger.
    """
    try:
        link = link_behind(token, MailedLink.Purpose.ADDRESS, at=at)
    except CannotOpen as gone:
        raise CannotOpen(NOT_YOURS) from gone
    if link.user_id != user.pk:
        raise CannotOpen(NOT_YOURS)
    return link


@transaction.atomic
def confirm_address(token: str, *, by: User, language: str, at: datetime) -> User:
    """From now on this is the account's address; the one of before hears that it was left."""
    link = address_behind(token, user=by, at=at)
    return _set_address(spend(link, at=at), link.address, language=language, at=at)


@transaction.atomic
def remove_address(user: User, *, language: str, at: datetime) -> User:
    """Leave the account without an address; removed twice it is removed once."""
    user = User.objects.select_for_update().get(pk=user.pk)
    return _set_address(user, "", language=language, at=at) if user.email else user


def _set_address(user: User, address: str, *, language: str, at: datetime) -> User:
    left, user.email = user.email, address
    user.save(update_fields=["email"])
    record("address.set" if address else "address.removed", by=user.username, at=at, subject=user)
    tell(user, Event.ADDRESS_CHANGED, at=at)
    if left and left != address:
        key = f"{user.pk}:{at:%Y%m%d%H%M%S%f}"
        hand_over(user, Handed.ADDRESS_LEFT, address=left, key=key, language=language, at=at)
    return user
