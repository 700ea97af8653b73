"""A citizen's form, opened from a link or a QR code: no account, no script, no cookie needed."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import localdate, now
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from dampak.accounts.access import for_everybody
from dampak.foundation.networks import network_of
from dampak.jobs.pen import LOOK_AGAIN_AFTER, is_taken
from dampak.listening.limits import seconds_to_wait, times_asked
from dampak.listening.models import State, Survey
from dampak.listening.response_form import ResponseForm
from dampak.listening.services import NotOpen, keep_response
from dampak.listening.tokens import new_token, nonce_of

LANGUAGE = "bahasa"


@dataclass(frozen=True, slots=True)
class Shown:
    """What citizens read of a survey, and nothing else that the ledger holds of it."""

    service: str
    unit_name: str
    words: str

    @classmethod
    def of(cls, survey: Survey) -> "Shown":
        return cls(service=survey.service, unit_name=survey.unit_name, words=survey.words)


# Nobody is signed in to this form, so another site could do nothing here in somebody's name; and
# the token of the form, which this server signed, is asked for instead of a cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@for_everybody
def respond(request: HttpRequest, code: str) -> HttpResponse:
    """The questions of a survey, or thanks for having answered them."""
    asked_for = request.GET.get(LANGUAGE, "")
    known = asked_for in dict(settings.LANGUAGES)
    language = asked_for if known else translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(language):
        response = _handed_in(request, code) if request.method == "POST" else _asked(code)
    response.headers["Content-Language"] = language
    # Going back must show the same form again, so it may be kept; coming anew must not.
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _asked(code: str) -> HttpResponse:
    survey = Survey.objects.filter(code=code).first()
    if survey is None or survey.state(on=localdate()) is not State.OPEN:
        return _not_open(survey)
    before, after = _empty_form(Shown.of(survey), translation.get_language() or "")
    return HttpResponse(f"{before}{new_token(code)}{after}")


def _handed_in(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a whole form and give thanks; show any other again, with all that was filled in."""
    form, token = ResponseForm(request.POST, is_bound=True), request.POST.get("tanda", "")
    nonce = nonce_of(token, code)
    if nonce is None:
        return _again(code, form, new_token(code), 422, has_new_token=True)
    if form.missing():
        return _again(code, form, token, 422)
    at = now()
    if _is_one_too_many(request, code, at):
        return _again(code, form, token, 429)
    try:
        is_new = keep_response(code, form.sheet(), nonce=nonce, at=at)
    except NotOpen:
        return _not_open(Survey.objects.filter(code=code).first())
    except OperationalError as fault:
        if not is_taken(fault):
            raise
        return _again(code, form, token, 503)
    thanks = _thanks(code, translation.get_language() or settings.LANGUAGE_CODE)
    return HttpResponse(thanks, status=201 if is_new else 200)


def _is_one_too_many(request: HttpRequest, code: str, at: datetime) -> bool:
    who = f"survey {code} {_address(request)}"
    return times_asked(who, at=at, home=settings.DAMPAK_HOME) > settings.MOST_RESPONSES_A_MINUTE


def _again(
    code: str, form: ResponseForm, token: str, status: int, *, has_new_token: bool = False
) -> HttpResponse:
    survey = Survey.objects.filter(code=code).first()
    if survey is None or survey.state(on=localdate()) is not State.OPEN:
        return _not_open(survey)
    return _form(Shown.of(survey), form, token, status=status, has_new_token=has_new_token)


def _form(
    survey: Shown,
    form: ResponseForm,
    token: str,
    *,
    status: int = 200,
    has_new_token: bool = False,
) -> HttpResponse:
    context = {
        "survey": survey,
        "form": form,
        "asked": form.asked(),
        "token": token,
        "n_missing": len(form.missing()) if form.is_bound else 0,
        "is_too_many": status == 429,
        "is_busy": status == 503,
        "has_new_token": has_new_token,
    }
    response = _page("form", context, status=status)
    if status == 429:
        response.headers["Retry-After"] = str(seconds_to_wait(at=now()))
    if status == 503:
        response.headers["Retry-After"] = str(LOOK_AGAIN_AFTER)
    return response


def _not_open(survey: Survey | None) -> HttpResponse:
    state = survey.state(on=localdate()) if survey else None
    status = 410 if state in {State.OVER, State.CLOSED} else 404
    return _page("not_open", {"survey": survey, "state": state}, status=status)


@lru_cache(maxsize=256)
def _empty_form(survey: Shown, language: str) -> tuple[str, str]:
    """What comes before the token and after it: the same for everybody, drawn once."""
    place = new_token("")
    with translation.override(language):
        drawn = _form(survey, ResponseForm(), place).content.decode()
    before, _token, after = drawn.partition(place)
    return before, after


@lru_cache(maxsize=256)
def _thanks(code: str, language: str) -> str:
    """The page of thanks is the same for everybody: drawn once for a survey and a language."""
    with translation.override(language):
        return render_to_string("listening/public/thanks.html", {"code": code})


def _page(name: str, context: dict[str, object], *, status: int) -> HttpResponse:
    """A page by itself, without what the pages of the office carry."""
    content = render_to_string(f"listening/public/{name}.html", context)
    return HttpResponse(content, status=status)


def _address(request: HttpRequest) -> str:
    """Where the request comes from; behind a proxy, what the proxy says last."""
    nearest = str(request.META.get("REMOTE_ADDR", ""))
    if settings.HTTPS_ONLY:
        told: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
        return network_of(told.rpartition(",")[2].strip() or nearest)
    return network_of(nearest)
