"""How an operation is declared: what it answers, which right it asks for, how it may fail."""

from collections.abc import Callable
from typing import Any

from django.utils.text import capfirst
from ninja import Router, Schema
from ninja.constants import NOT_SET
from pydantic import ConfigDict, Field

from dampak.accounts.access import Permission
from dampak.api.gate import KEY, KEY_PATTERN
from dampak.api.once import answered, once

View = Callable[..., Any]
READING = (401, 403, 404, 406, 422, 429)
DOING = (401, 403, 404, 406, 409, 413, 415, 422, 429)


class Told(Schema):
    """Something that is sent: what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid")


class Fault(Schema):
    """One thing that is wrong: where, and what."""

    where: str
    message: str


class Error(Schema):
    """Why an operation was not carried out."""

    code: str = Field(description="A word for programs; it stays the same in every language.")
    message: str = Field(description="A sentence for people, in the language asked for.")
    data: dict[str, Any] = Field(description="What else is known, such as `faults`.")


_KEY_PARAMETER = {
    "name": KEY,
    "in": "header",
    "required": False,
    "description": "The same key with the same content is done once, and answered alike for 48 "
    "hours; with other content it is refused (409).",
    "schema": {"type": "string", "pattern": KEY_PATTERN},
}


class Room(Router):
    """The operations on one kind of thing."""

    def ask(
        self,
        path: str,
        answer: Any,
        *,
        permission: Permission | None,
        everywhere: bool = False,
        may_conflict: bool = False,
    ) -> Callable[[View], View]:
        """A question; ``everywhere`` asks for the right over the whole installation.

        Where it ``may_conflict``, there are things of which it cannot be asked as they stand.
        """
        extra = _extra(permission, everywhere=everywhere)
        refusals = (*READING, 409) if may_conflict else READING
        return self._declared("GET", path, {200: answer, refusals: Error}, extra)

    def ask_openly(self, path: str, answer: Any) -> Callable[[View], View]:
        """A question that needs no token."""
        extra = {"x-public": True, "security": []}
        return self._declared("GET", path, {200: answer, (404, 406, 422, 429): Error}, extra)

    def question_in_body(
        self, path: str, answer: Any, *, permission: Permission
    ) -> Callable[[View], View]:
        """A question that holds what must not stand in an address."""
        extra = _extra(permission, everywhere=False)
        return self._declared("POST", path, {200: answer, DOING: Error}, extra)

    def deed(
        self,
        path: str,
        answer: Any,
        *,
        permission: Permission | None,
        status: int = 201,
        everywhere: bool = False,
        is_kept: bool = True,
    ) -> Callable[[View], View]:
        """Something that is done; ``is_kept`` says that `once` keeps its answer under a key."""
        extra = _extra(permission, everywhere=everywhere) | {
            "x-kept": True,
            "parameters": [_KEY_PARAMETER],
        }

        def declared(view: View) -> View:
            doing = (once if is_kept else answered)(view, status=status)
            self._declared("POST", path, {status: answer, DOING: Error}, extra)(doing)
            return view

        return declared

    def _declared(
        self, method: str, path: str, answers: dict[Any, Any], extra: dict[str, Any]
    ) -> Callable[[View], View]:
        def declared(view: View) -> View:
            first, _line, rest = (view.__doc__ or "").strip().partition("\n")
            self.add_api_operation(
                path,
                [method],
                view,
                response=answers,
                operation_id=view.__name__,
                summary=first.rstrip("."),
                description=capfirst(" ".join(rest.split())) or None,
                openapi_extra=extra,
                auth=None if "x-public" in extra else NOT_SET,
            )
            return view

        return declared


def _extra(permission: Permission | None, *, everywhere: bool) -> dict[str, Any]:
    extra: dict[str, Any] = {"x-permission": permission.value if permission else None}
    return extra | ({"x-everywhere": True} if everywhere else {})
