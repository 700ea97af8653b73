"""Pages for what cannot be shown, in the shape of every message: what is wrong, what to do."""

import sys
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from dampak.website.disk_faults import is_of_the_disk


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django names it
    """The request itself is broken."""
    return _refusal(
        request,
        400,
        title=_("This request cannot be understood"),
        words=_("Go back and try it once more from the page itself."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django names it
    """The person is known, the right is missing."""
    return _refusal(
        request,
        403,
        title=_("Your role does not include this"),
        words=_("Ask a colleague whose role does, or the administrator of your office."),
        sign="lock",
    )


def no_csrf(request: HttpRequest, **_reason: str) -> HttpResponse:
    """A form came without the mark of its page."""
    return _refusal(
        request,
        403,
        title=_("This form has expired"),
        words=_("Nothing was changed. Open the page again and fill it in once more."),
        sign="clock",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django names it
    """There is nothing here, or nothing for this person."""
    return _refusal(
        request,
        404,
        title=_("There is nothing at this address"),
        words=_("It may have moved, or it is not meant for your role. Begin at the home page."),
        sign="help-circle",
    )


def deeds_only(request: HttpRequest) -> HttpResponse:
    """A button's address was opened as if it were a page."""
    return _refusal(
        request,
        405,
        title=_("There is no page at this address"),
        words=_(
            "It only takes what a form sends. Nothing was changed: go back and use the button."
        ),
        sign="help-circle",
    )


def broken(request: HttpRequest) -> HttpResponse:
    """The fault is ours, unless the disk failed where no page could say so."""
    if is_of_the_disk(sys.exception()):
        return disk_refuses(request)
    return _refusal(
        request,
        500,
        title=_("Something broke on our side"),
        words=_(
            "What you saw before is unchanged. Try again; if it stays, tell the administrator."
        ),
    )


def too_large(request: HttpRequest, *, found_mb: int, most_mb: int) -> HttpResponse:
    """More was sent than one delivery may hold."""
    words = _(
        "The files hold %(found)s MiB together, where %(most)s MiB is the most. Nothing was "
        "kept. Hand them in a few at a time, or split them by year."
    ) % {"found": found_mb, "most": most_mb}
    return _refusal(request, 413, title=_("These files are too large"), words=words, sign="upload")


def disk_refuses(request: HttpRequest) -> HttpResponse:
    """Nothing can be written: the disk is full, or it may not be written to."""
    return _refusal(
        request,
        507,
        title=_("The disk of this server takes nothing more"),
        words=_(
            "It is full, or dampak may not write to it. What you sent was not kept and what is "
            "being served is unchanged. Tell the administrator, then try again."
        ),
    )


def cannot_read(request: HttpRequest) -> HttpResponse:
    """What is served is damaged; which file it is stands in the log, not before every reader."""
    return _refusal(
        request,
        503,
        title=_("The data that are served cannot be read"),
        words=_(
            "A file of the warehouse is missing, damaged or was made by a newer dampak, so no "
            "number is shown. Ask the administrator to run `dampak check`, which names the file, "
            "then `dampak check --fall-back`, which serves the last whole snapshot again."
        ),
    )


def _refusal(
    request: HttpRequest, status: int, *, sign: str = "alert-triangle", **words: Any
) -> HttpResponse:
    try:
        return render(request, "refusal.html", {"sign": sign, **words}, status=status)
    except Exception as fault:
        # not even the name of the person can be looked up; or the page itself is what broke
        if status < 500 and not isinstance(fault, DatabaseError):
            raise
        return HttpResponse(render_to_string("refusal_bare.html", words), status=status)
