"""Who may do what: the one place that decides."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from dampak.accounts.models import Role, User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class Permission(StrEnum):
    READ_EVIDENCE = "read_evidence"
    IMPORT_DATA = "import_data"
    RUN_SURVEYS = "run_surveys"
    PLAN_STUDIES = "plan_studies"
    RELEASE_ANSWERS = "release_answers"


GRANTED: Mapping[str, frozenset[Permission]] = {
    Role.READER: frozenset({Permission.READ_EVIDENCE}),
    Role.HEAD: frozenset({Permission.READ_EVIDENCE, Permission.RELEASE_ANSWERS}),
    Role.ANALYST: frozenset(
        {
            Permission.READ_EVIDENCE,
            Permission.IMPORT_DATA,
            Permission.RUN_SURVEYS,
            Permission.PLAN_STUDIES,
        }
    ),
}


def may(user: User | AnonymousUser, permission: Permission) -> bool:
    """Whether this person's role gives this right; a stranger has none."""
    return isinstance(user, User) and user.is_active and permission in GRANTED[user.role]


def signed_in(request: HttpRequest) -> User:
    """The person behind a request that was authorised."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def authorised(permission: Permission) -> Callable[[View[P]], View[P]]:
    """Let a view be seen by those who may; ask strangers to sign in and refuse the others."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(request.user, permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def for_everybody(view: View[P]) -> View[P]:
    """Say that a view may be opened by strangers; what it shows them is its own care."""
    view.permission = None  # type: ignore[attr-defined]
    return view
