"""Round every request to the API: who asks, in which language, how often; and one shape of answer.

It stands behind the sessions and in front of everything that reads the body: a session opens
nothing here, and only who has a token may send much.
"""

import logging
from collections.abc import Callable, Mapping

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.timezone import localdate, now  # noqa: TID251 - the edge of the house

from dampak.api.access import token_of
from dampak.api.allowance import Allowance, allowance_of
from dampak.api.fingerprints import fingerprint_of
from dampak.api.models import Token
from dampak.api.refusals import Refused, answer_to, busy, refuse_as
from dampak.api.services import note_use
from dampak.audit.actors import acting

log = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]
ADDRESS = "/api/v1/"


class ApiMiddleware:
    """Lets pages pass, and takes requests to the API by the hand."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(ADDRESS):
            return self.get_response(request)
        with translation.override(_language(request)):
            response, left = self._answered(request)
            response.headers["Content-Language"] = translation.get_language() or "id"
        dressed = _dressed(request, response)  # an answer of its own where nothing has changed
        for name, value in left.items():
            dressed.headers[name] = value
        return dressed

    def _answered(self, request: HttpRequest) -> tuple[HttpResponse, Mapping[str, str]]:
        """The answer, and how much may still be asked where it is known whose turn it is."""
        request.user, request.token = AnonymousUser(), None  # type: ignore[attr-defined]
        try:
            token = token_of(request.headers.get("Authorization", ""), on=localdate())
        except DatabaseError as fault:
            log.warning("Nobody's token can be looked up: %s", type(fault).__name__)
            return refuse_as(503), {}
        allowance = allowance_of(request, token, at=now())
        if allowance.is_overdrawn():
            return _one_too_many(allowance), allowance.headers()
        return self._known(request, token), allowance.headers()

    def _known(self, request: HttpRequest, token: Token | None) -> HttpResponse:
        if token is None:
            return self._carried_out(request)
        request.user = request._cached_user = token.holder  # type: ignore[attr-defined]  # noqa: SLF001 - as Django keeps it
        request.token = token  # type: ignore[attr-defined]
        with acting(by=token.holder.username, reason=f"token {token.pk}"):
            note_use(token, on=localdate())
            return self._carried_out(request)

    def _carried_out(self, request: HttpRequest) -> HttpResponse:
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        response = _in_our_shape(self.get_response(request))
        if request.method == "OPTIONS" and response.status_code == 405:
            return HttpResponse(status=204, headers={"Allow": response.headers["Allow"]})
        return _without_body(response) if is_head else response


def _one_too_many(allowance: Allowance) -> HttpResponse:
    return answer_to(Refused(429, headers={"Retry-After": str(allowance.seconds)}))


def _language(request: HttpRequest) -> str:
    """What the header Accept-Language asks for; otherwise Indonesian."""
    known = dict(settings.LANGUAGES)
    for wanted in request.headers.get("Accept-Language", "").lower().split(",")[:10]:
        language = wanted.partition(";")[0].strip().partition("-")[0]
        if language in known:
            return language
    return settings.LANGUAGE_CODE


def _in_our_shape(response: HttpResponse) -> HttpResponse:
    """Pages that others made of a fault, such as of a disk that is full, told as data."""
    if response.status_code < 400 or isinstance(response, JsonResponse):
        return response
    if response.headers.get("Content-Type", "").startswith("application/json"):
        return response
    if "Retry-After" in response.headers:
        return busy(response.headers["Retry-After"])
    told = refuse_as(response.status_code)
    if "Allow" in response.headers:
        told.headers["Allow"] = _with_implied(response.headers["Allow"])
    return told


def _with_implied(methods: str) -> str:
    """Where something can be read, its head can; what can be done may be asked everywhere."""
    named = {each.strip() for each in methods.split(",")}
    return ", ".join(sorted(named | {"OPTIONS"} | ({"HEAD"} if "GET" in named else set())))


def _without_body(response: HttpResponse) -> HttpResponse:
    length = len(response.content)
    response.content = b""
    response.headers["Content-Length"] = str(length)
    return response


def _dressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """With what keeps the same answer from travelling twice, and from being kept by others."""
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Authorization", "Accept-Language"))
    if request.method != "GET" or response.status_code != 200 or not response.content:
        return response
    etag = quote_etag(fingerprint_of(response.content)[:32])
    response.headers["ETag"] = etag
    found = get_conditional_response(request, etag=etag, response=response)
    return found if isinstance(found, HttpResponse) else response
