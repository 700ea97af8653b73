"""The verdict in words: what may be said depends on the grade, and nothing else says it.

Below grade B no sentence of this file holds a word that claims a cause; a test walks through every
combination in both languages. The titles of outcomes begin each sentence, so that they fit any
grammar and keep their capital letter.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dampak.foundation.answers import Estimate, NoAnswer
from dampak.foundation.text import Sentence, gettext_noop
from dampak.impact.grade import Grade
from dampak.impact.verdict import Verdict
from dampak.language.numbers import rounded
from dampak.language.saying import InBoth

CLAIMS: Mapping[str, re.Pattern[str]] = {
    "id": re.compile(
        r"\b(ber|di)?dampak(nya)?\b|\b\w*[sy]ebab\w*\b|\b(ter|mem)bukti(kan)?\b|"
        r"\b(me|di)?pangkas\b|\bmemangkas\b|\bmengakibatkan\b|\bakibat\b|\bberkat\b|\bkarena\b|"
        r"\b(ber|mem|di)?pengaruh(i|nya)?\b|\bmemengaruhi\b|\befek(tif)?\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(impacts?|impacted|caus\w*|effects?|effective\w*|prov(e|ed|en|es)|proof|because|due to|"
        r"led to|leads to|owing to|thanks to|result(s|ed)? (of|in|from)|attribut\w+)\b",
        re.IGNORECASE,
    ),
}
EXTRA_DECIMALS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a verdict sentence is made of; effects in the unit of the outcome, shares 0 to 1."""

    outcome: Sentence | InBoth
    unit: Sentence | InBoth
    verdict: Verdict
    grade: Grade
    answer: Estimate | NoAnswer
    n_trained: int
    n_comparison: int
    smallest_effect: float | None
    decimals: int
    is_share: bool
    confidence: float
    unhealthy: Sentence | None = None


def claims(text: str, language: str) -> str | None:
    """The first word in a text that claims a cause, if there is one."""
    found = CLAIMS[language].search(text)
    return found[0] if found else None


def verdict_sentence(finding: Finding) -> Sentence:
    """The one sentence that people will quote."""
    if isinstance(finding.answer, NoAnswer):
        return _without_estimate(finding, finding.answer)
    return Sentence(_message(finding, finding.answer.value), _values(finding, finding.answer))


def decimals_shown(estimate: Estimate, *, decimals: int, is_share: bool) -> int:
    """Enough decimals to see the width of the interval and that an end is not nought."""
    scale = 100 if is_share else 1
    half_width = (estimate.high - estimate.low) / 2 * scale
    wanted = decimals
    if half_width > 0:
        wanted = max(decimals, 1 - math.floor(math.log10(half_width)))
    wanted = min(wanted, decimals + EXTRA_DECIMALS)
    ends = [end * scale for end in (estimate.low, estimate.high) if end]
    while wanted < decimals + EXTRA_DECIMALS and not all(rounded(end, wanted) for end in ends):
        wanted += 1
    return wanted


_ROSE_THROUGH = gettext_noop(
    "%(outcome)s rose by %(size)s %(unit)s because of the training (%(confidence)s%% interval: "
    "%(nearest)s to %(furthest)s; %(n_trained)s trained units compared with %(n_comparison)s "
    "comparison units)."
)
_FELL_THROUGH = gettext_noop(
    "%(outcome)s fell by %(size)s %(unit)s because of the training (%(confidence)s%% interval: "
    "%(nearest)s to %(furthest)s; %(n_trained)s trained units compared with %(n_comparison)s "
    "comparison units)."
)
_ROSE_WORSE_THROUGH = gettext_noop(
    "%(outcome)s got worse because of the training: up by %(size)s %(unit)s (%(confidence)s%% "
    "interval: %(nearest)s to %(furthest)s; %(n_trained)s trained units compared with "
    "%(n_comparison)s comparison units)."
)
_FELL_WORSE_THROUGH = gettext_noop(
    "%(outcome)s got worse because of the training: down by %(size)s %(unit)s (%(confidence)s%% "
    "interval: %(nearest)s to %(furthest)s; %(n_trained)s trained units compared with "
    "%(n_comparison)s comparison units)."
)
_ROSE_BESIDE = gettext_noop(
    "%(outcome)s in trained units moved %(size)s %(unit)s higher than in comparison units "
    "(%(confidence)s%% interval: %(nearest)s to %(furthest)s; %(n_trained)s trained units compared "
    "with %(n_comparison)s comparison units). This comparison is not strong enough to say why."
)
_FELL_BESIDE = gettext_noop(
    "%(outcome)s in trained units moved %(size)s %(unit)s lower than in comparison units "
    "(%(confidence)s%% interval: %(nearest)s to %(furthest)s; %(n_trained)s trained units compared "
    "with %(n_comparison)s comparison units). This comparison is not strong enough to say why."
)
_ROSE_WORSE_BESIDE = gettext_noop(
    "%(outcome)s in trained units moved the unwanted way, %(size)s %(unit)s higher than in "
    "comparison units (%(confidence)s%% interval: %(nearest)s to %(furthest)s; %(n_trained)s "
    "trained units compared with %(n_comparison)s comparison units). This comparison is not strong "
    "enough to say why."
)
_FELL_WORSE_BESIDE = gettext_noop(
    "%(outcome)s in trained units moved the unwanted way, %(size)s %(unit)s lower than in "
    "comparison units (%(confidence)s%% interval: %(nearest)s to %(furthest)s; %(n_trained)s "
    "trained units compared with %(n_comparison)s comparison units). This comparison is not strong "
    "enough to say why."
)
_CANNOT_TELL_UNPLANNED = gettext_noop(
    "%(outcome)s: cannot tell yet. The difference between trained and comparison "
    "units is %(value)s %(unit)s, but its %(confidence)s%% interval (%(low)s to %(high)s) still "
    "holds no change at all; %(n_trained)s trained units compared with %(n_comparison)s comparison "
    "units."
)
_MESSAGES = {
    Verdict.DID_NOT_MOVE: gettext_noop(
        "%(outcome)s did not move by as much as matters (%(smallest)s or more, in %(unit)s). The "
        "difference between trained and comparison units is %(value)s %(unit)s "
        "(%(confidence)s%% interval: %(low)s to %(high)s; %(n_trained)s trained units compared "
        "with %(n_comparison)s comparison units)."
    ),
    Verdict.CANNOT_TELL: gettext_noop(
        "%(outcome)s: cannot tell yet. The difference between trained and "
        "comparison units is %(value)s %(unit)s, but its %(confidence)s%% interval (%(low)s to "
        "%(high)s) still holds both no change and a change that matters; %(n_trained)s trained "
        "units compared with %(n_comparison)s comparison units."
    ),
    Verdict.NOT_HEALTHY: gettext_noop(
        "%(outcome)s: not healthy enough to read. %(unhealthy)s For inspection only: difference "
        "%(value)s %(unit)s (%(confidence)s%% interval: %(low)s to %(high)s; %(n_trained)s trained "
        "units compared with %(n_comparison)s comparison units)."
    ),
}
# (may claim a cause, moved the wanted way, rose)
_MOVED = {
    (True, True, True): _ROSE_THROUGH,
    (True, True, False): _FELL_THROUGH,
    (True, False, True): _ROSE_WORSE_THROUGH,
    (True, False, False): _FELL_WORSE_THROUGH,
    (False, True, True): _ROSE_BESIDE,
    (False, True, False): _FELL_BESIDE,
    (False, False, True): _ROSE_WORSE_BESIDE,
    (False, False, False): _FELL_WORSE_BESIDE,
}


def _message(finding: Finding, value: float) -> str:
    if finding.verdict is Verdict.CANNOT_TELL and finding.smallest_effect is None:
        return _CANNOT_TELL_UNPLANNED
    if finding.verdict in _MESSAGES:
        return _MESSAGES[finding.verdict]
    return _MOVED[finding.grade.may_claim, finding.verdict is Verdict.MOVED, value > 0]


def _values(finding: Finding, estimate: Estimate) -> dict[str, Any]:
    scale = 100 if finding.is_share else 1
    decimals = decimals_shown(estimate, decimals=finding.decimals, is_share=finding.is_share)

    def shown(value: float) -> Decimal:
        return rounded(value * scale, decimals)

    nearest, furthest = sorted((estimate.low, estimate.high), key=abs)
    smallest = finding.smallest_effect
    return {
        **_counts(finding),
        "value": shown(estimate.value),
        "size": shown(abs(estimate.value)),
        "low": shown(estimate.low),
        "high": shown(estimate.high),
        "nearest": shown(abs(nearest)),
        "furthest": shown(abs(furthest)),
        "smallest": "-" if smallest is None else as_few_decimals(smallest * scale),
        "unhealthy": finding.unhealthy or "",
    }


def _counts(finding: Finding) -> dict[str, Any]:
    return {
        "outcome": finding.outcome,
        "unit": finding.unit,
        "n_trained": finding.n_trained,
        "n_comparison": finding.n_comparison,
        "confidence": as_few_decimals(finding.confidence * 100),
    }


def as_few_decimals(value: float) -> Decimal:
    """A number that somebody typed, shown with no more decimals than they typed."""
    exact = rounded(value, 6).normalize()
    return (
        exact
        if int(exact.as_tuple().exponent) <= 0 and exact != exact.to_integral()
        else (exact.quantize(Decimal(1)))
    )


def _without_estimate(finding: Finding, answer: NoAnswer) -> Sentence:
    values = _counts(finding) | {"reason": Sentence(answer.why.value)}
    if finding.verdict is Verdict.NOT_HEALTHY:
        return Sentence(
            "%(outcome)s: not healthy enough to read. %(unhealthy)s (Trained units: "
            "%(n_trained)s, comparison units: %(n_comparison)s; no interval.)",
            values | {"unhealthy": finding.unhealthy or ""},
        )
    if answer.needed is None or answer.found is None:
        return Sentence(
            "%(outcome)s: cannot tell yet. %(reason)s (Trained units: %(n_trained)s, comparison "
            "units: %(n_comparison)s; no interval.)",
            values,
        )
    return Sentence(
        "%(outcome)s: cannot tell yet. %(reason)s Needed: %(needed)s, found: %(found)s. (Trained "
        "units: %(n_trained)s, comparison units: %(n_comparison)s; no interval.)",
        values | {"needed": answer.needed, "found": answer.found},
    )
