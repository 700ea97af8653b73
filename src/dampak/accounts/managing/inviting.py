"""Invite somebody: an account with a role, and a link by which they set their own password."""

import secrets
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dampak.accounts.managing.giving import assign, locked, refuse_days, refuse_ended
from dampak.accounts.managing.reach import refuse_beyond, refuse_unless_could_be
from dampak.accounts.managing.refusing import CannotChangeRights, refuse_closed, refuse_oneself
from dampak.accounts.models import Invitation, Role, User
from dampak.accounts.signing_in.sessions import end_invitations
from dampak.accounts.signing_in.telling import Event, tell
from dampak.audit.services import record
from dampak.foundation.text import Sentence
from dampak.organisations.models import Unit

LASTS = timedelta(days=7)
SIGNED_FOR = "dampak.invitation"


class CannotAccept(Exception):
    """Says why a link opens nothing any more."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


@transaction.atomic
def invite(
    user: User,
    role: Role,
    *,
    unit: Unit | None,
    until: date | None = None,
    by: User,
    at: datetime,
) -> str:
    """Open a new account with a role and no password, and return the token of its link.

    ``user`` is not saved yet. Raises `CannotChangeRights`, or Django's `ValidationError` if the
    name will not do or is taken.
    """
    by, _same = locked(by, by)
    today = localdate(at)
    refuse_days(until, on=today)
    refuse_ended(unit)
    refuse_beyond(by, role, unit, until=until, on=today)
    user.username = User.normalize_username(user.username.strip())
    user.set_unusable_password()
    user.full_clean()
    _refuse_lookalike(user.username)
    user.save()
    record("account.opened", by=by.username, at=at, subject=user)
    assign(user, role, unit=unit, until=until, by=by, at=at)
    return _new_link(user, by=by, at=at)


@transaction.atomic
def renew_link(user: User, *, by: User, at: datetime) -> str:
    """A new link for setting a password, also a forgotten one; links of before open nothing.

    Whoever makes it could use it, so it is made by those alone who could give all of the
    account's roles themselves.
    """
    by, user = locked(by, user)
    refuse_oneself(by, user)
    refuse_closed(user)
    refuse_unless_could_be(by, user, on=localdate(at))
    return _new_link(user, by=by, at=at)


@transaction.atomic
def accept_invitation(token: str, *, password: str, at: datetime) -> User:
    """Set the password of whoever holds the link; it opens nothing a second time.

    Raises `CannotAccept`, or Django's `ValidationError` if the password will not do.
    """
    found = invitation_behind(token, at=at)
    _by, user = locked(found.user, found.user)
    invitation = Invitation.objects.select_for_update().get(pk=found.pk)
    is_living = invitation.used_at is None and invitation.expires_at > at
    if not is_living or not user.is_active:
        raise CannotAccept(GONE)
    _refuse_if_maker_could_no_longer(invitation, on=localdate(at))
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    record("invitation.accepted", by=user.username, at=at, subject=user)
    tell(user, Event.PASSWORD_CHANGED, at=at)
    return user


GONE = Sentence(
    "This link has been used, has run out, was replaced by a newer one, or whoever made it may no "
    "longer do so. Ask the administrator of your office for a new link."
)


def invitation_behind(token: str, *, at: datetime) -> Invitation:
    """The invitation that a link still opens. Raises `CannotAccept`."""
    try:
        signing.Signer(salt=SIGNED_FOR).unsign(token)
    except signing.BadSignature as forged:
        raise CannotAccept(GONE) from forged
    living = Invitation.objects.filter(used_at=None, expires_at__gt=at, user__is_active=True)
    found = living.filter(token_hash=_hash_of(token)).select_related("user").first()
    if found is None:
        raise CannotAccept(GONE)
    _refuse_if_maker_could_no_longer(found, on=localdate(at))
    return found


def _refuse_if_maker_could_no_longer(invitation: Invitation, *, on: date) -> None:
    """A link in a drawer opens no more than its maker could open today.

    The maker may have lost the right since, or the account have got roles beyond the maker's.
    """
    maker = User.objects.filter(username=invitation.made_by, is_active=True).first()
    try:
        if maker is None:
            raise CannotAccept(GONE)
        refuse_unless_could_be(maker, invitation.user, on=on)
    except CannotChangeRights as refused:
        raise CannotAccept(GONE) from refused


def _refuse_lookalike(username: str) -> None:
    """The door counts tries without looking at capitals, and so do people."""
    if User.objects.filter(username__iexact=username).exists():
        raise ValidationError(
            _("There is an account of this name already, perhaps in other capitals.")
        )


def _new_link(user: User, *, by: User, at: datetime) -> str:
    token = signing.Signer(salt=SIGNED_FOR).sign(secrets.token_urlsafe(32))
    end_invitations(user, at=at)
    Invitation.objects.create(
        user=user,
        token_hash=_hash_of(token),
        made_at=at,
        made_by=by.username,
        expires_at=at + LASTS,
    )
    record("invitation.made", by=by.username, at=at, subject=user)
    return token


def _hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()
