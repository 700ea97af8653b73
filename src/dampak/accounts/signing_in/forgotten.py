"""A forgotten password: asked for at the door, answered by a worker, set behind a mailed link.

The page writes down what was typed and looks for nobody. Whether there is such an account is found
out later, where no stranger can watch, and told to the address on record alone.
"""

from datetime import datetime, timedelta
from functools import partial

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from dampak.accounts.models import User
from dampak.accounts.signing_in.lockout import LONGEST_NAME, SYSTEM, UNKNOWN, forget_tries, key_of
from dampak.accounts.signing_in.mailed_links import has_enough, link_behind, new_link, spend
from dampak.accounts.signing_in.models import MailedLink, ResetRequest
from dampak.accounts.signing_in.secrets_at_rest import decrypt, encrypt
from dampak.accounts.signing_in.sessions import end_invitations, end_sessions
from dampak.accounts.signing_in.telling import (
    Event,
    Handed,
    end_tokens,
    hand_over,
    tell,
    wake_worker,
)
from dampak.audit.services import record
from dampak.foundation.networks import network_of
from dampak.foundation.text import Sentence

MOST_FROM_AN_ADDRESS = 30  # within an hour: a whole office may share one address
AN_HOUR = timedelta(hours=1)
LONGEST_TYPED = 254
SAME_MAILBOX = 5  # accounts of one address that are written to; nobody has more
AT_ONCE = 100


class CannotAsk(Exception):
    """Says that too many asked from one place."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


def ask_for_new_password(typed: str, *, address: str, language: str, at: datetime) -> None:
    """Write down that somebody forgot their password; a worker looks whose it is.

    Counted before it is looked at, so that a hundred at once are a hundred. Raises `CannotAsk`.
    """
    key = key_of("reset", network_of(address))
    asked = ResetRequest.objects.create(
        language=language, address_key=key, asked_at=at, answered_at=at
    )
    lately = ResetRequest.objects.filter(address_key=key, asked_at__gt=at - AN_HOUR).count()
    if lately > MOST_FROM_AN_ADDRESS:
        raise CannotAsk(
            Sentence(
                "%(most)s new passwords were asked for from this network within an hour, and that "
                "looks like a machine. Wait an hour, or ask the administrator of your office.",
                {"most": MOST_FROM_AN_ADDRESS},
            )
        )
    asked.typed_secret, asked.answered_at = encrypt(typed[:LONGEST_TYPED]), None
    with transaction.atomic():
        asked.save(update_fields=["typed_secret", "answered_at"])
        transaction.on_commit(partial(wake_worker, at=at))


def is_anything_asked(_at: datetime) -> bool:
    return ResetRequest.objects.filter(answered_at=None).exists()


def answer_requests(*, at: datetime) -> int:
    """Answer what was asked, the longest waiting first; says how much that was."""
    waiting = ResetRequest.objects.filter(answered_at=None).order_by("pk")
    return sum(
        _answer(number, at=at) for number in list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    )


@transaction.atomic
def _answer(number: int, *, at: datetime) -> int:
    waiting = ResetRequest.objects.select_for_update().filter(pk=number, answered_at=None)
    request = waiting.first()
    if request is None:
        return 0
    found = _accounts_of(_typed(request))
    for user in found:
        outcome = _write_to(user, request, at=at)
        record("password.forgotten", by=UNKNOWN, at=at, subject=user, outcome=outcome)
    if not found:
        record("password.forgotten", by=UNKNOWN, at=at, outcome="no account")
    request.typed_secret, request.answered_at = "", at
    request.save(update_fields=["typed_secret", "answered_at"])
    return 1


def _typed(request: ResetRequest) -> str:
    try:
        return decrypt(request.typed_secret)
    except InvalidToken:  # asked under a key that this installation no longer has
        return ""


def _accounts_of(typed: str) -> list[User]:
    """The accounts of a name or an address."""
    words = User.normalize_username(typed).strip()
    if not words:
        return []
    named = Q(username__iexact=words[:LONGEST_NAME]) | Q(email__iexact=words)
    numbers = User.objects.filter(named).order_by("pk").values_list("pk", flat=True)[:SAME_MAILBOX]
    return list(User.objects.select_for_update().filter(pk__in=list(numbers)).order_by("pk"))


def _write_to(user: User, request: ResetRequest, *, at: datetime) -> str:
    """Write to the address that the account itself has proved, and say what became of it.

    Not to an address of the staff records: whoever keeps those could have the letter sent to
    themselves.
    """
    if not user.is_active:
        return "closed"
    if not user.email:
        return "no address"
    if has_enough(user, MailedLink.Purpose.RESET, at=at):
        return "too many"
    if not user.has_usable_password():
        return _tell_without_password(user, language=request.language, at=at)
    token = new_link(user, MailedLink.Purpose.RESET, address=user.email, at=at)
    hand_over(
        user,
        Handed.RESET,
        address=user.email,
        key=f"{user.pk}:{request.pk}",  # of two requests each has a link, the later one opens
        language=request.language,
        at=at,
        link=reverse("open-reset", args=[token]),
    )
    return "link sent"


def _tell_without_password(user: User, *, language: str, at: datetime) -> str:
    """Of an account without a password only its owner hears so, and at most once an hour."""
    is_governments = bool(settings.OIDC_ISSUER) and user.government_identities.exists()
    what = Handed.GOVERNMENT if is_governments else Handed.NO_PASSWORD
    key = f"{user.pk}:{at:%Y%m%d%H}"
    hand_over(user, what, address=user.email, key=key, language=language, at=at)
    return "no password"


@transaction.atomic
def reset_password(token: str, *, password: str, at: datetime) -> User:
    """Set a new password behind a link; whoever is signed in anywhere is signed out.

    Somebody may have taken the account over, so its API tokens end as well.

    Raises `CannotOpen`, or Django's `ValidationError` if the password will not do.
    """
    link = link_behind(token, MailedLink.Purpose.RESET, at=at)
    validate_password(password, link.user)
    user = spend(link, at=at)
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user, except_key=None, by=SYSTEM, at=at)
    end_invitations(user, at=at)
    end_tokens(user, at=at)
    forget_tries(user.username, at=at)
    record("password.reset", by=user.username, at=at, subject=user)
    tell(user, Event.PASSWORD_RESET, at=at)
    return user
