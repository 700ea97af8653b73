"""What allauth tells happened at the door goes into the book of deeds, without a secret."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import user_logged_in
from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest
from django.utils.timezone import now  # noqa: TID251 - a signal brings no moment along

from dampak.accounts.models import User
from dampak.accounts.signing_in.ends import begin_session
from dampak.accounts.signing_in.lockout import forget_tries
from dampak.accounts.signing_in.telling import Event, tell
from dampak.audit.services import record


def listen() -> None:
    """Hear what the third party does; nothing is decided here."""
    user_logged_in.connect(_signed_in, dispatch_uid="dampak.signed-in")
    user_logged_out.connect(_signed_out, dispatch_uid="dampak.signed-out")
    signals.authenticator_added.connect(_added, dispatch_uid="dampak.factor-added")
    signals.authenticator_removed.connect(_removed, dispatch_uid="dampak.factor-removed")
    signals.authenticator_reset.connect(_renewed, dispatch_uid="dampak.codes-renewed")
    signals.authenticator_used.connect(_used, dispatch_uid="dampak.factor-used")


def _signed_in(request: HttpRequest, user: User, **_rest: Any) -> None:
    at = now()
    forget_tries(user.username, at=at)
    begin_session(request, at=at)
    steps = get_authentication_records(request, user)
    means = [str(step.get("type") or step["method"]) for step in steps]
    record("sign-in.done", by=user.username, at=at, subject=user, means=means)


def _signed_out(user: User | None, **_rest: Any) -> None:
    if user is not None:
        record("sign-out.done", by=user.username, at=now(), subject=user)


def _added(user: User, authenticator: Authenticator, **_rest: Any) -> None:
    _note("second-factor.added", user, authenticator)
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:  # those come with the first factor
        tell(user, Event.FACTOR_ADDED, at=now())


def _removed(user: User, authenticator: Authenticator, **_rest: Any) -> None:
    _note("second-factor.removed", user, authenticator)
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:  # those go with the last factor
        tell(user, Event.FACTOR_REMOVED, at=now())


def _renewed(user: User, authenticator: Authenticator, **_rest: Any) -> None:
    _note("second-factor.codes-renewed", user, authenticator)
    tell(user, Event.CODES_RENEWED, at=now())


def _used(user: User, authenticator: Authenticator, **_rest: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _note("second-factor.recovery-code-used", user, authenticator)
        tell(user, Event.CODE_USED, at=now())


def _note(deed: str, user: User, authenticator: Authenticator) -> None:
    record(deed, by=user.username, at=now(), subject=user, factor=str(authenticator.type))
