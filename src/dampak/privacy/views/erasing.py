"""Delete what names somebody: looked at first, then done; or held, with the reason."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dampak.accounts.access import authorised, signed_in
from dampak.accounts.managing.access import record_behind
from dampak.foundation.addresses import number_in
from dampak.organisations.models import Person
from dampak.privacy.forms import ReasonForm
from dampak.privacy.models import Erasure, Hold, PrivacyRequest
from dampak.privacy.selectors.erasing import ClosedAlong, closed_along, preview_of
from dampak.privacy.selectors.one_person import kept_about
from dampak.privacy.selectors.whose import subject_behind
from dampak.privacy.services.erasing import erase as erase_person
from dampak.privacy.services.erasing import lift_hold, set_hold
from dampak.privacy.services.erasing_accounts import erase_without_record
from dampak.privacy.views.requests import (
    RIGHT,
    asked_by_number,
    attempt,
    is_doubtful,
    records_seen,
)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@authorised(RIGHT)
def erase(request: HttpRequest, asked: int) -> HttpResponse:
    """Look at what deletion would take and leave; then do it."""
    found = asked_by_number(request, asked)
    if request.method == "POST":
        is_done = attempt(request, _deed(request, found), _("Blanked. The person is told."))
        return redirect(found) if is_done else redirect("privacy:erase", found.pk)
    if found.person is None:
        return _without_record(request, found)
    if is_doubtful(request, found):  # whose rows would be counted?
        return redirect(found)
    preview = preview_of(found.person, found, on=localdate())
    was_blanked = Erasure.objects.filter(person=found.person).exists()
    context = {
        "asked": found,
        "preview": preview,
        "going": _with_ties(request, preview.accounts),
        "hold": Hold.objects.filter(person=found.person, lifted_at=None).first(),
        "is_done": was_blanked and found.answered_at is not None,
        "was_blanked": was_blanked,
        "form": ReasonForm(),
    }
    return render(request, "privacy/erase.html", context)


def _deed(request: HttpRequest, found: PrivacyRequest) -> Callable[[], object]:
    ticked = (number_in(each) for each in request.POST.getlist("akun"))
    told: dict[str, Any] = {
        "closing": {each for each in ticked if each is not None},
        "words": _words(found),
        "by": signed_in(request).username,
        "at": now(),
    }
    if found.person is None:
        return partial(erase_without_record, found, **told)
    return partial(erase_person, found.person, request=found, **told)


def _with_ties(
    request: HttpRequest, accounts: Iterable[ClosedAlong]
) -> list[tuple[ClosedAlong, bool]]:
    """Each account, and whether who looks may untie it on its page."""
    user = signed_in(request)
    return [
        (each, each.is_tied and record_behind(each.account, seen_by=user) is not None)
        for each in accounts
    ]


def _words(found: PrivacyRequest) -> str:
    if found.person is None:
        return _(
            "Your account is closed, and what named you in it, in messages and in requests is "
            "blanked. What was done under your user name stays in the audit book."
        )
    return _(
        "Everything that named you is blanked. What the law on archives keeps are counts and "
        "dates without your name."
    )


def _without_record(request: HttpRequest, found: PrivacyRequest) -> HttpResponse:
    subject = subject_behind(found)
    context = {
        "asked": found,
        "going": _with_ties(request, closed_along(subject, found)),
        "kept": kept_about(subject),
        "records": records_seen(request, found),
    }
    return render(request, "privacy/erase_account.html", context)


@require_POST
@authorised(RIGHT)
def hold(request: HttpRequest, asked: int) -> HttpResponse:
    """Hold the data of a person, or let them go.

    Also a hold that was set for somebody else by mistake has to be lifted somewhere.
    """
    found, user = asked_by_number(request, asked), signed_in(request)
    person = get_object_or_404(Person, pk=found.person_id)
    form = ReasonForm(request.POST)
    if "lepas" in request.POST:
        lift_hold(person, by=user, at=now())
        messages.success(request, _("The hold is lifted."))
    elif is_doubtful(request, found):
        return redirect(found)
    elif form.is_valid():
        set_hold(person, because=form.cleaned_data["because"], by=user, at=now())
        messages.success(request, _("The data are held."))
    else:
        messages.warning(request, _("A hold needs its reason."))
    return redirect("privacy:erase", found.pk)
