"""The link with which somebody declines further messages without signing in; it names nobody."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse


def stop_link(recipient: str) -> str:
    """Signed, so that nobody can decline for others; it stays good for ever."""
    path = reverse("messaging:stop", args=[_signer().sign_object(recipient)])
    return f"{settings.SITE_ADDRESS}{path}"


def recipient_in(token: str) -> str | None:
    """Whose link this is; None if we did not write it."""
    try:
        return str(_signer().unsign_object(token))
    except BadSignature:
        return None


def _signer() -> Signer:
    """Made when it is needed: at import it would ask for the secret key of a home that is not."""
    return Signer(salt="dampak.messaging.stop")
