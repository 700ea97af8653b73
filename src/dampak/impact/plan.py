"""A study plan: what is to be found out, and by which rule, written before the data come."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from dampak.impact.drawing import Draw
from dampak.indicators.definition import Better

RULE = "interval/1"
WINDOW_MONTHS = (-12, 12)
UNIT_MONTHS = "unit_months."

Control = Literal["not_yet", "never"]


class Role(StrEnum):
    """What an outcome is for: the promise, what else may move, and what must not get worse."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    GUARDRAIL = "guardrail"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyPlan:
    """One outcome of one programme, and how it will be judged.

    ``smallest_effect`` is the smallest change that would matter, above zero, in the unit of the
    outcome (shares run from 0 to 1); it is None only where nobody planned. ``better`` is the wanted
    direction. ``window_months`` are the months round the training that the picture shows.
    ``outcome_title``, ``unit`` and ``decimals`` describe an outcome of the office's own; an
    indicator of the catalogue has its own. ``was_planned`` is False for a study that dampak
    proposed because no plan was handed in. ``note`` is what a reader must know before any number,
    such as that the data are invented.
    """

    slug: str
    title: Mapping[str, str]
    programme: str | None
    outcome: str
    role: Role
    smallest_effect: float | None
    better: Better
    confidence: float = 0.95
    control: Control = "not_yet"
    window_months: tuple[int, int] = WINDOW_MONTHS
    rule: str = RULE
    registered_on: date | None = None
    comparison: Mapping[str, str] | None = None
    outcome_title: Mapping[str, str] | None = None
    unit: Mapping[str, str] | None = None
    decimals: int = 2
    draw: Draw | None = None
    note: Mapping[str, str] | None = None
    was_planned: bool = True


def unplanned(*, outcome: str, title: Mapping[str, str], better: Better) -> StudyPlan:
    """The study of an outcome for which nobody handed in a plan."""
    return StudyPlan(
        slug=slug_of(outcome),
        title=title,
        programme=None,
        outcome=outcome,
        role=Role.PRIMARY,
        smallest_effect=None,
        better=better,
        was_planned=False,
    )


def slug_of(outcome: str) -> str:
    """The name of a study in addresses and file names."""
    return outcome.removeprefix(UNIT_MONTHS).replace("_", "-").lower()


def written(plan: StudyPlan) -> dict[str, Any]:
    """The plan as plain values, in the words of the plan file."""
    plain = {field.name: _plain(getattr(plan, field.name)) for field in fields(plan)}
    del plain["was_planned"]
    return plain


def _plain(value: Any) -> Any:
    match value:
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
        case Draw():
            batches = [{"month": _plain(b.month), "units": b.units} for b in value.batches]
            return {"seed": value.seed, "units": list(value.units), "batches": batches}
        case Mapping():
            return dict(value)
        case tuple():
            return list(value)
        case _:
            return value
