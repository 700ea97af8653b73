"""Each request leaves one line in the log and one count: which page, how it ended, how long.

Never the address itself, where somebody's token or search may stand, nor who asked but a number.
"""

import logging
import re
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

from dampak.operations.metrics.requests import note_request

log = logging.getLogger("dampak.requests")
GetResponse = Callable[[HttpRequest], HttpResponse]
# What a web server in front may hand on; anything else gets a number of our own.
WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}")
LONG_DIGITS = re.compile(r"\d{10}")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestLogMiddleware:
    """Stands outside all others, so that refusals are counted too."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        clear_contextvars()
        number = _number_of(request)
        bind_contextvars(request_id=number)
        response = self.get_response(request)
        response.headers["X-Request-ID"] = number
        _note(request, response.status_code, perf_counter() - began)
        return response


def number_of_this_request() -> str:
    """By which its lines are found in the log; it says nothing about anybody."""
    return str(get_contextvars().get("request_id", ""))


def _number_of(request: HttpRequest) -> str:
    given = request.headers.get("X-Request-ID", "")
    is_taken = WELL_FORMED.fullmatch(given) and not LONG_DIGITS.search(given)
    return given if is_taken else uuid4().hex


def _note(request: HttpRequest, status: int, seconds: float) -> None:
    route = _route_of(request)
    method = request.method if request.method in METHODS else "OTHER"
    note_request(route=route, method=method or "OTHER", status=status, seconds=seconds)
    log.log(
        logging.WARNING if status >= 500 else logging.INFO,
        "request",
        extra={
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
            "user": _person(request),
        },
    )


def _route_of(request: HttpRequest) -> str:
    """The name of the page, of which there are few; of addresses there is no end."""
    match = request.resolver_match
    if match is not None:
        return match.view_name or match.route
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"


def _person(request: HttpRequest) -> int | None:
    """The number of who is signed in, if this request had to know it anyway."""
    user = getattr(request, "_cached_user", None)
    return user.pk if user is not None else None
