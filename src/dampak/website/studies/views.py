"""Studies on the screen: plans, seals, answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dampak.accounts.access import (
    Permission,
    authorised,
    for_everybody,
    scope_of,
    signed_in,
)
from dampak.impact.access import plans_within
from dampak.impact.forms import PlanForm
from dampak.impact.models import Plan
from dampak.impact.plan_file import CannotReadPlan
from dampak.impact.services import (
    CannotPlan,
    CannotRelease,
    CannotSeal,
    discard_plan,
    release_finding,
    seal_plan,
    write_plan,
)
from dampak.intake.selectors import served_snapshot
from dampak.language.saying import in_both, say
from dampak.publication.tasks import ask_for_answers
from dampak.website.evidence.notes import notes_on
from dampak.website.studies.access import edition_for, finding_for
from dampak.website.studies.charts import charts_of
from dampak.website.studies.downloads import DOWNLOADS, file_of
from dampak.website.studies.selectors import all_plans, siblings_of


@require_safe
@authorised(Permission.READ_EVIDENCE)
def studies(request: HttpRequest) -> HttpResponse:
    """Every plan with its verdicts."""
    programmes = all_plans(scope_of(request.user, Permission.READ_EVIDENCE))
    context = {
        "programmes": programmes,
        "is_waiting": any(programme.is_waiting for programme in programmes),
    }
    return render(request, "studies/list.html", context)


@require_safe
@for_everybody
def study(request: HttpRequest, slug: str) -> HttpResponse:
    """One outcome judged: verdict, pictures, checks, plan."""
    finding = finding_for(request.user, slug)
    language = get_language() or "id"
    edition = edition_for(request.user, finding)
    context = {
        "finding": finding,
        "study": edition.study,
        "rounding": in_both(edition.said) if edition.said else None,
        "plan": finding.answer.plan,
        "notes": notes_on(finding),
        "others": siblings_of(finding, scope_of(request.user, Permission.READ_EVIDENCE)),
        "event_study": charts_of(finding, edition.study, "event-study", language),
        "group_means": charts_of(finding, edition.study, "group-means", language),
        "downloads": DOWNLOADS,
    }
    return render(request, "studies/study.html", context)


@require_safe
@authorised(Permission.READ_EVIDENCE, everywhere=True)
def download(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The whole answer behind a study as a file."""
    finding = finding_for(request.user, slug)
    if kind not in DOWNLOADS:
        raise Http404
    wanted = DOWNLOADS[kind]
    content = file_of(finding.answer, kind, get_language() or "id")
    disposition = f'attachment; filename="{slug}-{wanted.name}"'
    return HttpResponse(
        content,
        content_type=wanted.content_type,
        headers={"Content-Disposition": disposition},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@authorised(Permission.PLAN_STUDIES, everywhere=True)
def new_plan(request: HttpRequest) -> HttpResponse:
    """Write a plan."""
    sent = request.POST if request.method == "POST" else None
    form = PlanForm(sent, snapshot=served_snapshot(), registered_on=localdate(now()))
    if form.is_valid():
        try:
            plan = write_plan(form.text(), by=request.user.get_username(), at=now())
        except (CannotPlan, CannotReadPlan) as refusal:
            form.refuse(refusal.faults)
        else:
            return redirect("studies:plan", plan.pk)
    return render(request, "studies/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@authorised(Permission.READ_EVIDENCE)
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """A plan word for word, with its seal or the button that seals it."""
    seen = plans_within(scope_of(request.user, Permission.READ_EVIDENCE))
    plan = get_object_or_404(seen, pk=number)
    context = {"plan": plan, "studies": plan.studies()}
    return render(request, "studies/plan.html", context)


@require_POST
@authorised(Permission.PLAN_STUDIES, everywhere=True)
def seal(request: HttpRequest, number: int) -> HttpResponse:
    """Seal a plan for ever."""
    plan = get_object_or_404(Plan, pk=number)
    try:
        seal_plan(plan, by=request.user.get_username(), at=now())
    except CannotSeal as refusal:
        messages.warning(request, say(refusal.sentence, get_language() or "id"))
    else:
        messages.success(request, _("The plan is sealed. From now on it can only be kept."))
    return redirect("studies:plan", number)


@require_POST
@authorised(Permission.PLAN_STUDIES, everywhere=True)
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Throw a draft away."""
    plan = get_object_or_404(Plan, pk=number)
    try:
        discard_plan(plan, by=request.user.get_username(), at=now())
    except CannotSeal as refusal:
        messages.warning(request, say(refusal.sentence, get_language() or "id"))
        return redirect("studies:plan", number)
    messages.success(request, _("The draft is gone."))
    return redirect("studies:list")


@require_POST
@authorised(Permission.PLAN_STUDIES, everywhere=True)
def answer(request: HttpRequest) -> HttpResponse:
    """Have the served data asked every sealed plan that they were not asked yet."""
    snapshot = served_snapshot()
    if snapshot is None:
        messages.warning(request, _("There are no data yet. Import data first."))
        return redirect("studies:list")
    job = ask_for_answers(snapshot, by=request.user.get_username(), at=now())
    if job is None:
        messages.success(request, _("The answers are there."))
        return redirect("studies:list")
    return redirect(job)


@require_POST
@authorised(Permission.RELEASE_ANSWERS, everywhere=True)
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a finding be seen by everybody."""
    finding = finding_for(request.user, slug)
    try:
        release_finding(finding, by=signed_in(request), at=now())
    except CannotRelease as refusal:
        messages.warning(request, say(refusal.sentence, get_language() or "id"))
    else:
        messages.success(
            request, _("Released. The front page shows it to everybody, in your name.")
        )
    return redirect("studies:study", slug)
