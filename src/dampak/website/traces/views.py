"""From where? The eight rooms behind one number."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dampak.accounts.access import Permission, authorised, for_everybody, scope_of
from dampak.publication.evidence import evidence_within
from dampak.warehouse.tracing import CannotTrace
from dampak.website.studies.access import edition_for, finding_for
from dampak.website.traces.selectors import trace_of_reading, trace_of_study


@require_safe
@for_everybody
def study_trace(request: HttpRequest, slug: str) -> HttpResponse:
    """The journey of a study's number."""
    finding = finding_for(request.user, slug)
    context = {"trace": trace_of_study(finding, edition_for(request.user, finding))}
    return render(request, "traces/trace.html", context)


@require_safe
@authorised(Permission.READ_EVIDENCE)
def reading_trace(request: HttpRequest, figure: str) -> HttpResponse:
    """The journey of an indicator in one unit and month."""
    evidence = evidence_within(scope_of(request.user, Permission.READ_EVIDENCE))
    if evidence is None:
        raise Http404
    try:
        trace = trace_of_reading(evidence, figure)
    except CannotTrace as refusal:
        raise Http404(str(refusal)) from refusal
    return render(request, "traces/trace.html", {"trace": trace})
