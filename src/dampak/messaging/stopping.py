"""The link with which somebody declines further messages without signing in; it names nobody."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse


def stop_link(recipient: str) -> str:
    """Signed, so that nobody can decline for others; it stays good for ever."""
    return f"{settings.SITE_ADDRESS}{stop_path(recipient)}"


def stop_path(recipient: str) -> str:
    """The same within this site; there a no is taken back, too."""
    return reverse("messaging:stop", args=[_signer().sign_object(recipient)])


def recipient_in(token: str) -> str | None:
    """Whose link this is; None if we did not write it."""
    try:
        return str(_signer().unsign_object(token))
    except BadSignature:
        return None


def _signer() -> Signer:
    """Made when it is needed: at import it would ask for the secret key of a home that is not."""
    return Signer(salt="dampak.messaging.stop")
