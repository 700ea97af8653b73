"""What opens somebody's account besides the password."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import InvalidToken
from django.db import transaction

from dampak.accounts.models import User
from dampak.accounts.signing_in.telling import Event, tell
from dampak.audit.services import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """The second factors of one account."""

    app: Authenticator | None
    passkeys: tuple[Authenticator, ...]
    codes: Authenticator | None
    codes_left: int

    @property
    def opens(self) -> bool:
        """Whether there is one at all; recovery codes alone are none."""
        return self.app is not None or bool(self.passkeys)

    @property
    def is_one(self) -> bool:
        """Whether taking any of them away leaves none, and takes the recovery codes along."""
        return len(self.passkeys) + (self.app is not None) == 1


def factors_of(user: User) -> Factors:
    found = list(Authenticator.objects.filter(user=user).order_by("pk"))
    of = {kind: [each for each in found if each.type == kind] for kind in Authenticator.Type}
    codes = next(iter(of[Authenticator.Type.RECOVERY_CODES]), None)
    return Factors(
        app=next(iter(of[Authenticator.Type.TOTP]), None),
        passkeys=tuple(of[Authenticator.Type.WEBAUTHN]),
        codes=codes,
        codes_left=_left(codes) if codes else 0,
    )


def _left(codes: Authenticator) -> int:
    try:
        return len(RecoveryCodes(codes).get_unused_codes())
    except InvalidToken:  # locked with a key that this installation does not have
        return 0


@transaction.atomic
def take_factors_away(user: User, *, by: str, at: datetime) -> int:
    """For somebody who lost phone and sheet: the password alone opens again."""
    User.objects.select_for_update().get(pk=user.pk)
    removed, _kinds = Authenticator.objects.filter(user=user).delete()
    if removed:
        record("second-factor.taken-away", by=by, at=at, subject=user, factors=removed)
        tell(user, Event.FACTOR_REMOVED, at=at)
    return removed
