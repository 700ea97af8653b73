"""Who may do what, and over which units: the one place that decides."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.timezone import localdate

from dampak.accounts.form_page import to_sign_in
from dampak.accounts.models import Assignment, User
from dampak.accounts.permissions import GRANTED, Permission
from dampak.accounts.scope import EVERYTHING, NOWHERE, Scope, scope_over

__all__ = [
    "EVERYTHING",
    "GRANTED",
    "NOWHERE",
    "ONESELF",
    "Permission",
    "Scope",
    "authorised",
    "for_everybody",
    "for_oneself",
    "held_by",
    "may",
    "may_anything",
    "scope_of",
    "signed_in",
]

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
Somebody = User | AnonymousUser

# What a view asks for that shows nothing but what belongs to the person who looks.
ONESELF: Final = "oneself"


def held_by(user: User, *, on: date | None = None) -> tuple[Assignment, ...]:
    """The assignments that hold on a day, today if none is named.

    Asked once for each account object, so once for a request.
    """
    day = on or localdate()
    kept: dict[date, tuple[Assignment, ...]] = user.__dict__.setdefault("_held", {})
    if day not in kept:
        found = user.assignments.holding_on(day).select_related("unit", "delegated_from")
        kept[day] = tuple(each for each in found if each.holds_on(day))
    return kept[day]


def scope_of(user: Somebody, permission: Permission, *, on: date | None = None) -> Scope:
    """The units over which somebody has a right; a stranger has none anywhere."""
    if not isinstance(user, User) or not user.is_active:
        return NOWHERE
    granting = [each for each in held_by(user, on=on) if permission in GRANTED[each.role]]
    return scope_over(each.unit.path if each.unit else None for each in granting)


def may(user: Somebody, permission: Permission, *, unit_path: str | None = None) -> bool:
    """Whether somebody has a right: over the unit with this path, or else anywhere at all."""
    scope = scope_of(user, permission)
    return not scope.is_empty if unit_path is None else scope.covers(unit_path)


def may_anything(user: Somebody) -> bool:
    """Whether any role of this person holds today."""
    return isinstance(user, User) and user.is_active and bool(held_by(user))


def signed_in(request: HttpRequest) -> User:
    """The person behind a request that was authorised."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def authorised(permission: Permission, *, everywhere: bool = False) -> Callable[[View[P]], View[P]]:
    """Let a view be seen by those who may; ask strangers to sign in and refuse the others.

    ``everywhere`` asks for the right over the whole installation, for what has no parts.
    A view without it shows what lies in `scope_of` and nothing else: that is its own care.
    """

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            scope = scope_of(request.user, permission)
            if scope.is_empty or (everywhere and not scope.everything):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.everywhere = everywhere  # type: ignore[attr-defined]
        return guarded

    return guard


def for_oneself(view: View[P]) -> View[P]:
    """Let a view be seen by anybody who has signed in; it shows them what is theirs alone."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    guarded.permission = ONESELF  # type: ignore[attr-defined]
    return guarded


def for_everybody(view: View[P]) -> View[P]:
    """Say that a view may be opened by strangers; what it shows them is its own care."""
    view.permission = None  # type: ignore[attr-defined]
    return view
