"""The government's sign-in server: its addresses, its keys, and the exchange of a code."""

import time
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings

KEPT_SECONDS = 600
PATIENCE_SECONDS = 10
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class CannotReachProvider(Exception):
    """The sign-in server does not answer, or not as OpenID Connect wants it."""


@dataclass(slots=True)
class Provider:
    """What the sign-in server says about itself; asked for once in ten minutes."""

    issuer: str
    client_id: str
    client_secret: str
    _kept: dict[str, tuple[float, dict[str, Any]]] = field(default_factory=dict)
    _one_asks: Lock = field(default_factory=Lock)

    def address(self, name: str) -> str:
        """One of the server's addresses, from its description."""
        found = self._described().get(name)
        if not isinstance(found, str):
            raise CannotReachProvider(f"its description has no {name}")
        _demand_https(found)
        return found

    def keys(self, *, afresh: bool = False) -> list[dict[str, Any]]:
        """The keys that its tokens are signed with; afresh, when a token names a new one."""
        address = self.address("jwks_uri")
        if afresh:
            self._kept.pop(address, None)
        keys = self._fetch(address).get("keys")
        return [key for key in keys if isinstance(key, dict)] if isinstance(keys, list) else []

    def exchange(self, code: str, *, verifier: str, back: str) -> str:
        """Give the code that the browser brought, and get the token that says who came."""
        given = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": verifier,
        }
        answer = self._speak("POST", self.address("token_endpoint"), **self._proof(given))
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise CannotReachProvider("it gave no id_token")
        return token

    def _proof(self, given: dict[str, str]) -> dict[str, Any]:
        """Prove who asks in the way that the server knows."""
        ways = self._described().get("token_endpoint_auth_methods_supported", [])
        if "client_secret_post" in ways and "client_secret_basic" not in ways:
            own = {"client_id": self.client_id, "client_secret": self.client_secret}
            return {"data": given | own}
        return {"data": given, "auth": (self.client_id, self.client_secret)}

    def _described(self) -> dict[str, Any]:
        _demand_https(self.issuer)
        found = self._fetch(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if str(found.get("issuer", "")).rstrip("/") != self.issuer.rstrip("/"):
            raise CannotReachProvider("it calls itself by another name than DAMPAK_OIDC_ISSUER")
        return found

    def _fetch(self, address: str) -> dict[str, Any]:
        with self._one_asks:
            moment, told = self._kept.get(address, (0.0, {}))
            if not told or time.monotonic() - moment > KEPT_SECONDS:
                told = self._speak("GET", address)
                self._kept[address] = (time.monotonic(), told)
        return told

    def _speak(self, method: str, address: str, **parts: Any) -> dict[str, Any]:
        try:
            answer = httpx.request(method, address, timeout=PATIENCE_SECONDS, **parts)
            answer.raise_for_status()
            told = answer.json()
        except (httpx.HTTPError, ValueError) as fault:
            # Of the fault its kind alone: its words may carry a code or an address.
            raise CannotReachProvider(type(fault).__name__) from None
        if not isinstance(told, dict):
            raise CannotReachProvider("it answered no object")
        return told


def _demand_https(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise CannotReachProvider("one of its addresses is not https")


_providers: dict[tuple[str, str, str], Provider] = {}


def provider() -> Provider | None:
    """The sign-in server that this installation was told about, if any."""
    if not settings.OIDC_ISSUER:
        return None
    told = (settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)
    if told not in _providers:
        issuer, client_id, client_secret = told
        _providers[told] = Provider(issuer=issuer, client_id=client_id, client_secret=client_secret)
    return _providers[told]
