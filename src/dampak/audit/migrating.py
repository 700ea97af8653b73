"""Part of the command `migrate`: the watch is off while tables change their shape.

The triggers name columns, so a column could not be dropped under them. What migrations did to
rows meanwhile is told by one deed that names them.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connections

from dampak.audit.actors import who_acts
from dampak.audit.services import record
from dampak.audit.watching import install, is_there, take_off


def before_migrate(*, plan: list[Any], using: str, **_: Any) -> None:
    """Take the triggers off, if anything is going to change."""
    if plan:
        take_off(using)


def after_migrate(*, using: str, plan: Sequence[Any] = (), **_: Any) -> None:
    """Put them on again, and write down which migrations ran; in a new home nothing changed."""
    install(using)
    steps = [f"{step.app_label}.{step.name}" for step, _backwards in plan]
    is_new = "audit.0001_open_the_book_of_deeds" in steps
    if steps and not is_new and is_there(connections[using]):
        at = datetime.now(UTC)  # noqa: TID251 - the command `migrate` asks the clock
        by = who_acts().by or "(migrate)"
        record("book.structure_changed", by=by, at=at, steps=steps)
