"""The API as a whole: its rooms, its document, and what its faults become."""
# ruff: noqa: ARG001 - each handler is given the request

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from dampak import __version__
from dampak.api.cursors import NoSuchPage
from dampak.api.gate import gate
from dampak.api.refusals import Refused, answer_to, refuse_as
from dampak.api.views import (
    audit_entries,
    deliveries,
    findings,
    indicators,
    jobs,
    own_token,
    people,
    plans,
    previews,
    receipts,
    staff_lists,
    surveys,
    tables,
    units,
)
from dampak.foundation.text import Sentence
from dampak.impact.plan_file import CannotReadPlan
from dampak.impact.services import CannotPlan, CannotSeal
from dampak.intake.services import CannotAccept
from dampak.language.saying import say
from dampak.organisations.importing.services import CannotImport

ABOUT = """What other systems ask of dampak and hand in to it.

Every operation but the releases and the tables needs a token (header `Authorization: Bearer ...`),
made on the page `/token/`. `x-permission` names the right that its scopes must hold. Lists are read
page by page: send `next` of one page as `after` of the next. Sentences come in the language of the
header `Accept-Language` (`id` or `en`).

Months are `2026-01`, days `2026-01-31`, moments ISO 8601 in UTC. Days begin and end in the time
zone of the installation. Shares run from 0 to 1; every other number is in the `unit` of its
indicator.

Send an `Idempotency-Key` with whatever makes something, and the same key again when a line broke.
Every answer but 503 says in `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset`
(seconds) how much may still be asked within this minute; over it comes 429 with `Retry-After`.
"""
TAGS = {
    "token": "The token that was sent.",
    "units": "The tree of offices, as of a day.",
    "people": "People who serve, with masked numbers.",
    "tables": "What files may hold, column by column.",
    "staff-lists": "Lists of units and staff, previewed and taken over.",
    "deliveries": "Files handed in, previewed, accepted or discarded.",
    "surveys": "Satisfaction surveys and their responses.",
    "indicators": "What each number means, and what was read.",
    "plans": "Study plans and their seals.",
    "findings": "What the data said, with verdicts.",
    "releases": "What was released to everybody.",
    "jobs": "Work in the background.",
    "audit": "The book of deeds.",
}


class Bearer(HttpBearer):
    """Says in the document what `middleware` has looked up and `gate` asks for."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:  # noqa: ARG002 - looked up before
        return request.token  # type: ignore[attr-defined]


api = NinjaAPI(
    title="dampak",
    version="1",
    description=ABOUT,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
    auth=Bearer(),
    servers=[{"url": "/", "description": "This installation"}],
    openapi_extra={
        "info": {
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "contact": {"name": "The administrator of this installation"},
            "x-dampak-version": __version__,
        },
        "tags": [{"name": name, "description": told} for name, told in TAGS.items()],
    },
)
api.add_decorator(gate, mode="view")

# What a value can be wrong in, by pydantic's names; others are told in general.
FAULTS = {
    "missing": gettext_noop("This is missing."),
    "extra_forbidden": gettext_noop("This is not known here."),
    "string_pattern_mismatch": gettext_noop("This is not written as the document asks for."),
    "string_too_long": gettext_noop("This is too long."),
    "string_too_short": gettext_noop("This is too short."),
    "too_short": gettext_noop("These are too few."),
    "enum": gettext_noop("This is none of the values that may stand here."),
    "literal_error": gettext_noop("This is none of the values that may stand here."),
    "greater_than_equal": gettext_noop("This is too small."),
    "less_than_equal": gettext_noop("This is too large."),
}
IN_GENERAL = gettext_noop("This is not of the kind that the document asks for.")


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    return answer_to(refused)


@api.exception_handler(NoSuchPage)
def _no_such_page(request: HttpRequest, fault: Exception) -> HttpResponse:
    told = _(
        "This cursor leads nowhere: it belongs to another list, to other filters, or to data that "
        "were replaced since. Begin again without after."
    )
    return answer_to(Refused(404, told, code="no_such_page"))


@api.exception_handler(Http404)
def _nothing(request: HttpRequest, fault: Exception) -> HttpResponse:
    return refuse_as(404)


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, fault: Exception) -> HttpResponse:
    return refuse_as(413)


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, fault: HttpError) -> HttpResponse:
    """A body that is no JSON is the only thing that ninja refuses in this way."""
    status = 422 if fault.status_code == 400 else fault.status_code
    return refuse_as(status)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    faults = [
        {
            "where": ".".join(str(part)[:60] for part in each["loc"])[:300],
            "message": _(FAULTS.get(each["type"], IN_GENERAL)),
        }
        for each in fault.errors[:100]
    ]
    return answer_to(Refused(422, data={"faults": faults}))


@api.exception_handler(CannotAccept)
@api.exception_handler(CannotImport)
@api.exception_handler(CannotPlan)
@api.exception_handler(CannotReadPlan)
@api.exception_handler(CannotSeal)
def _cannot(request: HttpRequest, refusal: Exception) -> HttpResponse:
    """What a deed says to a person at the screen, said here too."""
    language = get_language() or "id"
    faults: tuple[Sentence, ...] = getattr(refusal, "faults", ())
    said = [say(each, language) for each in faults or (refusal.sentence,)]  # type: ignore[attr-defined]
    told = [{"where": "", "message": each} for each in said]
    return answer_to(Refused(409, " ".join(said)[:2000], data={"faults": told}))


for _room in (
    own_token.room,
    units.room,
    people.room,
    tables.room,
    staff_lists.room,
    deliveries.room,
    previews.room,
    receipts.room,
    surveys.room,
    indicators.room,
    plans.room,
    findings.room,
    findings.releases,
    jobs.room,
    audit_entries.room,
):
    api.add_router("", _room)
