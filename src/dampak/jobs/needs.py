"""Which right it takes to have something done in the background, and over what.

A task that acts for somebody names it: ``@task(..., needs=Need(Permission.IMPORT_DATA))``. It is
looked at when the job is tried again and when it begins, since a right may go while work waits.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dampak.accounts.access import EVERYTHING, NOWHERE, Permission, Scope, scope_of
from dampak.accounts.models import User


def everything(**_arguments: Any) -> Scope:
    """For what has no parts: the right is needed over the whole installation."""
    return EVERYTHING


def scope_at(path: str | None) -> Scope:
    """One part of the tree; None stands for the installation as a whole."""
    return EVERYTHING if path is None else Scope(paths=(path,))


@dataclass(frozen=True, slots=True)
class Need:
    """A right, and over what somebody must have it; ``over`` gets the arguments of the job."""

    permission: Permission
    over: Callable[..., Scope] = everything

    def is_met_by(self, username: str, arguments: Mapping[str, Any]) -> bool:
        """Whether the person of this name has the right today; a name without account has none."""
        user = User.objects.filter(username=username).first()
        held = scope_of(user, self.permission) if user else NOWHERE
        if held.is_empty or held.everything:
            return held.everything
        needed = self.over(**arguments)
        return not needed.is_empty and held.holds(needed)
