"""Write a plan file from what somebody filled in, for `plan_file` to read like any other."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from dampak.impact.plan import Control, Role, slug_of
from dampak.indicators.definition import Better


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One outcome with what would count, in the unit of the outcome (shares from 0 to 1)."""

    outcome: str
    role: Role
    smallest_effect: float
    better: Better | None = None  # only where the catalogue does not say it


def plan_text(
    programme: str,
    promises: Collection[Promise],
    *,
    control: Control,
    registered_on: date,
    prefix: str,
) -> str:
    """The plan as `study.toml`; ``prefix`` begins the name of each study."""
    head = (
        "[plan]",
        f"programme = {_quoted(programme)}",
        f"registered_on = {registered_on.isoformat()}",
        f"control = {_quoted(control)}",
    )
    studies = (_study(promise, prefix=prefix) for promise in promises)
    return "\n\n".join(("\n".join(head), *studies)) + "\n"


def _study(promise: Promise, *, prefix: str) -> str:
    lines = [
        "[[study]]",
        f"slug = {_quoted(f'{prefix}-{slug_of(promise.outcome)}')}",
        f"outcome = {_quoted(promise.outcome)}",
        f"role = {_quoted(promise.role)}",
        f"smallest_effect = {promise.smallest_effect!r}",
    ]
    if promise.better:
        lines.append(f"better = {_quoted(promise.better)}")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """A TOML basic string; JSON writes the same escapes, its control characters among them."""
    return json.dumps(str(text), ensure_ascii=False).replace("\x7f", "\\u007f")
