"""Work in the background on the screen: what waits, runs and is done; cancelling, trying again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from dampak.accounts.access import for_oneself, signed_in
from dampak.foundation.addresses import number_in
from dampak.jobs.access import job_for, jobs_seen_by, may_change, may_retry, sees_schedules
from dampak.jobs.models import Job
from dampak.jobs.selectors import is_anybody_working, page_of, schedules
from dampak.jobs.services import CannotChangeJob, cancel_job, retry_job
from dampak.language.saying import say


@require_safe
@vary_on_headers("HX-Request")
@for_oneself
def jobs(request: HttpRequest) -> HttpResponse:
    """One's own jobs, and those of the units that one looks after; the page or its list alone."""
    user = signed_in(request)
    below, only_open = request.GET.get("sebelum", ""), request.GET.get("hanya") == "berjalan"
    context = {
        "page": page_of(jobs_seen_by(user), below=number_in(below), only_open=only_open),
        "only_open": only_open,
        "is_first": not below,
        "somebody_works": is_anybody_working(at=now()),
        "schedules": schedules() if sees_schedules(user) else [],
    }
    part = "#list" if "HX-Request" in request.headers else ""
    return render(request, f"jobs/jobs.html{part}", context)


@require_safe
@vary_on_headers("HX-Request")
@for_oneself
def job(request: HttpRequest, number: int) -> HttpResponse:
    """One job: how far it is, each attempt at it, and what may be done about it."""
    user = signed_in(request)
    found = job_for(user, number)
    context = {
        "job": found,
        "attempts": found.attempts.all()[:20],
        "can_change": may_change(user, found),
        "can_retry": may_retry(user, found),
        "somebody_works": is_anybody_working(at=now()),
    }
    part = "#state" if "HX-Request" in request.headers else ""
    return render(request, f"jobs/job.html{part}", context)


@require_POST
@for_oneself
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Cancel a job, at once or as soon as its worker hears of it."""
    found = _changeable(request, number)
    try:
        is_over = cancel_job(found, by=signed_in(request).get_username(), at=now())
    except CannotChangeJob as refusal:
        messages.warning(request, say(refusal.sentence, get_language() or "id"))
    else:
        told = _("Cancelled.") if is_over else _("The worker is told to stop; this takes seconds.")
        messages.success(request, told)
    return redirect(found)


@require_POST
@for_oneself
def retry(request: HttpRequest, number: int) -> HttpResponse:
    """Have a job tried again."""
    found = _changeable(request, number)
    if found.can_be_retried() and not may_retry(signed_in(request), found):
        raise PermissionDenied
    try:
        retry_job(found, by=signed_in(request).get_username(), at=now())
    except CannotChangeJob as refusal:
        messages.warning(request, say(refusal.sentence, get_language() or "id"))
    else:
        messages.success(request, _("It will be tried again."))
    return redirect(found)


def _changeable(request: HttpRequest, number: int) -> Job:
    user = signed_in(request)
    found = job_for(user, number)
    if not may_change(user, found):
        raise PermissionDenied
    return found
