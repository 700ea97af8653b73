"""How a refusal is drawn: what happened, what to do, a way onward, and the number of the event."""

from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from dampak.accounts.form_page import ONLY_LOOKS, page_of_form
from dampak.website.request_log import number_of_this_request

STYLE_OF_BARE = "website/bare.css"


def refusal(
    request: HttpRequest,
    status: int,
    *,
    sign: str = "alert-triangle",
    with_number: bool = False,
    **words: Any,
) -> HttpResponse:
    """A page by itself where not even the reader's name can be looked up."""
    number = number_of_this_request() if with_number or status >= 500 else ""
    shown = {"sign": sign, "back": _way_back(request, status), "number": number, **words}
    try:
        return render(request, "refusal.html", shown, status=status)
    except Exception as fault:
        # not even the name of the person can be looked up; or the page itself is what broke
        if status < 500 and not isinstance(fault, DatabaseError):
            raise
        page = render_to_string("refusal_bare.html", shown | {"style": _style()})
        return HttpResponse(page, status=status)


def is_a_deed(request: HttpRequest) -> bool:
    """Whether something was sent that might have changed something."""
    return request.method not in ONLY_LOOKS


def _way_back(request: HttpRequest, status: int) -> str:
    """Where trying once more begins: the page itself, or the one on which the form stood."""
    if status >= 500 and not is_a_deed(request):
        return request.get_full_path()
    return page_of_form(request)


def _style() -> str:
    """The address of the style; nothing if the files of the site were not gathered."""
    try:
        return staticfiles_storage.url(STYLE_OF_BARE)
    except ValueError:
        return ""
