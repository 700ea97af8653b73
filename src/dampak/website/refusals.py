"""Pages for what cannot be shown, in the shape of every message: what is wrong, what to do."""

import sys

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.utils.translation import gettext as _

from dampak.jobs.pen import LOOK_AGAIN_AFTER, is_taken
from dampak.website.disk_faults import is_of_the_disk
from dampak.website.refusal_pages import is_a_deed, refusal


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request itself is broken; or its session could not be kept, which comes this way too."""
    if is_taken(exception):
        return ledger_is_busy(request)
    return refusal(
        request,
        400,
        title=_("This request cannot be understood"),
        words=_("Nothing was kept or changed. Go back and try it once more from the page itself."),
        with_number=True,
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django names it
    """The person is known, the right is missing."""
    return refusal(
        request,
        403,
        title=_("Your role does not include this"),
        words=_(
            "Nothing was changed. Ask a colleague whose role includes it, or the administrator of "
            "your office."
        ),
        sign="lock",
        shows_roles=request.user.is_authenticated,
    )


def no_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without the mark of its page: none was sent, a strange one, or an old one."""
    if reason == REASON_NO_CSRF_COOKIE:
        return _no_cookie(request)
    if reason.startswith(("Origin checking", "Referer checking")):
        return _from_elsewhere(request)
    return refusal(
        request,
        403,
        title=_("This form has expired"),
        words=_(
            "Nothing was kept or changed. Mostly somebody signed in or out in another tab after "
            "this form was opened."
        ),
        steps=[
            _("Press Back in your browser: mostly what you wrote still stands there. Copy it."),
            _("Open the page anew with the button below."),
            _("Paste or fill in what you wrote, choose files again, and send."),
        ],
        sign="clock",
        with_number=True,
    )


def _no_cookie(request: HttpRequest) -> HttpResponse:
    return refusal(
        request,
        403,
        title=_("Your browser sent no cookie along"),
        words=_(
            "Nothing was kept or changed. By a cookie dampak knows its own forms; it holds nothing "
            "about you. Yours was deleted since the form was opened, or the browser refuses it."
        ),
        steps=[
            _("Allow cookies for this address in the settings of your browser."),
            _("Open the page anew and send the form once more."),
        ],
        with_number=True,
    )


def _from_elsewhere(request: HttpRequest) -> HttpResponse:
    """Another site sent the form, or a proxy hides under which address this one is reached."""
    return refusal(
        request,
        403,
        title=_("This form was sent from another address"),
        words=_(
            "Nothing was kept or changed, because forms are taken from this site's own pages only. "
            "Open the page here and use it here. Does it stay like this? Then tell the "
            "administrator: DAMPAK_TRUSTED_ORIGINS must name the address that people type in."
        ),
        sign="lock",
        with_number=True,
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django names it
    """There is nothing here, or nothing for this person."""
    return refusal(
        request,
        404,
        title=_("There is nothing at this address"),
        words=_("It may have moved, or it is not meant for your role. Begin at the home page."),
        sign="help-circle",
    )


def deeds_only(request: HttpRequest) -> HttpResponse:
    """A button's address was opened as if it were a page."""
    return refusal(
        request,
        405,
        title=_("There is no page at this address"),
        words=_(
            "It only takes what a form sends. Nothing was changed: go back and use the button."
        ),
        sign="help-circle",
    )


def broken(request: HttpRequest) -> HttpResponse:
    """The fault is ours, unless the disk or the ledger failed where no page could say so."""
    if is_of_the_disk(sys.exception()):
        return disk_refuses(request)
    if is_taken(sys.exception()):
        return ledger_is_busy(request)
    if is_a_deed(request):
        words = _(
            "It is not your mistake, and nothing was left half done. Whether your step was kept is "
            "not certain: look at the page first, and only then send it once more."
        )
    else:
        words = _("It is not your mistake, and nothing was changed. Try once more in a minute.")
    return refusal(request, 500, title=_("Something broke on our side"), words=words)


def too_large(request: HttpRequest, *, found_mb: int, most_mb: int) -> HttpResponse:
    """More was sent than one delivery may hold, or than anybody may send who is not signed in."""
    if request.user.is_authenticated:
        words = _(
            "The files hold %(found)s MiB together, where %(most)s MiB is the most. Nothing was "
            "kept. Hand them in a few at a time, or split them by year."
        )
    else:
        words = _(
            "You are not signed in (any more), and %(found)s MiB were sent where without signing "
            "in %(most)s MiB is the most. Nothing was kept. Sign in, then hand the files in again."
        )
    return refusal(
        request,
        413,
        title=_("These files are too large"),
        words=words % {"found": found_mb, "most": most_mb},
        sign="upload",
    )


def disk_refuses(request: HttpRequest) -> HttpResponse:
    """Nothing can be written: the disk is full, or it may not be written to."""
    return refusal(
        request,
        507,
        title=_("The disk of this server takes nothing more"),
        words=_(
            "It is full, or dampak may not write to it. What you sent was not kept and what is "
            "being served is unchanged. Tell the administrator, then try again."
        ),
    )


def ledger_is_busy(request: HttpRequest) -> HttpResponse:
    """Somebody else writes at length, and nobody besides can."""
    if is_a_deed(request):
        words = _(
            "Somebody else is putting many rows in. Whether your step was kept is not certain: "
            "wait a minute, look at the page, and only then send it once more."
        )
    else:
        words = _("Somebody else is putting many rows in. Wait a minute, then try once more.")
    page = refusal(
        request,
        503,
        title=_("The ledger is busy just now"),
        words=words,
        sign="clock",
    )
    page.headers["Retry-After"] = str(LOOK_AGAIN_AFTER)
    return page


def cannot_read(request: HttpRequest) -> HttpResponse:
    """What is served is damaged; which file it is stands in the log, not before every reader."""
    return refusal(
        request,
        503,
        title=_("The data that are served cannot be read"),
        words=_(
            "A file of the warehouse is missing, damaged or was made by a newer dampak, so no "
            "number is shown. Ask the administrator to run `dampak check`, which names the file, "
            "then `dampak check --fall-back`, which serves the last whole snapshot again."
        ),
    )
