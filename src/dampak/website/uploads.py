"""A request that is too large is refused before a byte of it is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from dampak.website.refusals import too_large

GetResponse = Callable[[HttpRequest], HttpResponse]
MEBIBYTE = 2**20
LARGEST_OF_STRANGERS = MEBIBYTE


class LargestRequestMiddleware:
    """Stands before everything that would read the body to look for a form's mark."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        size = int(announced) if announced.isdigit() else 0
        if size <= LARGEST_OF_STRANGERS or size <= _largest(request):
            return self.get_response(request)
        found = -(-size // MEBIBYTE)  # a little over the most is not called the most
        return too_large(request, found_mb=found, most_mb=_largest(request) // MEBIBYTE)


def _largest(request: HttpRequest) -> int:
    """Who has not signed in has nothing to hand in but a name and a password."""
    if request.user.is_authenticated:
        return int(settings.LARGEST_DELIVERY_BYTES)
    return LARGEST_OF_STRANGERS
