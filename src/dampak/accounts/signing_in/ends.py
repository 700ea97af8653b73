"""When a session ends by itself: after a while of silence, and at the end of a working day."""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now  # noqa: TID251 - the edge of the house
from django.utils.translation import gettext as _

from dampak.accounts.form_page import to_sign_in
from dampak.accounts.models import User
from dampak.accounts.noting import noted
from dampak.audit.services import record

BEGAN, SEEN = "session_began_at", "session_seen_at"
TOUCH = timedelta(minutes=1)  # how exactly silence is measured; each touch is a write


def begin_session(request: HttpRequest, *, at: datetime) -> None:
    """From here on the working day and the silence are counted."""
    request.session[BEGAN] = request.session[SEEN] = at.timestamp()


class SessionEndsMiddleware:
    """Signs out whoever was silent too long or signed in too long ago, and says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at = now()
        # Without the cookie there is no session: citizens' pages ask the ledger for none.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            reason = _over(request, at=at)
            if reason:
                return _end(request, reason, at=at)
            _touch(request, at=at)
        return self.get_response(request)


def _over(request: HttpRequest, *, at: datetime) -> str:
    if BEGAN not in request.session:  # signed in before sessions were measured
        begin_session(request, at=at)
    if at.timestamp() - request.session[SEEN] > settings.SESSION_IDLE_MINUTES * 60:
        return "silence"
    if at.timestamp() - request.session[BEGAN] > settings.SESSION_COOKIE_AGE:
        return "age"
    return ""


def _touch(request: HttpRequest, *, at: datetime) -> None:
    """Where the ledger is busy, the next request is counted: who only reads does not wait."""
    if at.timestamp() - request.session[SEEN] >= TOUCH.total_seconds():
        sessions = UserSession.objects.filter(session_key=request.session.session_key)
        if noted(sessions, last_seen_at=at):
            request.session[SEEN] = at.timestamp()


def _end(request: HttpRequest, reason: str, *, at: datetime) -> HttpResponse:
    if isinstance(request.user, User):
        told = {"because": reason}
        record("session.ended", by=request.user.username, at=at, subject=request.user, **told)
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    logout(request)
    messages.info(request, _words(reason))
    return to_sign_in(request)


def _words(reason: str) -> str:
    if reason == "silence":
        return _(
            "You were signed out because nothing happened for %(minutes)s minutes. "
            "Sign in once more to go on."
        ) % {"minutes": settings.SESSION_IDLE_MINUTES}
    return _(
        "You were signed out because a sign-in lasts %(hours)s hours. Sign in once more to go on."
    ) % {"hours": settings.SESSION_COOKIE_AGE // 3600}
