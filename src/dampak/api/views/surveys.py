"""Surveys of those who were served: what is asked, answers handed in, what was handed on."""
# ruff: noqa: ARG001 - not every operation reads its request

from datetime import date, datetime
from secrets import choice
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from ninja import Query, Schema
from pydantic import Field

from dampak.accounts.access import Permission
from dampak.api.declaring import Room, Told
from dampak.api.gate import KEY, scope_behind, token_behind
from dampak.api.paging import Page, page_of
from dampak.api.refusals import Refused
from dampak.api.values import AS_JSON_COUNTS, After, Code, Limit, Texts
from dampak.language.saying import in_both
from dampak.listening.access import surveys_within
from dampak.listening.models import ELEMENTS, OLDEST, Collection, Response, Survey
from dampak.listening.questions import QUESTIONS
from dampak.listening.response_form import LONGEST_COMMENT, ResponseForm, Sheet
from dampak.listening.services import NotOpen, keep_response
from dampak.listening.tokens import LETTERS, NONCE_LENGTH

room = Room(tags=["surveys"])
Step = Annotated[
    int, Field(ge=1, le=4, description="From 1, the worst, to 4, the best."), AS_JSON_COUNTS
]


class SurveyTold(Schema):
    """The satisfaction survey of one service of one unit."""

    code: str
    unit_code: str
    unit_name: str
    service: str
    words: str
    opens_on: date
    closes_on: date
    state: str


class QuestionTold(Schema):
    """One question, with the words of its four steps."""

    name: str
    text: Texts
    steps: list[Texts]


class SurveyWithQuestions(SurveyTold):
    """A survey with all that is asked."""

    questions: list[QuestionTold]


class Filled(Told):
    """What one citizen answered. It names nobody; a number of a person in the comment is hidden."""

    persyaratan: Step
    prosedur: Step
    waktu: Step
    biaya: Step
    produk: Step
    kompetensi: Step
    perilaku: Step
    pengaduan: Step
    sarpras: Step
    sex: Literal["male", "female", ""] = ""
    age: Annotated[int, Field(ge=0, le=OLDEST), AS_JSON_COUNTS] | None = None
    education: Literal["none", "sd", "smp", "sma", "diploma", "s1", "s2", "s3", ""] = ""
    occupation: Literal["PNS", "TNI", "Polri", "Swasta", "Wirausaha", "Lainnya", ""] = ""
    comment: Annotated[str, Field(max_length=LONGEST_COMMENT)] = ""


class Kept(Schema):
    """The response is on the disk."""

    survey: str
    answered_on: date


class CollectionTold(Schema):
    """One handing on of the responses into the data."""

    number: int
    at: datetime
    responses: int
    snapshot_number: int


@room.ask("/surveys", Page[SurveyTold], permission=Permission.RUN_SURVEYS)
def list_surveys(
    request: HttpRequest,
    state: Annotated[
        Literal["open"] | None, Query(description="Only those that take responses today.")
    ] = None,
    after: After = None,
    limit: Limit = 50,
) -> dict[str, object]:
    """Surveys, newest first."""
    rows, today = _seen(request), localdate()
    if state:
        rows = rows.filter(closed_at=None, opens_on__lte=today, closes_on__gte=today)
    return page_of(rows, by=["-id"], of=f"surveys {state}", after=after, limit=limit, show=_told)


@room.ask("/surveys/{code}", SurveyWithQuestions, permission=Permission.RUN_SURVEYS)
def read_survey(request: HttpRequest, code: Code) -> dict[str, object]:
    """One survey with its questions."""
    return _told(get_object_or_404(_seen(request), code=code)) | {
        "questions": [
            {
                "name": each.name,
                "text": in_both(each.text),
                "steps": [in_both(step) for step in each.steps],
            }
            for each in QUESTIONS
        ]
    }


@room.deed("/surveys/{code}/responses", Kept, permission=Permission.RUN_SURVEYS, is_kept=False)
def hand_in_response(request: HttpRequest, code: Code, filled: Filled) -> dict[str, object]:
    """Hand in what one citizen answered.

    The same rules hold as on the citizen's page. The same key is one response, for ever.
    """
    survey, at = get_object_or_404(_seen(request), code=code), now()
    sheet, nonce = _sheet(filled), _nonce(request, code)
    try:
        is_new = keep_response(survey.code, sheet, nonce=nonce, at=at)
    except NotOpen:
        raise Refused(409, _("This survey takes no responses today."), code="not_open") from None
    kept = Response.objects.get(nonce=nonce)
    if not is_new and not _is_same(kept, sheet):
        raise Refused(
            409,
            _("This key came with something else before. Take a new key for a new request."),
            code="key_in_use",
        )
    return {"survey": survey.code, "answered_on": kept.answered_on}


@room.ask("/collections", Page[CollectionTold], permission=Permission.RUN_SURVEYS, everywhere=True)
def list_collections(
    request: HttpRequest, after: After = None, limit: Limit = 50
) -> dict[str, object]:
    """Each handing on of responses into the data, newest first."""
    return page_of(
        Collection.objects.all(),
        by=["-id"],
        of="collections",
        after=after,
        limit=limit,
        show=_collection,
    )


def _seen(request: HttpRequest) -> "QuerySet[Survey]":
    return surveys_within(scope_behind(request))


def _told(survey: Survey) -> dict[str, Any]:
    return {
        "code": survey.code,
        "unit_code": survey.unit_code,
        "unit_name": survey.unit_name,
        "service": survey.service,
        "words": survey.words,
        "opens_on": survey.opens_on,
        "closes_on": survey.closes_on,
        "state": survey.state(on=localdate()).value,
    }


def _collection(collection: Collection) -> dict[str, Any]:
    return {
        "number": collection.pk,
        "at": collection.at,
        "responses": collection.responses,
        "snapshot_number": collection.snapshot_number,
    }


def _sheet(filled: Filled) -> Sheet:
    """Read by the citizen's own form, so that one rule holds on paper, page and line."""
    told = filled.model_dump()
    sent = {name: "" if value is None else str(value) for name, value in told.items()}
    return ResponseForm(sent, is_bound=True).sheet()


def _nonce(request: HttpRequest, code: str) -> str:
    """Of the key, so that a response which is sent twice is one; else of chance."""
    key = request.headers.get(KEY)
    made = f"{token_behind(request).pk} {code} {key}" if key else None
    if made is None:
        return "".join(choice(LETTERS) for _each in range(NONCE_LENGTH))
    digest = salted_hmac("dampak.api.response", made, algorithm="sha256").digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:NONCE_LENGTH])


def _is_same(kept: Response, sheet: Sheet) -> bool:
    told = (kept.sex, kept.age, kept.education, kept.occupation, kept.comment)
    steps = tuple(getattr(kept, name) for name in ELEMENTS)
    wanted = (sheet.sex, sheet.age, sheet.education, sheet.occupation, sheet.comment)
    return (steps, told) == (sheet.steps, wanted)
