"""Is this token from the sign-in server, for us, for this journey, and still good?"""

from dataclasses import dataclass
from typing import Any

import jwt
from django.utils.crypto import constant_time_compare

from dampak.accounts.signing_in.single_sign_on.provider import Provider

# Signatures made with a private key only: with HS256 everybody who knows the client's secret
# could sign, and with "none" everybody.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
CLOCKS_APART_SECONDS = 60


class CannotTrustToken(Exception):
    """The token does not prove who came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who came, by the word of the sign-in server."""

    subject: str
    email: str  # empty unless the server says that it has verified it, or with odd letters


def claim_of(token: str, *, provider: Provider, nonce: str) -> Claim:
    """Who came. Signature, issuer, audience, hours and nonce are all looked at, and all must hold.

    Raises ``CannotTrustToken``.
    """
    try:
        claims = _verified(token, provider=provider)
    except jwt.PyJWTError as fault:
        raise CannotTrustToken(type(fault).__name__) from None
    if not constant_time_compare(str(claims.get("nonce", "")), nonce):
        raise CannotTrustToken("the nonce is of another journey")
    audience = claims["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    if (several or "azp" in claims) and claims.get("azp") != provider.client_id:
        raise CannotTrustToken("it was issued to another party")
    verified = claims.get("email_verified") is True
    email = str(claims.get("email", "")) if verified else ""
    return Claim(subject=str(claims["sub"]), email=_plain(email))


def _plain(email: str) -> str:
    """In small letters. Without those of ASCII alone it is nobody's: when capitals are folded,
    a long s becomes an s and a dotless i an i, so that a stranger's address is somebody's."""
    return email.strip().lower() if email.isascii() else ""


def _verified(token: str, *, provider: Provider) -> dict[str, Any]:
    header = jwt.get_unverified_header(token)
    key = _key_for(header, provider=provider)
    claims: dict[str, Any] = jwt.decode(
        token,
        key=key,
        algorithms=ALGORITHMS,
        audience=provider.client_id,
        issuer=[provider.issuer, provider.issuer.rstrip("/"), provider.issuer.rstrip("/") + "/"],
        leeway=CLOCKS_APART_SECONDS,
        options={"require": ["iss", "sub", "aud", "exp", "iat"]},
    )
    return claims


def _key_for(header: dict[str, Any], *, provider: Provider) -> jwt.PyJWK:
    """The server's key that the token names; unnamed, its only one."""
    if header.get("alg") not in ALGORITHMS:
        raise CannotTrustToken("it is signed in a way that anybody could")
    for afresh in (False, True):
        keys = provider.keys(afresh=afresh)
        named = [key for key in keys if "kid" not in header or key.get("kid") == header["kid"]]
        fitting = [key for key in named if key.get("use", "sig") == "sig"]
        if len(fitting) == 1:
            return jwt.PyJWK(fitting[0], algorithm=str(header.get("alg")))
    raise CannotTrustToken("no key of the server fits")
