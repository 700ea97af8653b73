"""Where somebody is signed in, and ending it."""

from datetime import datetime
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from dampak.accounts.access import signed_in
from dampak.accounts.models import User
from dampak.accounts.signing_in.telling import Event, tell
from dampak.audit.services import record


def sessions_of(request: HttpRequest) -> list[UserSession]:
    """The living sessions of whoever asks, the present one first; dead ones are swept away."""
    user = signed_in(request)
    key = request.session.session_key
    if not UserSession.objects.filter(session_key=key).exists():
        UserSession.objects.create_from_request(request)
    living = UserSession.objects.purge_and_list(user)
    return sorted(living, key=lambda each: (each.session_key != key, -each.pk))


@transaction.atomic
def end_session(session: UserSession, *, by: str, at: datetime) -> None:
    """Sign that browser out; its next click asks for the password."""
    user = session.user
    session.end()
    record("session.ended", by=by, at=at, subject=user, because="asked")


@transaction.atomic
def end_sessions(user: User, *, except_key: str | None, by: str, at: datetime) -> int:
    """Sign somebody out everywhere, or everywhere but in one browser; says how many ended."""
    others = list(UserSession.objects.filter(user=user).exclude(session_key=except_key))
    engine = import_module(settings.SESSION_ENGINE)
    for session in others:
        engine.SessionStore().delete(session.session_key)
    UserSession.objects.filter(pk__in=[each.pk for each in others]).delete()
    if others:
        told = {"because": "asked", "sessions": len(others)}
        record("session.ended", by=by, at=at, subject=user, **told)
    return len(others)


def end_invitations(user: User, *, at: datetime) -> None:
    """Links that an administrator made for a password open nothing once there is a new one."""
    user.invitations.filter(used_at=None, expires_at__gt=at).update(expires_at=at)


@transaction.atomic
def after_new_password(request: HttpRequest, *, at: datetime) -> None:
    """The old password is good for nothing any more, also where somebody is signed in with it."""
    user = signed_in(request)
    record("password.changed", by=user.username, at=at, subject=user)
    tell(user, Event.PASSWORD_CHANGED, at=at)
    end_sessions(user, except_key=request.session.session_key, by=user.username, at=at)
    end_invitations(user, at=at)
    UserSession.objects.create_from_request(request)


def device_of(agent: str) -> str:
    """The browser and the machine in words: enough to recognise one's own."""
    browsers = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome"}
    machines = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows"}
    browser = next((name for mark, name in browsers.items() if mark in agent), "")
    browser = browser or ("Safari" if "Safari/" in agent else "")
    others = {"Mac OS": "macOS", "Linux": "Linux"}
    machine = next((name for mark, name in (machines | others).items() if mark in agent), "")
    return ", ".join(word for word in (browser, machine) if word)
