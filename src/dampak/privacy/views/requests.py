"""The register of requests, for those who answer them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dampak.accounts.access import Permission, authorised, scope_of, signed_in
from dampak.accounts.choosing.candidates import MOST, candidates_among
from dampak.accounts.choosing.form import PersonChoice
from dampak.foundation.addresses import number_in
from dampak.foundation.text import Sentence
from dampak.language.saying import say
from dampak.organisations.models import Person
from dampak.privacy.access import request_for, requests_seen_by, sees_strangers
from dampak.privacy.forms import AnswerForm, DeletionAnswerForm, ReasonForm, RestrictingForm
from dampak.privacy.models import Asked, Hold, Outcome, PrivacyRequest
from dampak.privacy.selectors.proving import doubt_about
from dampak.privacy.selectors.registers import register_of_requests
from dampak.privacy.selectors.restrictions import restriction_from
from dampak.privacy.selectors.whose import records_under, under_the_address
from dampak.privacy.services.answering import answer as answer_request
from dampak.privacy.services.answering import identify as identify_who_asks
from dampak.privacy.services.answering import prove_address, take_on
from dampak.privacy.services.refusals import CannotAnswer
from dampak.privacy.services.restricting import KINDS
from dampak.privacy.services.restricting import lift as lift_restriction

RIGHT = Permission.ANSWER_PRIVACY_REQUESTS
UNDER_THE_ADDRESS = Sentence(
    "The address that was given stands on a record of staff. Compare the name and the number with "
    "the identity card; if it is theirs, choose it."
)
OF_THE_ACCOUNT = Sentence(
    "The account with which this was asked belongs to a record of staff. Compare the name and the "
    "number with the identity card; if it is theirs, choose it."
)


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
    found = asked_by_number(request, asked)
    return _page(request, found, _answer_form(found))


@require_POST
@authorised(RIGHT)
def take(request: HttpRequest, asked: int) -> HttpResponse:
    """Take a request on."""
    found = asked_by_number(request, asked)
    attempt(request, lambda: take_on(found, by=signed_in(request), at=now()), _("It is yours now."))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@authorised(RIGHT)
def identify(request: HttpRequest, asked: int) -> HttpResponse:
    """Search for who asks; then write down that they proved who they are, and whose record it is.

    Opened anew, as by a change of the language, it is the page of the request once more.
    """
    found, user = asked_by_number(request, asked), signed_in(request)
    if request.method != "POST":
        return _page(request, found, _answer_form(found))
    choice = _choice(request, found, request.POST)
    if choice.is_search() or not choice.is_valid():
        return _page(request, found, _answer_form(found), choice=choice)
    deed = partial(identify_who_asks, found, person=choice.person, by=user, at=now())
    attempt(request, deed, _("Written down."))
    return redirect(found)


@require_POST
@authorised(RIGHT)
def address(request: HttpRequest, asked: int) -> HttpResponse:
    """Write down that the address which was given is theirs, once that was ticked.

    With it whoever answers this sees what else came under it, also from outside.
    """
    found = asked_by_number(request, asked)
    if not sees_strangers(signed_in(request)):
        raise PermissionDenied
    if "milik" in request.POST:
        deed = partial(prove_address, found, by=signed_in(request), at=now())
        attempt(request, deed, _("Written down."))
    else:
        messages.warning(request, _("Tick it first, if the address is theirs."))
    return redirect(found)


@require_POST
@authorised(RIGHT)
def answer(request: HttpRequest, asked: int) -> HttpResponse:
    """Answer a request for good."""
    found = asked_by_number(request, asked)
    form = _answer_form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    given, user = form.cleaned_data, signed_in(request)
    told = {"words": given["words"], "until": given.get("until")}
    try:
        answer_request(found, Outcome(given["outcome"]), **told, by=user, at=now())
    except CannotAnswer as refusal:
        form.add_error(None, said(refusal))
        return _page(request, found, form)
    messages.success(request, _("Answered. The person is told."))
    return redirect(found)


@require_POST
@authorised(RIGHT)
def lift(request: HttpRequest, asked: int) -> HttpResponse:
    """Lift the restriction that came of a request."""
    found, form = asked_by_number(request, asked), ReasonForm(request.POST)
    if form.is_valid():
        lift_restriction(
            found, because=form.cleaned_data["because"], by=signed_in(request), at=now()
        )
        messages.success(request, _("The restriction is lifted. The person is told."))
    else:
        messages.warning(request, _("Lifting a restriction needs its reason."))
    return redirect(found)


def _answer_form(found: PrivacyRequest, posted: Any = None) -> AnswerForm:
    if found.asked == Asked.DELETION:
        return DeletionAnswerForm(posted)
    return (RestrictingForm if found.asked in KINDS else AnswerForm)(posted)


def records_seen(request: HttpRequest, found: PrivacyRequest) -> QuerySet[Person]:
    """Records that may be meant, among those that whoever looks may see."""
    scope = scope_of(signed_in(request), RIGHT)
    is_open = found.person is None or doubt_about(found) is not None
    may_be = records_under(found) if is_open else Person.objects.none()
    return scope.narrow(may_be, "unit_path")


def is_doubtful(request: HttpRequest, found: PrivacyRequest) -> bool:
    """Whether the account was tied otherwise since; then whoever looks is told so."""
    doubt = doubt_about(found)
    if doubt is not None:
        messages.warning(request, say(doubt, get_language() or "id"))
    return doubt is not None


def said(refusal: CannotAnswer) -> str:
    return say(refusal.sentence, get_language() or "id")


def asked_by_number(request: HttpRequest, number: int) -> PrivacyRequest:
    """The request, if whoever looks may see it."""
    return request_for(signed_in(request), number)


def attempt(request: HttpRequest, deed: Callable[[], object], done: str) -> bool:
    """Do a deed and say what came of it; whether it was done."""
    try:
        deed()
    except CannotAnswer as refusal:
        messages.warning(request, said(refusal))
        return False
    messages.success(request, done)
    return True


def _stands(found: PrivacyRequest) -> bool:
    restriction = restriction_from(found)
    return restriction is not None and restriction.stands(on=localdate())


def _choice(request: HttpRequest, found: PrivacyRequest, posted: Any = None) -> PersonChoice:
    """Whose record is meant; that there is none is said once, when who asks is identified."""
    return PersonChoice(
        posted,
        scope=scope_of(request.user, RIGHT),
        on=localdate(),
        suggested=candidates_among(
            list(records_seen(request, found)[:MOST]),
            advice=OF_THE_ACCOUNT if found.user else UNDER_THE_ADDRESS,
            on=localdate(),
        ),
        may_be_nobody=_may_be_nobody(found),
    )


def _may_be_nobody(found: PrivacyRequest) -> bool:
    """Said once; and anew where the account was untied since."""
    if found.user and found.user.person_id:
        return False
    return found.identified_at is None or doubt_about(found) is not None


def _page(
    request: HttpRequest,
    found: PrivacyRequest,
    form: AnswerForm,
    *,
    choice: PersonChoice | None = None,
) -> HttpResponse:
    context = {
        "asked": found,
        "doubt": doubt_about(found),
        "under_the_address": under_the_address(found),
        "may_prove_address": sees_strangers(signed_in(request)),
        "clock": found.clock(at=now()),
        "form": form,
        "choice": choice or _choice(request, found),
        "is_held": Hold.objects.filter(person=found.person_id or 0, lifted_at=None).exists(),
        "restriction": restriction_from(found),
        "restriction_stands": _stands(found),
        "reason": ReasonForm(),
    }
    status = 422 if form.errors or (choice and choice.errors) else 200
    return render(request, "privacy/request.html", context, status=status)
