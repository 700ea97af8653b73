"""Lists of units and staff on the screen: handing in, looking, taking over, discarding."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from dampak.accounts.access import Permission, authorised, scope_of, signed_in
from dampak.datapack.staff import STAFF_TABLES
from dampak.datapack.template import Language, workbook_template
from dampak.intake.downloads import refused_rows
from dampak.intake.staff_lists.access import import_for, imports_seen_by
from dampak.intake.staff_lists.forms import ListsForm
from dampak.intake.tasks import ask_to_take, hand_in_lists, jobs_of
from dampak.jobs.models import OPEN_STATES, Attempt
from dampak.jobs.selectors import is_anybody_working
from dampak.language.saying import say
from dampak.organisations.importing.models import ImportState
from dampak.organisations.importing.previewing import preview_of, refused_rows_at
from dampak.organisations.importing.services import CannotImport, discard_lists


@require_safe
@authorised(Permission.MANAGE_PEOPLE)
def lists(request: HttpRequest) -> HttpResponse:
    """Every list that came in, newest first."""
    return render(request, "staff_lists/lists.html", {"lists": imports_seen_by(signed_in(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@authorised(Permission.MANAGE_PEOPLE)
def new(request: HttpRequest) -> HttpResponse:
    """Hand lists in; they are read in the background."""
    is_sent = request.method == "POST"
    form = ListsForm(request.POST, request.FILES) if is_sent else ListsForm()
    user = signed_in(request)
    scope = scope_of(user, Permission.MANAGE_PEOPLE)
    if form.is_valid():
        came = hand_in_lists(
            form.uploads(),
            on=form.cleaned_data["listed_on"],
            is_complete=form.cleaned_data["is_complete"],
            paths=None if scope.everything else scope.paths,
            by=user.get_username(),
            at=now(),
        )
        return redirect(came)
    context = {"form": form, "is_everything": scope.everything}
    return render(request, "staff_lists/new.html", context, status=422 if form.errors else 200)


@require_safe
@authorised(Permission.MANAGE_PEOPLE)
def template(request: HttpRequest) -> HttpResponse:
    """The empty lists to fill in."""
    language: Language = "en" if get_language() == "en" else "id"
    return HttpResponse(
        workbook_template(STAFF_TABLES, language=language, say=say),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": 'attachment; filename="dampak-kepegawaian.xlsx"'},
    )


@require_safe
@vary_on_headers("HX-Request")
@authorised(Permission.MANAGE_PEOPLE)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """What a list would change, before anything is changed; the page or how far it is alone."""
    came = import_for(signed_in(request), number)
    job = jobs_of(came).first()
    is_open = job is not None and job.state in OPEN_STATES
    context = {
        "came": came,
        "job": job,
        "is_open": is_open,
        "attempt": Attempt.objects.filter(job=job, ended_at=None).first() if is_open else None,
        "somebody_works": is_anybody_working(at=now()),
        "preview": preview_of(came),
        "has_refused": refused_rows_at(came).exists() and came.counts.get("refused"),
    }
    part = "#state" if "HX-Request" in request.headers else ""
    return render(request, f"staff_lists/one.html{part}", context)


@require_POST
@authorised(Permission.MANAGE_PEOPLE)
def accept(request: HttpRequest, number: int) -> HttpResponse:
    """Take a list over, in the background."""
    user = signed_in(request)
    came = import_for(user, number)
    if came.state == ImportState.WAITING:
        ask_to_take(came, by=user.get_username(), at=now())
    return redirect(came)


@require_POST
@authorised(Permission.MANAGE_PEOPLE)
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Leave a list aside."""
    user = signed_in(request)
    came = import_for(user, number)
    try:
        discard_lists(came, by=user.get_username(), at=now())
    except CannotImport as refusal:
        for fault in refusal.faults:
            messages.error(request, say(fault, get_language() or "id"))
    else:
        messages.success(request, _("Discarded. The files are gone, and nobody has changed."))
    return redirect(came)


@require_safe
@authorised(Permission.MANAGE_PEOPLE)
def refused(request: HttpRequest, number: int) -> FileResponse:
    """Every refused row with its reason, as a file."""
    came = import_for(signed_in(request), number)
    return refused_rows(refused_rows_at(came), name=f"pegawai-ditolak-{number}.csv")
