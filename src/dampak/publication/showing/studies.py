"""One study for one reader: verdict, evidence, checks, plan."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dampak.language import moments, quantities
from dampak.publication.showing.plans import plan_shown, seal_shown, seal_state
from dampak.publication.showing.sources import Pair, anchor_of
from dampak.publication.showing.texts import NOTHING, in_this

ROLES = {
    "primary": gettext_noop("Main outcome"),
    "secondary": gettext_noop("Further outcome"),
    "guardrail": gettext_noop("Must not get worse"),
}
GRADES = {
    "A": gettext_noop("The order of training was drawn by lot."),
    "B": gettext_noop("Phased or matched comparison, sealed in time, checks clean."),
    "C": gettext_noop("Comparison with doubts that the checks name."),
    "D": gettext_noop("A trend, with no units to compare with."),
    "E": gettext_noop("Before and after only, with no comparison."),
    "F": gettext_noop("Opinion; the service itself was not measured."),
}
CHECKS = {
    "passed": gettext_noop("passed"),
    "failed": gettext_noop("failed"),
    "not_possible": gettext_noop("not possible"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckShown:
    """One check with what it found; ``outcome`` is its code, ``said`` its word."""

    title: str
    outcome: str
    said: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyShown:
    """One study. ``source`` is its entry of the document, for those who draw it."""

    source: dict[str, Any]
    anchor: str
    trace: str
    outcome: str
    programme: str
    role: str
    verdict: str
    verdict_said: str
    sentence: str
    next_step: str
    difference: str
    interval: str
    unit: str
    silence: str
    grade: str
    grade_meaning: str
    grade_reason: str
    facts: tuple[Pair, ...]
    checks: tuple[CheckShown, ...]
    plan: tuple[Pair, ...]
    seal: tuple[Pair, ...]
    seal_state: str
    deviations: tuple[str, ...]
    events: tuple[tuple[str, ...], ...]
    bands: str
    means: tuple[tuple[str, ...], ...]
    method: str


def study_shown(study: dict[str, Any]) -> StudyShown:
    """A study of the document in the active language."""
    return StudyShown(
        source=study,
        anchor=f"study-{study['slug']}",
        trace=anchor_of(study["figure"]),
        outcome=in_this(study["outcome_title"]),
        programme=study["programme"] or "",
        role=_word(ROLES, study["role"]),
        verdict=study["verdict"],
        verdict_said=in_this(study["verdict_title"]),
        sentence=in_this(study["sentence"]),
        next_step=in_this(study["next_step"]),
        difference=_difference(study),
        interval=_interval(study),
        unit=in_this(study["unit"]),
        silence=_silence(study),
        grade=study["grade"],
        grade_meaning=_word(GRADES, study["grade"]),
        grade_reason=in_this(study["grade_reason"]),
        facts=_facts(study),
        checks=tuple(_check(check) for check in study["checks"]),
        plan=plan_shown(study),
        seal=seal_shown(study),
        seal_state=seal_state(study),
        deviations=tuple(in_this(deviation) for deviation in study["deviations"]),
        events=_events(study),
        bands=_bands(study),
        means=_means(study),
        method=study["estimate"]["method"] if "estimate" in study else "",
    )


def _word(words: dict[str, str], code: str) -> str:
    word = words[code]
    return _(word)


def _change(value: float | None, study: dict[str, Any]) -> str:
    if value is None:
        return NOTHING
    return quantities.change(value, study["decimals"], is_share=study["is_share"])


def _level(value: float | None, study: dict[str, Any]) -> str:
    if value is None:
        return NOTHING
    return quantities.level(value, study["decimals"], is_share=study["is_share"])


def _difference(study: dict[str, Any]) -> str:
    return _change(study["estimate"]["value"], study) if "estimate" in study else ""


def _interval(study: dict[str, Any]) -> str:
    if "estimate" not in study:
        return ""
    estimate = study["estimate"]
    return _("%(low)s to %(high)s (%(confidence)s interval)") % {
        "low": _change(estimate["low"], study),
        "high": _change(estimate["high"], study),
        "confidence": quantities.level(estimate["confidence"], 0, is_share=True),
    }


def _silence(study: dict[str, Any]) -> str:
    """Why there is no number, with what would have been needed."""
    if "no_answer" not in study:
        return ""
    silence = study["no_answer"]
    said = in_this(silence["sentence"])
    if silence["needed"] is None or silence["found"] is None:
        return said
    return _("%(reason)s Needed: %(needed)s; found: %(found)s.") % {
        "reason": said,
        "needed": quantities.count(silence["needed"]),
        "found": quantities.count(silence["found"]),
    }


def _facts(study: dict[str, Any]) -> tuple[Pair, ...]:
    return (
        Pair(_("Trained units"), quantities.count(study["n_trained"])),
        Pair(_("Comparison units"), quantities.count(study["n_comparison"])),
        Pair(_("Periods of data"), _months(study)),
        Pair(_("Level before the training"), _baseline(study)),
    )


def _months(study: dict[str, Any]) -> str:
    if not study["first_month"]:
        return NOTHING
    return _("%(count)s (%(first)s to %(last)s)") % {
        "count": quantities.count(study["n_months"]),
        "first": moments.month_named(study["first_month"], short=True),
        "last": moments.month_named(study["last_month"], short=True),
    }


def _baseline(study: dict[str, Any]) -> str:
    level = _level(study["baseline"], study)
    if study["is_share"] or study["baseline"] is None:
        return level
    return f"{level} {in_this(study['unit'])}"


def _check(check: dict[str, Any]) -> CheckShown:
    return CheckShown(
        title=in_this(check["title"]),
        outcome=check["outcome"],
        said=_word(CHECKS, check["outcome"]),
        found=in_this(check["found"]),
    )


def _events(study: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Months since training, difference, low, high, units."""
    if not study["event_study"]:
        return ()
    return tuple(
        (
            quantities.change(point["months_since"], 0),
            *(_change(point[key], study) for key in ("value", "low", "high")),
            quantities.count(point["n_units"]),
        )
        for point in study["event_study"]["points"]
    )


def _bands(study: dict[str, Any]) -> str:
    if not study["event_study"]:
        return ""
    return _(
        "Each bar is the range of one month. With %(confidence)s confidence all bars together hold "
        "the true differences."
    ) % {"confidence": quantities.level(study["event_study"]["confidence"], 0, is_share=True)}


def _means(study: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Month, mean of the trained, mean of the comparison units."""
    return tuple(
        (
            moments.month_named(mean["month"]),
            _level(mean["trained"], study),
            _level(mean["comparison"], study),
        )
        for mean in study["group_means"]
    )
