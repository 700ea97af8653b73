"""The book as the steward reads it: leaves of lines, and a file of those that were asked for."""

import csv
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from dampak.accounts.access import Permission, authorised, signed_in
from dampak.audit.models import Entry, Page
from dampak.audit.selectors import LARGEST_TAIL, Asked, Place, leaf, unsealed
from dampak.audit.services import record
from dampak.foundation.spreadsheets import harmless
from dampak.website.audit_book.forms import BookForm
from dampak.website.audit_book.vocabulary import table_named
from dampak.website.audit_book.words import Told, told

LINES_AT_ONCE, MOST_NOTED = 1000, 50
COLUMNS = ("at", "who", "what", "about", "why", "column", "before", "after")


@require_safe
@authorised(Permission.READ_AUDIT_BOOK, everywhere=True)
def book(request: HttpRequest) -> HttpResponse:
    """One leaf of the book; that it was looked into is a deed, once for a session and question."""
    form = BookForm(request.GET)
    asked = form.asked()
    _note_reading(request, asked)
    is_newer = "newer" in request.GET
    place = Place.read(request.GET.get("newer" if is_newer else "older", ""))
    found = leaf(asked, place, is_newer=is_newer)
    tail = unsealed()
    context = {
        "form": form,
        "asked": asked,
        "object": table_named(asked.table),
        "leaf": found,
        "lines": [told(line) for line in found.lines],
        "query": _question(request).urlencode(),
        "head": Page.objects.defer("marks").order_by("-number").first(),
        "checked": Entry.objects.filter(deed="book.checked").order_by("-at", "-id").first(),
        "unsealed": tail,
        "tail_is_hidden": tail > LARGEST_TAIL and bool(asked.who or asked.table),
    }
    return render(request, "audit_book/book.html", context)


@require_safe
@authorised(Permission.READ_AUDIT_BOOK, everywhere=True)
def export(request: HttpRequest) -> StreamingHttpResponse:
    """All lines that were asked for, as a file for a spreadsheet, read while it is sent."""
    form = BookForm(request.GET)
    asked = form.asked()
    by = signed_in(request).get_username()
    record("book.exported", by=by, at=now(), asked=_noted(request))
    return StreamingHttpResponse(
        _rows(asked),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="buku.csv"'},
    )


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, text: str) -> str:
        return text


def _rows(asked: Asked) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    place: Place | None = Place()
    while place is not None:
        found = leaf(asked, place, most=LINES_AT_ONCE)
        for line in found.lines:
            for row in _cells(told(line)):
                yield writer.writerow([harmless(cell) for cell in row])
        place = found.older


def _cells(line: Told) -> Iterator[tuple[str, ...]]:
    start = (line.at.isoformat(), line.who, line.what, line.about, line.why)
    for values in line.values or (("", "", ""),):
        yield (*start, *values)


def _question(request: HttpRequest) -> Any:
    """What was asked, without the place."""
    question = request.GET.copy()
    for name in ("newer", "older"):
        question.pop(name, None)
    return question


def _noted(request: HttpRequest) -> dict[str, str]:
    wanted = ("who", "what", "about", "since", "until")
    told = ((name, request.GET.get(name, "").replace("\0", "")) for name in wanted)
    return {name: text[:150] for name, text in told if text}


def _note_reading(request: HttpRequest, asked: Asked) -> None:
    print_of = sha256(repr(asked).encode()).hexdigest()[:16]
    known = request.session.get("book_read", [])
    if print_of not in known:
        record("book.read", by=signed_in(request).get_username(), at=now(), asked=_noted(request))
        request.session["book_read"] = [*known, print_of][-MOST_NOTED:]
