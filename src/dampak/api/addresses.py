"""Where a request comes from."""

from django.conf import settings
from django.http import HttpRequest

from dampak.foundation.networks import network_of


def address_of(request: HttpRequest) -> str:
    """The network that asks; behind a proxy, what the proxy says last."""
    nearest = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.HTTPS_ONLY:
        return network_of(nearest)
    told: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return network_of(told.rpartition(",")[2].strip() or nearest)
