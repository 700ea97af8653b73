"""The register of incidents, for those who keep it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dampak.accounts.access import Permission, authorised, scope_of, signed_in
from dampak.foundation.addresses import number_in
from dampak.jobs.services import enqueue
from dampak.organisations.models import Unit
from dampak.privacy.access import incident_for, incidents_seen_by
from dampak.privacy.forms import CompleteForm, IncidentForm
from dampak.privacy.models import Incident
from dampak.privacy.selectors.registers import register_of_incidents
from dampak.privacy.services.incidents import (
    TELLING,
    close_incident,
    complete_incident,
    mark_agency_told,
    mark_people_told,
    open_incident,
)
from dampak.privacy.services.refusals import CannotAnswer
from dampak.privacy.services.telling import letters_of, people_concerned
from dampak.privacy.tasks import tell
from dampak.privacy.views.requests import said

RIGHT = Permission.KEEP_BREACH_REGISTER
MOST_UNITS = 200


@require_safe
@authorised(RIGHT)
def incidents(request: HttpRequest) -> HttpResponse:
    """What is open, the most urgent first, and what is closed."""
    below = number_in(request.GET.get("sebelum", ""))
    seen = incidents_seen_by(signed_in(request))
    register = register_of_incidents(seen, at=now(), below=below)
    return render(request, "privacy/incidents.html", {"register": register})


@require_http_methods(["GET", "HEAD", "POST"])
@authorised(RIGHT)
def new_incident(request: HttpRequest) -> HttpResponse:
    """Write an incident down."""
    user = signed_in(request)
    scope = scope_of(user, RIGHT)
    units = scope.narrow(Unit.objects.standing(), "path").order_by("path")[:MOST_UNITS]
    form = IncidentForm(request.POST or None, units=list(units), offers_everything=scope.everything)
    if form.is_valid():
        nonce = form.cleaned_data["nonce"]
        try:
            return redirect(open_incident(form.told(), nonce=nonce, by=user, at=now()))
        except CannotAnswer as refusal:
            form.add_error("known_at", said(refusal))
    status = 422 if form.errors else 200
    return render(request, "privacy/new_incident.html", {"form": form}, status=status)


@require_safe
@authorised(RIGHT)
def incident_page(request: HttpRequest, incident: int) -> HttpResponse:
    """One incident, its clock, its notices and its history."""
    found = _incident(request, incident)
    told = {name: getattr(found, name) for name in TELLING}
    return _page(request, found, CompleteForm(initial=told))


@require_POST
@authorised(RIGHT)
def complete(request: HttpRequest, incident: int) -> HttpResponse:
    """Write down what became known since."""
    found, form = _incident(request, incident), CompleteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    told = {name: form.cleaned_data[name] for name in TELLING}
    words = form.cleaned_data["words"]
    return _done(request, found, complete_incident, told, words=words)


@require_safe
@authorised(RIGHT)
def letters(request: HttpRequest, incident: int) -> HttpResponse:
    """Both letters in both languages, and how many people would be written to."""
    found = _incident(request, incident)
    context = {
        "incident": found,
        "letters": letters_of(found),
        "n_people": people_concerned(found).count(),
    }
    return render(request, "privacy/letters.html", context)


@require_POST
@authorised(RIGHT)
def send_letters(request: HttpRequest, incident: int) -> HttpResponse:
    """Write to the people concerned, in the background; or say that it was done otherwise."""
    found, user = _incident(request, incident), signed_in(request)
    if how := request.POST.get("how", "").strip()[:300]:
        return _done(request, found, mark_people_told, how=how, by=user.username)
    job = enqueue(
        tell,
        key=f"privacy.tell-people:{found.pk}",
        by=user.username,
        at=now(),
        unit_path=found.unit.path if found.unit else "",
        incident=found.pk,
    )
    messages.success(request, _("The letters are being written. The history says when it is done."))
    return redirect(job)


@require_POST
@authorised(RIGHT)
def agency_told(request: HttpRequest, incident: int) -> HttpResponse:
    """Say that the agency has the letter."""
    found, how = _incident(request, incident), request.POST.get("how", "").strip()[:300]
    return _done(request, found, mark_agency_told, how=how)


@require_POST
@authorised(RIGHT)
def close(request: HttpRequest, incident: int) -> HttpResponse:
    """Close an incident."""
    because = request.POST.get("because", "").strip()[:500]
    return _done(request, _incident(request, incident), close_incident, because=because)


def _done(
    request: HttpRequest, found: Incident, deed: Any, /, *given: Any, **told: Any
) -> HttpResponse:
    told.setdefault("by", signed_in(request))
    try:
        deed(found, *given, at=now(), **told)
    except CannotAnswer as refusal:
        messages.warning(request, said(refusal))
    else:
        messages.success(request, _("Written down."))
    return redirect(found)


def _incident(request: HttpRequest, number: int) -> Incident:
    return incident_for(signed_in(request), number)


def _page(request: HttpRequest, found: Incident, form: CompleteForm) -> HttpResponse:
    context = {
        "incident": found,
        "clock": found.clock(at=now()),
        "form": form,
        "notes": found.notes.all(),
        "concerns_everybody": found.unit is None,
    }
    return render(request, "privacy/incident.html", context, status=422 if form.errors else 200)
