"""What a request changes was changed by whoever signed in."""

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from dampak.audit.actors import acting

GetResponse = Callable[[HttpRequest], HttpResponse]
VISITOR = "(visitor)"


class ActingMiddleware:
    """Stands behind the one that knows who signed in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting(by=_name_of(request)):
            return self.get_response(request)


def _name_of(request: HttpRequest) -> str:
    """The name signed in with. Without a cookie nobody is looked up: citizens come in crowds.

    A ledger that cannot say who it is will take no change either, and the page that follows tells.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return VISITOR
    try:
        return request.user.get_username() or VISITOR
    except DatabaseError:
        return VISITOR
