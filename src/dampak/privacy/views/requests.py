"""The register of requests, for those who answer them."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dampak.accounts.access import Permission, authorised, scope_of, signed_in
from dampak.language.saying import say
from dampak.organisations.models import Person
from dampak.privacy.access import request_for, requests_seen_by
from dampak.privacy.forms import AnswerForm, IdentityForm, ReasonForm
from dampak.privacy.models import Erasure, Hold, Outcome, PrivacyRequest
from dampak.privacy.selectors.erasing import preview_of
from dampak.privacy.selectors.registers import register_of_requests
from dampak.privacy.services.answering import answer as answer_request
from dampak.privacy.services.answering import identify as identify_who_asks
from dampak.privacy.services.answering import take_on
from dampak.privacy.services.erasing import erase as erase_person
from dampak.privacy.services.erasing import lift_hold, set_hold
from dampak.privacy.services.refusals import CannotAnswer

RIGHT = Permission.ANSWER_PRIVACY_REQUESTS


@require_safe
@never_cache
@authorised(RIGHT)
def requests(request: HttpRequest) -> HttpResponse:
    """What waits, the most urgent first, and what is answered."""
    below = number_in(request.GET.get("sebelum", ""))
    seen = requests_seen_by(signed_in(request))
    register = register_of_requests(seen, at=now(), below=below)
    return render(request, "privacy/requests.html", {"register": register})


@require_safe
@never_cache
@authorised(RIGHT)
def request_page(request: HttpRequest, asked: int) -> HttpResponse:
    """One request: who asks, for what, how long there is, and its answer."""
    return _page(request, _asked(request, asked), AnswerForm())


@require_POST
@authorised(RIGHT)
def take(request: HttpRequest, asked: int) -> HttpResponse:
    """Take a request on."""
    found = _asked(request, asked)
    _try(request, lambda: take_on(found, by=signed_in(request), at=now()), _("It is yours now."))
    return redirect(found)


@require_POST
@authorised(RIGHT)
def identify(request: HttpRequest, asked: int) -> HttpResponse:
    """Write down that somebody proved who they are."""
    found, form, user = _asked(request, asked), IdentityForm(request.POST), signed_in(request)
    if not form.is_valid():
        return _page(request, found, AnswerForm(), identity=form)
    people = scope_of(user, RIGHT).narrow(Person.objects.all(), "unit_path")
    wanted = form.cleaned_data["public_id"].strip()
    person = people.filter(public_id=wanted).first() if wanted else None
    if wanted and person is None:
        form.add_error("public_id", _("There is nobody with this id among your units."))
        return _page(request, found, AnswerForm(), identity=form)
    deed = lambda: identify_who_asks(found, person=person, by=user, at=now())  # noqa: E731
    _try(request, deed, _("Written down."))
    return redirect(found)


@require_POST
@authorised(RIGHT)
def answer(request: HttpRequest, asked: int) -> HttpResponse:
    """Answer a request for good."""
    found, form = _asked(request, asked), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    outcome, words = Outcome(form.cleaned_data["outcome"]), form.cleaned_data["words"]
    user = signed_in(request)
    try:
        answer_request(found, outcome, words=words, by=user, at=now())
    except CannotAnswer as refusal:
        form.add_error(None, said(refusal))
        return _page(request, found, form)
    messages.success(request, _("Answered. The person is told."))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@authorised(RIGHT)
def erase(request: HttpRequest, asked: int) -> HttpResponse:
    """Look at what deletion would take and leave; then do it."""
    found = _asked(request, asked)
    person = get_object_or_404(Person, pk=found.person_id)
    if request.method == "POST":
        words = _("Everything that named you is blanked. What the law on archives keeps are "
                  "counts and dates without your name.")  # fmt: skip
        by = signed_in(request).username
        deed = lambda: erase_person(person, request=found, words=words, by=by, at=now())  # noqa: E731
        _try(request, deed, _("Blanked. The person is told."))
        return redirect(found)
    context = {
        "asked": found,
        "preview": preview_of(person),
        "hold": Hold.objects.filter(person=person, lifted_at=None).first(),
        "is_done": Erasure.objects.filter(person=person).exists(),
        "form": ReasonForm(),
    }
    return render(request, "privacy/erase.html", context)


@require_POST
@authorised(RIGHT)
def hold(request: HttpRequest, asked: int) -> HttpResponse:
    """Hold the data of a person, or let them go."""
    found, user = _asked(request, asked), signed_in(request)
    person = get_object_or_404(Person, pk=found.person_id)
    form = ReasonForm(request.POST)
    if "lepas" in request.POST:
        lift_hold(person, by=user, at=now())
        messages.success(request, _("The hold is lifted."))
    elif form.is_valid():
        set_hold(person, because=form.cleaned_data["because"], by=user, at=now())
        messages.success(request, _("The data are held."))
    else:
        messages.warning(request, _("A hold needs its reason."))
    return redirect("privacy:erase", found.pk)


def said(refusal: CannotAnswer) -> str:
    return say(refusal.sentence, get_language() or "id")


def number_in(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _asked(request: HttpRequest, number: int) -> PrivacyRequest:
    return request_for(signed_in(request), number)


def _try(request: HttpRequest, deed: Callable[[], object], done: str) -> None:
    try:
        deed()
    except CannotAnswer as refusal:
        messages.warning(request, said(refusal))
    else:
        messages.success(request, done)


def _page(
    request: HttpRequest,
    found: PrivacyRequest,
    form: AnswerForm,
    *,
    identity: IdentityForm | None = None,
) -> HttpResponse:
    context = {
        "asked": found,
        "clock": found.clock(at=now()),
        "form": form,
        "identity": identity or IdentityForm(),
        "can_be_erased": found.person_id and found.identified_at,
    }
    status = 422 if form.errors or (identity and identity.errors) else 200
    return render(request, "privacy/request.html", context, status=status)
