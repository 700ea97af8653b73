"""The way to the sign-in server and back: state, nonce and PKCE tie the two ends together."""

import base64
import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from dampak.accounts.signing_in.single_sign_on.provider import Provider
from dampak.accounts.signing_in.single_sign_on.tokens import (
    CannotTrustToken,
    Claim,
    claim_of,
)

KEPT_AS = "single_sign_on"
LONGEST = timedelta(minutes=10)


def way_out(request: HttpRequest, *, provider: Provider, onward: str, at: datetime) -> str:
    """The address to send the browser to; what ties its return to this browser is kept here."""
    kept = {
        "state": secrets.token_urlsafe(32),
        "nonce": secrets.token_urlsafe(32),
        "verifier": secrets.token_urlsafe(64),
        "onward": onward,
        "at": at.timestamp(),
    }
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": _way_back(request),
        "scope": "openid email profile",
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": _challenge(str(kept["verifier"])),
        "code_challenge_method": "S256",
    }
    address = provider.address("authorization_endpoint")
    request.session[KEPT_AS] = kept
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def came_back(request: HttpRequest, *, provider: Provider, at: datetime) -> tuple[Claim, str]:
    """Who came back, and where they wanted to go. A journey ends once, whatever comes of it.

    Raises ``CannotTrustToken`` or ``CannotReachProvider``.
    """
    kept: dict[str, Any] = request.session.pop(KEPT_AS, {})
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    if not kept or not constant_time_compare(state, str(kept.get("state"))):
        raise CannotTrustToken("this return belongs to no journey of this browser")
    if at.timestamp() - float(kept["at"]) > LONGEST.total_seconds():
        raise CannotTrustToken("the journey took too long")
    if not code:
        raise CannotTrustToken("the server sent no code")
    token = provider.exchange(code, verifier=str(kept["verifier"]), back=_way_back(request))
    claim = claim_of(token, provider=provider, nonce=str(kept["nonce"]))
    return claim, str(kept["onward"])


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _way_back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("single-sign-on-back"))
