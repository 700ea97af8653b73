"""The book as the steward reads it: leaves of lines, and a file of those that were asked for.

Whose lines are read is sent as a form and kept in the session: no address holds a name.
"""

import csv
from collections.abc import Iterator
from hashlib import sha256

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dampak.accounts.access import Permission, authorised, signed_in
from dampak.accounts.choosing.kept_words import SEARCH, keep_words, words_behind
from dampak.accounts.choosing.search import is_number
from dampak.audit.models import Entry, Page
from dampak.audit.selectors import LARGEST_TAIL, Asked, Place, leaf, unsealed
from dampak.audit.services import record
from dampak.audit_book.actors import is_known
from dampak.audit_book.forms import BookForm
from dampak.audit_book.vocabulary import table_named
from dampak.audit_book.words import Told, told
from dampak.foundation.spreadsheets import harmless

LINES_AT_ONCE, MOST_NOTED = 1000, 50
COLUMNS = ("at", "who", "what", "about", "why", "column", "before", "after")


@require_http_methods(["GET", "HEAD", "POST"])
@authorised(Permission.READ_AUDIT_BOOK, everywhere=True)
def book(request: HttpRequest) -> HttpResponse:
    """One leaf of the book; that it was looked into is a deed, once for a session and question."""
    if request.method == "POST":
        return redirect(_address_of(request, whom=_whom(request)))
    form = BookForm(_told(request))
    asked = form.asked()
    _note_reading(request, form)
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
        "is_forgotten": _is_forgotten(request),
        "head": Page.objects.defer("marks").order_by("-number").first(),
        "checked": Entry.objects.filter(deed="book.checked").order_by("-at", "-id").first(),
        "unsealed": tail,
        "tail_is_hidden": tail > LARGEST_TAIL and bool(asked.who or asked.table),
    }
    return render(request, "audit_book/book.html", context)


@require_safe
@authorised(Permission.READ_AUDIT_BOOK, everywhere=True)
def export(request: HttpRequest) -> HttpResponseBase:
    """All lines that were asked for, as a file for a spreadsheet, read while it is sent."""
    if _is_forgotten(request):  # else a file of everybody's lines, where one name was asked for
        return redirect(f"{reverse('audit_book:book')}?{request.GET.urlencode()}")
    form = BookForm(_told(request))
    by = signed_in(request).get_username()
    record("book.exported", by=by, at=now(), asked=form.noted())
    return StreamingHttpResponse(
        _rows(form.asked()),
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


def _whom(request: HttpRequest) -> str:
    """Whose lines a form asks for; what names nobody in the book is told, and kept nowhere."""
    words = request.POST.get("who", "").replace("\0", "").strip()
    if not words or is_known(words):  # some offices let people sign in with their NIP
        return words
    if is_number(words):
        told = _("Lines are found by the name that people sign in with, not by a NIP. "
                 "It was not kept.")  # fmt: skip
    else:
        told = _("Nobody signs in with this name, and no line is theirs. It was not kept.")
    messages.error(request, told)
    return ""


def _address_of(request: HttpRequest, *, whom: str) -> str:
    """Where the lines are that a form asked for, without the name that it holds."""
    question = QueryDict(mutable=True)
    for name in ("what", "since", "until", "about"):
        if told := request.POST.get(name, ""):
            question[name] = told
    if ticket := keep_words(request.session, whom):
        question[SEARCH] = ticket
    book = reverse("audit_book:book")
    return f"{book}?{question.urlencode()}" if question else book


def _told(request: HttpRequest) -> QueryDict:
    """What was asked, with the name behind its ticket."""
    told = request.GET.copy()
    told["who"] = words_behind(request.session, told.get(SEARCH, ""))
    return told


def _is_forgotten(request: HttpRequest) -> bool:
    """Whether a name was asked for that the session holds no more."""
    ticket = request.GET.get(SEARCH, "")
    return bool(ticket and not words_behind(request.session, ticket))


def _question(request: HttpRequest) -> QueryDict:
    """What was asked, without the place and what is forgotten."""
    question = request.GET.copy()
    for name in ("newer", "older", *([SEARCH] if _is_forgotten(request) else [])):
        question.pop(name, None)
    return question


def _note_reading(request: HttpRequest, form: BookForm) -> None:
    print_of = sha256(repr(form.asked()).encode()).hexdigest()[:16]
    known = request.session.get("book_read", [])
    if print_of not in known:
        record("book.read", by=signed_in(request).get_username(), at=now(), asked=form.noted())
        request.session["book_read"] = [*known, print_of][-MOST_NOTED:]
