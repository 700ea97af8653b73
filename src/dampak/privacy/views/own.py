"""What is kept about oneself, to see and to take away; and asking for more."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dampak.accounts.access import for_everybody, for_oneself, signed_in
from dampak.audit.services import record
from dampak.language.saying import say
from dampak.privacy.forms import AskForm, StrangerForm
from dampak.privacy.models import Asked, PrivacyRequest
from dampak.privacy.selectors.one_person import Kept, as_csv, kept_about
from dampak.privacy.selectors.restrictions import liftable_by, restrictions_of
from dampak.privacy.selectors.whose import subject_of
from dampak.privacy.services.asking import ask as ask_something
from dampak.privacy.services.asking import ask_as_stranger
from dampak.privacy.services.refusals import CannotAnswer
from dampak.privacy.services.restricting import lift_own

ASKED_AS = "privacy_asked"


@require_safe
@never_cache
@for_oneself
def own(request: HttpRequest) -> HttpResponse:
    """Everything that is kept about whoever looks."""
    return _own(request, AskForm())


@require_POST
@for_oneself
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for something about one's own data."""
    form = AskForm(request.POST)
    if not form.is_valid():
        return _own(request, form, status=422)
    told = form.cleaned_data
    try:
        made = ask_something(
            signed_in(request),
            Asked(told["asked"]),
            words=told["words"],
            nonce=told["nonce"],
            language=_language(),
            at=now(),
        )
    except CannotAnswer as refusal:
        messages.warning(request, say(refusal.sentence, _language()))
    else:
        messages.success(
            request,
            _("It has arrived under number %(number)s. You get an answer within 3 x 24 hours.")
            % {"number": made.pk},
        )
    return redirect("privacy:own")


@require_POST
@for_oneself
def lift(request: HttpRequest) -> HttpResponse:
    """Lift what was asked for with this account, and say what still stands."""
    user = signed_in(request)
    n_lifted = lift_own(user, at=now())
    if restrictions_of(user, on=localdate()):
        messages.warning(
            request,
            _(
                "Your data are still restricted, by what was asked for otherwise than with this "
                "account. The data steward lifts that, having seen your identity card: ask below."
            ),
        )
    elif n_lifted:
        messages.success(request, _("Your data are no longer restricted."))
    return redirect("privacy:own")


@require_safe
@never_cache
@for_oneself
def as_json(request: HttpRequest) -> HttpResponse:
    """Everything kept about oneself, for machines."""
    text = json.dumps(_taken(request).tables(), ensure_ascii=False, indent=1)
    return download(text, "application/json", "data-saya.json")


@require_safe
@never_cache
@for_oneself
def as_table(request: HttpRequest) -> HttpResponse:
    """Everything kept about oneself, for a spreadsheet."""
    return download("\ufeff" + as_csv(_taken(request)), "text/csv", "data-saya.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_everybody
def ask_without_account(request: HttpRequest) -> HttpResponse:
    """The form for somebody without an account."""
    form = StrangerForm(request.POST or None)
    refusal = ""
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("called", "reach", "words", "nonce")}
        asked = Asked(form.cleaned_data["asked"])
        try:
            made = ask_as_stranger(asked, **told, language=_language(), at=now())
        except CannotAnswer as refused:
            refusal = say(refused.sentence, _language())
        else:
            request.session[ASKED_AS] = made.pk
            return redirect("privacy:asked")
    status = 429 if refusal else 422 if form.errors else 200
    return render(request, "privacy/ask.html", {"form": form, "refusal": refusal}, status=status)


@require_safe
@never_cache
@for_everybody
def asked(request: HttpRequest) -> HttpResponse:
    """That it has arrived, under which number, and what comes next."""
    number = request.session.get(ASKED_AS)
    if number is None:
        return redirect("privacy:ask")
    return render(request, "privacy/asked.html", {"number": number})


def _own(request: HttpRequest, form: AskForm, *, status: int = 200) -> HttpResponse:
    user, at = signed_in(request), now()
    standing, liftable = (
        restrictions_of(user, on=localdate(at)),
        liftable_by(user, on=localdate(at)),
    )
    asked_before = PrivacyRequest.objects.filter(user=user).order_by("-pk")
    context = {
        "kept": kept_about(subject_of(user)),
        "person": user.person,
        "restrictions": [(each, each in liftable) for each in standing],
        "may_lift": bool(liftable),
        "may_lift_all": len(liftable) == len(standing),
        "requests": [(each, each.clock(at=at)) for each in asked_before],
        "form": form,
    }
    return render(request, "privacy/own.html", context, status=status)


def _taken(request: HttpRequest) -> Kept:
    user = signed_in(request)
    record("privacy.exported", by=user.username, at=now(), subject=user)
    return kept_about(subject_of(user))


def download(text: str, kind: str, name: str) -> HttpResponse:
    """Text as a file that a browser keeps."""
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _language() -> str:
    return get_language() or "id"
