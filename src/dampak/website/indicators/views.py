"""Indicators on the screen: the catalogue, and one indicator by unit and month."""

import csv
from io import StringIO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from dampak.accounts.access import Permission, authorised
from dampak.foundation.spreadsheets import harmless
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import Definition
from dampak.intake.selectors import served_snapshot
from dampak.publication.readings import together
from dampak.warehouse.readings import reading_sql
from dampak.warehouse.snapshot import Snapshot
from dampak.website.indicators.charts import charts_of
from dampak.website.indicators.forms import FilterForm
from dampak.website.indicators.selectors import (
    catalogue,
    sheet,
    table_rows,
    units_named,
)


@require_safe
@authorised(Permission.READ_EVIDENCE)
def indicators(request: HttpRequest) -> HttpResponse:
    """All indicators with their latest number."""
    snapshot = served_snapshot()
    context = {"snapshot": snapshot, "summaries": catalogue(snapshot) if snapshot else []}
    return render(request, "indicators/list.html", context)


@require_safe
@vary_on_headers("HX-Request")
@authorised(Permission.READ_EVIDENCE)
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator, whole page or its numbers alone."""
    snapshot, definition = _asked_for(code)
    form = _form(request, snapshot, definition)
    found = sheet(snapshot, definition, form.asked())
    context = {
        "snapshot": snapshot,
        "definition": definition,
        "sql": reading_sql(definition),
        "form": form,
        "sheet": found,
        "chart": charts_of(definition, snapshot, form.asked(), get_language() or "id"),
        "query": request.GET.urlencode(),
    }
    part = "#numbers" if "HX-Request" in request.headers else ""
    return render(request, f"indicators/indicator.html{part}", context)


@require_safe
@authorised(Permission.READ_EVIDENCE)
def table(request: HttpRequest, code: str) -> HttpResponse:
    """The readings on the page as a file for a spreadsheet."""
    snapshot, definition = _asked_for(code)
    rows = table_rows(snapshot, definition, _form(request, snapshot, definition).asked())
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


def _asked_for(code: str) -> tuple[Snapshot, Definition]:
    snapshot = served_snapshot()
    if snapshot is None or code not in CATALOGUE:
        raise Http404
    return snapshot, CATALOGUE[code]


def _form(request: HttpRequest, snapshot: Snapshot, definition: Definition) -> FilterForm:
    months = [each.month for each in together(snapshot, definition)]
    return FilterForm(request.GET or None, units=units_named(snapshot).names, months=months)
