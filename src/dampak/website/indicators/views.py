"""Indicators on the screen: the catalogue, and one indicator by unit and month."""

import csv
from io import StringIO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from dampak.accounts.access import Permission, authorised, scope_of
from dampak.foundation.spreadsheets import harmless
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import Definition
from dampak.publication.evidence import Evidence, evidence_within
from dampak.warehouse.readings import reading_sql
from dampak.website.indicators.charts import charts_of
from dampak.website.indicators.forms import FilterForm
from dampak.website.indicators.selectors import (
    catalogue,
    months_of,
    sheet,
    table_rows,
)


@require_safe
@authorised(Permission.READ_EVIDENCE)
def indicators(request: HttpRequest) -> HttpResponse:
    """All indicators with their latest number."""
    evidence = _evidence(request)
    context = {"evidence": evidence, "summaries": catalogue(evidence) if evidence else []}
    return render(request, "indicators/list.html", context)


@require_safe
@vary_on_headers("HX-Request")
@authorised(Permission.READ_EVIDENCE)
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator, whole page or its numbers alone."""
    evidence, definition = _asked_for(request, code)
    form = _form(request, evidence, definition)
    found = sheet(evidence, definition, form.asked())
    context = {
        "definition": definition,
        "sql": reading_sql(definition),
        "form": form,
        "sheet": found,
        "chart": charts_of(definition, evidence, form.asked(), get_language() or "id"),
        "query": request.GET.urlencode(),
    }
    part = "#numbers" if "HX-Request" in request.headers else ""
    return render(request, f"indicators/indicator.html{part}", context)


@require_safe
@authorised(Permission.READ_EVIDENCE)
def table(request: HttpRequest, code: str) -> HttpResponse:
    """The readings on the page as a file for a spreadsheet."""
    evidence, definition = _asked_for(request, code)
    rows = table_rows(evidence, definition, _form(request, evidence, definition).asked())
    text = StringIO()
    writer = csv.DictWriter(text, fieldnames=list(COLUMNS))
    writer.writeheader()
    writer.writerows(
        {name: harmless(cell) if isinstance(cell, str) else cell for name, cell in row.items()}
        for row in rows
    )
    return HttpResponse(
        text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{code}.csv"'},
    )


COLUMNS = (
    "indicator",
    "version",
    "unit_code",
    "unit",
    "month",
    "numerator",
    "denominator",
    "value",
)


def _evidence(request: HttpRequest) -> Evidence | None:
    return evidence_within(scope_of(request.user, Permission.READ_EVIDENCE))


def _asked_for(request: HttpRequest, code: str) -> tuple[Evidence, Definition]:
    """Raises 404 also for a unit that does not exist for this person."""
    evidence = _evidence(request)
    if evidence is None or code not in CATALOGUE:
        raise Http404
    unit = request.GET.get("unit", "")
    if unit and not evidence.covers(unit):
        raise Http404
    return evidence, CATALOGUE[code]


def _form(request: HttpRequest, evidence: Evidence, definition: Definition) -> FilterForm:
    months = months_of(evidence, definition)
    return FilterForm(request.GET or None, units=evidence.units.names, months=months)
