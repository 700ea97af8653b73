"""Read `study.toml`, the plan as an office hands it over, and report all its faults at once."""

import tomllib
from collections import Counter
from collections.abc import Collection
from typing import Any

from dampak.foundation.text import Sentence, gettext_noop
from dampak.impact.plan import UNIT_MONTHS, Role, StudyPlan
from dampak.impact.plan_file.study import StudyReader, unknown_key
from dampak.indicators.catalogue import CATALOGUE


class CannotReadPlan(Exception):
    """Says everything that is wrong with a plan file."""

    def __init__(self, faults: Collection[Sentence]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = tuple(faults)


def parse_plans(text: str, *, columns: Collection[str] | None = None) -> tuple[StudyPlan, ...]:
    """The plans of a `study.toml`, one for each outcome.

    Parameters
    ----------
    text
        The file. What stands under ``[plan]`` holds for every ``[[study]]``.
    columns
        The columns of the office's own `unit_months`, which may also be outcomes; None before
        the data are there, when any column may still come.

    Raises
    ------
    CannotReadPlan
        With every fault of the whole file.
    """
    content = _toml(text)
    faults = [unknown_key(key, ("plan", "study")) for key in content if key not in _TOP]
    shared, studies = content.get("plan", {}), content.get("study", [])
    if not isinstance(shared, dict) or not isinstance(studies, list) or not studies:
        raise CannotReadPlan([*faults, Sentence(_NO_STUDY)])
    outcomes = (*CATALOGUE, *(f"{UNIT_MONTHS}{column}" for column in columns or ()))
    readers = [
        StudyReader(shared | study, number=number, outcomes=outcomes, may_come=columns is None)
        for number, study in enumerate(studies, start=1)
    ]
    plans = [reader.plan() for reader in readers]
    faults += [fault for reader in readers for fault in reader.faults]
    faults += _faults_between(plans)
    if faults:
        raise CannotReadPlan(list(dict.fromkeys(faults)))
    return tuple(plans)


_TOP = ("plan", "study")
_NO_STUDY = gettext_noop(
    "The plan names no outcome: there is no [[study]] in it. Add one [[study]] for each outcome, "
    "with outcome, role and smallest_effect."
)


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        sentence = Sentence(
            "The plan is not a TOML file; found: %(found)s. Correct that line, or start from the "
            "example that `dampak template` writes.",
            {"found": str(fault)},
        )
        raise CannotReadPlan([sentence]) from fault


def _faults_between(plans: Collection[StudyPlan]) -> list[Sentence]:
    faults = []
    primaries = [plan.outcome for plan in plans if plan.role is Role.PRIMARY]
    if len(primaries) > 1:
        faults.append(
            Sentence(
                "A plan promises one primary outcome; found %(found)s: %(outcomes)s. Make the "
                "others secondary or guardrail.",
                {"found": len(primaries), "outcomes": primaries},
            )
        )
    slugs = Counter(plan.slug for plan in plans)
    faults += [
        Sentence(
            "Two studies have the same name; found: %(slug)s. Give each [[study]] its own slug.",
            {"slug": slug},
        )
        for slug, times in slugs.items()
        if times > 1
    ]
    return faults
