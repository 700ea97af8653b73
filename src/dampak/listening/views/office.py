"""Surveys on the screen of the office: opening, showing the link, closing, collecting."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dampak.accounts.access import Permission, Scope, authorised, scope_of
from dampak.language.saying import say
from dampak.listening.access import surveys_within
from dampak.listening.collecting import CannotCollect, collect_responses
from dampak.listening.forms import SurveyForm
from dampak.listening.models import Survey
from dampak.listening.selectors import (
    gathered,
    qr_code,
    qr_file,
    services_known,
    surveys_counted,
    units,
)
from dampak.listening.services import CannotCloseSurvey, close_survey, open_survey

MOST_LISTED = 200
OF_THIS_COMPUTER = frozenset({"localhost", "127.0.0.1", "[::1]"})


@require_safe
@authorised(Permission.RUN_SURVEYS)
def surveys(request: HttpRequest) -> HttpResponse:
    """Every survey with what came of it, and what waits to be handed on."""
    today, scope = localdate(), _scope(request)
    newest = surveys_counted(scope)[: MOST_LISTED + 1]
    listed = [(each, each.state(on=today)) for each in newest]
    context = {
        "surveys": listed[:MOST_LISTED],
        "has_more": len(listed) > MOST_LISTED,
        "gathered": gathered() if scope.everything else None,
        "can_open": bool(units(scope)),
    }
    return render(request, "listening/surveys.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authorised(Permission.RUN_SURVEYS)
def new(request: HttpRequest) -> HttpResponse:
    """Open a survey."""
    sent = request.POST if request.method == "POST" else None
    offered = units(_scope(request))
    form = SurveyForm(sent, units=offered, today=localdate())
    if form.is_valid():
        chosen = form.cleaned_data
        opened = open_survey(
            form.chosen_unit(),
            service=chosen["service"],
            opens_on=chosen["opens_on"],
            closes_on=chosen["closes_on"],
            words=chosen["words"],
            by=request.user.get_username(),
            at=now(),
        )
        messages.success(request, _("The survey is ready. Hang up the code or send the link."))
        return redirect(opened)
    context = {"form": form, "services": services_known(offered)}
    return render(request, "listening/new.html", context, status=422 if form.errors else 200)


@require_safe
@authorised(Permission.RUN_SURVEYS)
def survey(request: HttpRequest, number: int) -> HttpResponse:
    """One survey: its link, its code to print, and how many responses came."""
    found = get_object_or_404(surveys_counted(_scope(request)), pk=number)
    link = _link(request, found)
    context = {
        "survey": found,
        "state": found.state(on=localdate()),
        "link": link,
        "is_only_here": split_domain_port(request.get_host())[0] in OF_THIS_COMPUTER,
        "qr": mark_safe(qr_code(link)),  # noqa: S308 - drawn here, from the address alone  # nosec B308 B703 - made by us, every value in it is escaped
    }
    return render(request, "listening/survey.html", context)


@require_safe
@authorised(Permission.RUN_SURVEYS)
def qr(request: HttpRequest, number: int) -> HttpResponse:
    """The QR code as a file, for a poster of the office's own."""
    found = get_object_or_404(surveys_within(_scope(request)), pk=number)
    name = f"survei-{found.code}.svg"
    return HttpResponse(
        qr_file(_link(request, found)),
        content_type="image/svg+xml",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
@authorised(Permission.RUN_SURVEYS)
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Take no more responses."""
    found = get_object_or_404(surveys_within(_scope(request)), pk=number)
    try:
        close_survey(found, by=request.user.get_username(), at=now())
    except CannotCloseSurvey as refusal:
        messages.error(request, say(refusal.sentence, get_language() or "id"))
    else:
        messages.success(request, _("Closed. The responses are kept and stay counted."))
    return redirect(found)


@require_POST
@authorised(Permission.RUN_SURVEYS, everywhere=True)
def collect(request: HttpRequest) -> HttpResponse:
    """Hand all responses on to the warehouse."""
    try:
        collection = collect_responses(by=request.user.get_username(), at=now())
    except CannotCollect as refusal:
        for fault in refusal.faults:
            messages.error(request, say(fault, get_language() or "id"))
    else:
        count = gathered().counted
        told = ngettext(
            "%(count)s response is now counted, in snapshot %(number)s.",
            "%(count)s responses are now counted, in snapshot %(number)s.",
            count,
        )
        values = {"count": count, "number": collection.snapshot_number}
        messages.success(request, told % values)
    return redirect("listening:surveys")


def _scope(request: HttpRequest) -> Scope:
    return scope_of(request.user, Permission.RUN_SURVEYS)


def _link(request: HttpRequest, survey: Survey) -> str:
    """The address that a citizen opens."""
    return request.build_absolute_uri(reverse("respond", args=[survey.code]))
