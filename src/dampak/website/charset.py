"""Every form is read as UTF-8, in which every page is written, whatever its sender calls it.

A sender could name an alphabet that makes text which no database takes, or none at all.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


class OneCharsetMiddleware:
    """Stands before everything that reads the address or the body."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.encoding is not None:
            request.encoding = settings.DEFAULT_CHARSET
        return self.get_response(request)
