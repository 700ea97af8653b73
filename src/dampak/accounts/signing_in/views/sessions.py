"""Where one is signed in, and signing out elsewhere."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dampak.accounts.access import signed_in
from dampak.accounts.signing_in import sessions
from dampak.accounts.signing_in.views.wrapping import own


@own
@require_safe
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Every browser that is signed in as this person."""
    key = request.session.session_key
    rows = [
        {
            "session": each,
            "device": sessions.device_of(each.user_agent),
            "is_this_one": each.session_key == key,
        }
        for each in sessions.sessions_of(request)
    ]
    return render(request, "signing_in/sessions.html", {"rows": rows})


@own
@require_POST
def end_session(request: HttpRequest, number: int) -> HttpResponse:
    """End one of them; the present one too."""
    user = signed_in(request)
    session = get_object_or_404(UserSession, pk=number, user=user)
    sessions.end_session(session, by=user.username, at=now())
    messages.success(request, _("That session has ended."))
    return redirect("own-sessions")


@own
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all but this one."""
    user = signed_in(request)
    key = request.session.session_key
    sessions.end_sessions(user, except_key=key, by=user.username, at=now())
    messages.success(request, _("You are signed in here and nowhere else."))
    return redirect("own-sessions")
