"""The staff of a unit on a day, as a page and as files."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from dampak.accounts.access import Permission, authorised, signed_in
from dampak.directory.access import unit_for
from dampak.directory.forms import day_asked
from dampak.foundation.spreadsheets import TEXT_STAYS_TEXT, harmless
from dampak.organisations.selectors import StaffLine, staff_report_as_of, subtree_as_of

COLUMNS = (*("day", "unit_code", "unit", "employment", "rank_group", "position_kind", "people"),)
MOST_SHOWN = 500  # lines; the files hold all
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
@authorised(Permission.SEE_PEOPLE)
def staff(request: HttpRequest, code: str) -> HttpResponse:
    """How many people of which sort a unit and all below it had on a day."""
    unit = unit_for(signed_in(request), code, Permission.SEE_PEOPLE)
    day = day_asked(request.GET.get("pada"), today=localdate())
    units = subtree_as_of(unit, day)
    lines = staff_report_as_of(day, units=units)
    context = {
        "unit": unit,
        "day": day,
        "n_units": len(units),
        "lines": lines[:MOST_SHOWN],
        "n_not_shown": max(0, len(lines) - MOST_SHOWN),
        "total": sum(line.people for line in lines),
    }
    return render(request, "directory/staff.html", context)


@require_safe
@authorised(Permission.SEE_PEOPLE)
def staff_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The same as a file; the same day gives the same bytes, whatever happened to units since."""
    if kind not in TYPES:
        raise Http404
    unit = unit_for(signed_in(request), code, Permission.SEE_PEOPLE)
    day = day_asked(request.GET.get("pada"), today=localdate())
    lines = staff_report_as_of(day, units=subtree_as_of(unit, day))
    content = staff_csv(day, lines) if kind == "csv" else staff_workbook(day, lines)
    name = f"pegawai-{day.isoformat()}.{kind}"
    return HttpResponse(
        content,
        content_type=TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def staff_csv(day: date, lines: Sequence[StaffLine]) -> bytes:
    """The report as a table that a spreadsheet opens without running anything in it."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(
        [harmless(cell) if isinstance(cell, str) else cell for cell in row]
        for row in _rows(day, lines)
    )
    return text.getvalue().encode("utf-8-sig")


def staff_workbook(day: date, lines: Sequence[StaffLine]) -> bytes:
    """The report as an Excel workbook, dated by its day and by nothing else."""
    import xlsxwriter

    content = BytesIO()
    with xlsxwriter.Workbook(content, TEXT_STAYS_TEXT) as book:
        book.set_properties({"title": "dampak", "created": datetime.combine(day, time())})
        sheet = book.add_worksheet("pegawai")
        sheet.freeze_panes(1, 0)
        for number, row in enumerate([COLUMNS, *_rows(day, lines)]):
            sheet.write_row(number, 0, row)
    return content.getvalue()


def _rows(day: date, lines: Sequence[StaffLine]) -> Iterator[tuple[str | int, ...]]:
    for line in lines:
        yield (
            day.isoformat(), line.unit.code, line.unit.name, line.employment, line.rank_group,
            line.position_kind, line.people,
        )  # fmt: skip
