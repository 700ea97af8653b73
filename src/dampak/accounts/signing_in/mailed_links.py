"""Links that go to one address: made, found again, and spent."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.utils.crypto import constant_time_compare, salted_hmac

from dampak.accounts.models import User
from dampak.accounts.signing_in.models import MailedLink
from dampak.foundation.text import Sentence

LASTS = timedelta(hours=1)
MOST_AN_HOUR = 5
GONE = Sentence(
    "This link has been used, is older than an hour, or was replaced by a newer one. Ask for a new "
    "one from the sign-in page."
)


class CannotOpen(Exception):
    """Says why a link opens nothing any more."""

    def __init__(self, sentence: Sentence = GONE) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


def has_enough(user: User, purpose: MailedLink.Purpose, *, at: datetime) -> bool:
    """Whether this account was sent as many links for a purpose within an hour as it gets.

    Each by itself: strangers may forget a password, and so keep nobody from entering an address.
    """
    lately = MailedLink.objects.filter(user=user, purpose=purpose, made_at__gt=at - LASTS)
    return lately.count() >= MOST_AN_HOUR


def new_link(user: User, purpose: MailedLink.Purpose, *, address: str, at: datetime) -> str:
    """The token of a new link; those of before for the same purpose open nothing any more."""
    token = secrets.token_urlsafe(32)
    earlier = MailedLink.objects.filter(user=user, purpose=purpose, used_at=None)
    earlier.filter(expires_at__gt=at).update(expires_at=at)
    MailedLink.objects.create(
        user=user,
        purpose=purpose,
        address=address,
        token_hash=_hash_of(token),
        state_key=_state_of(user),
        made_at=at,
        expires_at=at + LASTS,
    )
    return token


def link_behind(token: str, purpose: MailedLink.Purpose, *, at: datetime) -> MailedLink:
    """The link that a token still opens. Raises `CannotOpen`."""
    found = (
        MailedLink.objects.filter(token_hash=_hash_of(token), purpose=purpose)
        .select_related("user")
        .first()
    )
    if found is None or not _opens(found, found.user, at=at):
        raise CannotOpen
    return found


def spend(link: MailedLink, *, at: datetime) -> User:
    """Use a link up, in the transaction of the deed it is for; of two at once one comes through.

    Raises `CannotOpen`.
    """
    user = User.objects.select_for_update().get(pk=link.user_id)
    link = MailedLink.objects.select_for_update().get(pk=link.pk)
    if not _opens(link, user, at=at):
        raise CannotOpen
    link.used_at = at
    link.save(update_fields=["used_at"])
    return user


def _opens(link: MailedLink, user: User, *, at: datetime) -> bool:
    is_living = link.used_at is None and link.made_at <= at < link.expires_at and user.is_active
    return is_living and constant_time_compare(link.state_key, _state_of(user))


def _state_of(user: User) -> str:
    """The account as it is: with another password or address its links open nothing."""
    words = f"{user.pk}\n{user.password}\n{user.email}"
    return salted_hmac("dampak.mailed-link", words, algorithm="sha256").hexdigest()


def _hash_of(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()
