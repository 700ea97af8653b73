"""What every request passes before its operation reads it: token, right, type, known filters."""

import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja.operation import Operation

from dampak.accounts.access import Permission, Scope
from dampak.api.access import scope_of_token
from dampak.api.models import LONGEST_KEY, Token
from dampak.api.refusals import Refused, answer_to, invalid

Run = Callable[..., HttpResponse]
KEY = "Idempotency-Key"
KEY_PATTERN = rf"^[A-Za-z0-9._-]{{8,{LONGEST_KEY}}}$"
IN_PART_ONLY = gettext_noop(
    "This asks for the right over the whole installation, and this token has it over a part only. "
    "Let somebody do it who has it over everything."
)
TYPE_OF_BODY = {"body": "application/json", "file": "multipart/form-data"}


def gate(run: Run) -> Run:
    """Stands before each operation; put there by the API for all of them."""
    operation = cast("Operation", run.__self__)  # type: ignore[attr-defined]

    @wraps(run)
    def guarded(request: HttpRequest, **path: Any) -> HttpResponse:
        try:
            _check(request, operation)
        except Refused as refused:
            return answer_to(refused)
        return run(request, **path)

    return guarded


def permission_of(operation: Operation) -> Permission | None:
    """The right an operation asks for; None if every token has it, or no token is needed."""
    named = (operation.openapi_extra or {}).get("x-permission")
    return Permission(named) if named else None


def token_behind(request: HttpRequest) -> Token:
    """The token of a request that passed the gate."""
    return cast("Token", request.token)  # type: ignore[attr-defined]


def scope_behind(request: HttpRequest) -> Scope:
    """The units which the operation may touch, of a request that passed the gate."""
    return cast("Scope", request.scope)  # type: ignore[attr-defined]


def _check(request: HttpRequest, operation: Operation) -> None:
    extra = operation.openapi_extra or {}
    if not extra.get("x-public"):
        _check_right(request, operation, everywhere=bool(extra.get("x-everywhere")))
    if not request.accepts("application/json"):
        raise Refused(406)
    _check_type(request, operation)
    _check_query(request, operation)
    if extra.get("x-kept"):
        _check_key(request.headers.get(KEY))


def _check_right(request: HttpRequest, operation: Operation, *, everywhere: bool) -> None:
    token: Token | None = request.token  # type: ignore[attr-defined]
    if token is None:
        raise Refused(401)
    permission = permission_of(operation)
    if permission is None:
        return
    scope = scope_of_token(token, permission)
    told = {"permission": permission.value}
    if scope.is_empty:
        raise Refused(403, data=told)
    if everywhere and not scope.everything:
        raise Refused(403, _(IN_PART_ONLY), data=told | {"everywhere": True})
    request.scope = scope  # type: ignore[attr-defined]


def _check_type(request: HttpRequest, operation: Operation) -> None:
    sources = {model.__ninja_param_source__ for model in operation.models}
    wanted = next((told for name, told in TYPE_OF_BODY.items() if name in sources), None)
    if wanted and request.content_type != wanted:
        raise Refused(415, data={"wanted": wanted})


def _check_query(request: HttpRequest, operation: Operation) -> None:
    """A filter that is misspelt, or given twice, must not silently widen or narrow the answer."""
    known = set(_names_in_query(operation))
    for name, values in request.GET.lists():
        if name not in known:
            raise invalid(f"query.{name[:60]}", _("This operation has no such parameter."))
        if len(values) > 1:
            raise invalid(f"query.{name[:60]}", _("This parameter was given more than once."))


def _names_in_query(operation: Operation) -> Iterator[str]:
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            yield from model.__ninja_flatten_map__


def _check_key(key: str | None) -> None:
    if key is not None and not re.fullmatch(KEY_PATTERN.strip("^$"), key):
        raise invalid(
            f"header.{KEY}", _("A key has 8 to 100 letters, digits, dots, hyphens or underscores.")
        )
