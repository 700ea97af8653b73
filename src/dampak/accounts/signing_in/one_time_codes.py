"""Codes that open the door once: six digits of a phone, eight of a sheet of paper."""

import logging
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from cryptography.fernet import InvalidToken
from django.db import transaction
from django.utils.crypto import constant_time_compare

from dampak.accounts.models import User

logger = logging.getLogger(__name__)

PERIOD_SECONDS = 30
STEPS_ASIDE = 1  # a phone's clock may be half a minute wrong


@transaction.atomic
def accept_code(user: User, code: str) -> Authenticator | None:
    """The factor that a code belongs to, or nothing; the code is spent in the same breath.

    The factor's row is locked while it is looked at, so that the same code sent twice at once
    opens one door and not two.
    """
    digits = "".join(code.split())
    factors = Authenticator.objects.select_for_update().filter(user=user)
    for factor in factors.exclude(type=Authenticator.Type.WEBAUTHN).order_by("-type"):
        if _accepts(factor, digits):
            accepted: Authenticator = factor
            return accepted
    return None


def _accepts(factor: Authenticator, digits: str) -> bool:
    try:
        if factor.type == Authenticator.Type.TOTP:
            return _spend_step(factor, digits)
        return RecoveryCodes(factor).validate_code(digits)
    except InvalidToken:  # a ledger brought here without the key that locked its secrets
        logger.exception("a second factor cannot be read: DAMPAK_SECRET_KEY is not the one it had")
        return False


def spend_first_code(factor: Authenticator, code: str) -> None:
    """The code that proved a new app is spent: it opens nothing afterwards."""
    _spend_step(factor, "".join(code.split()))


def _spend_step(factor: Authenticator, digits: str) -> bool:
    """Codes of a step that was used, or of an earlier one, are refused (RFC 6238, 5.2)."""
    secret = decrypt(factor.data["secret"])
    now = int(time.time()) // PERIOD_SECONDS
    for step in range(now - STEPS_ASIDE, now + STEPS_ASIDE + 1):
        if step <= factor.data.get("used_step", 0):
            continue
        if constant_time_compare(format_hotp_value(hotp_value(secret, step)), digits):
            factor.data["used_step"] = step
            factor.save(update_fields=["data"])
            return True
    return False
