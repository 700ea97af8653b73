"""Where a request comes from."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The nearest address; behind the proxy of an HTTPS site, the one that the proxy says last."""
    nearest = str(request.META.get("REMOTE_ADDR", "")) or "127.0.0.1"
    if settings.HTTPS_ONLY:
        told: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
        return told.rpartition(",")[2].strip() or nearest
    return nearest


def place_of(address: str) -> str:
    """Enough of an address to recognise an office by, too little to find a person by."""
    if ":" in address:
        return ":".join(address.split(":")[:3]) + ":…"
    return ".".join(address.split(".")[:2]) + ".…"
