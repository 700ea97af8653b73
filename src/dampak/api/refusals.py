"""What cannot be done, in one shape for every operation: ``{code, message, data}``."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.csrf import csrf_exempt

from dampak.accounts.access import for_everybody

# What a status means here, as a code for programs and a sentence for people.
MEANINGS: Mapping[int, tuple[str, str]] = {
    400: ("bad_request", gettext_noop("This request cannot be understood. Send it once more.")),
    401: (
        "no_token",
        gettext_noop(
            "No valid token came with this request. Send one in the header Authorization, after "
            "the word Bearer; tokens are made on the page /token/."
        ),
    ),
    403: (
        "not_granted",
        gettext_noop(
            "This token does not include what was asked for. Make one whose scopes and people do."
        ),
    ),
    404: (
        "not_found",
        gettext_noop("There is nothing at this address, or nothing for this token."),
    ),
    405: (
        "method_not_allowed",
        gettext_noop(
            "This address does not take this method; the header Allow names those it has."
        ),
    ),
    406: (
        "not_acceptable",
        gettext_noop("Answers are application/json here. Ask for that in the header Accept."),
    ),
    409: ("conflict", gettext_noop("This cannot be done as things stand.")),
    413: (
        "too_large",
        gettext_noop("More was sent than one request may hold. Send it in several parts."),
    ),
    415: (
        "wrong_content_type",
        gettext_noop("The content is not of the type that this operation reads."),
    ),
    422: (
        "invalid",
        gettext_noop("Something that was sent is not what the document asks for; see the faults."),
    ),
    429: (
        "too_many",
        gettext_noop("Too many requests within this minute. Wait as long as Retry-After says."),
    ),
    500: (
        "broken",
        gettext_noop(
            "Something broke on our side. Try again; if it stays, tell the administrator."
        ),
    ),
    503: (
        "cannot_read",
        gettext_noop("What is served cannot be read now. Tell the administrator."),
    ),
    507: (
        "disk_refuses",
        gettext_noop("The disk of this server takes nothing more. Nothing of this was kept."),
    ),
}


class Refused(Exception):
    """Why an operation is not carried out; becomes the answer."""

    def __init__(
        self,
        status: int,
        message: str = "",
        *,
        code: str = "",
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message or code or str(status))
        self.status, self.message, self.code = status, message, code
        self.data, self.headers = data or {}, headers or {}


def invalid(where: str, message: str) -> Refused:
    """One thing that was sent is wrong; ``where`` is its place, such as ``query.limit``."""
    return Refused(422, data={"faults": [{"where": where, "message": message}]})


def answer_to(refused: Refused) -> JsonResponse:
    """The refusal as it is sent."""
    code, meaning = MEANINGS.get(refused.status, MEANINGS[400])
    told = {
        "code": refused.code or code,
        "message": refused.message or _(meaning),
        "data": dict(refused.data),
    }
    response = JsonResponse(told, status=refused.status)
    for name, value in refused.headers.items():
        response.headers[name] = value
    if refused.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="dampak"'
    return response


def busy(seconds: str) -> JsonResponse:
    """Somebody else writes in the ledger at length; whoever tries again will get through."""
    message = _(
        "The ledger is busy, so it is not certain whether this was kept. Try again after "
        "Retry-After, under the same key if you sent one."
    )
    return answer_to(Refused(503, message, code="busy", headers={"Retry-After": seconds}))


def refuse_as(status: int) -> JsonResponse:
    """The plain refusal of a status."""
    return answer_to(Refused(status))


@csrf_exempt
@for_everybody
def page_gone(request: HttpRequest, path: str = "") -> JsonResponse:  # noqa: ARG001 - the route names it
    """No operation has this address."""
    return refuse_as(404)
