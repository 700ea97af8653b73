"""What a study measures, in the catalogue or the office's own, described the same way."""

from dataclasses import dataclass
from decimal import Decimal

from dampak.foundation.text import Sentence
from dampak.impact.plan import UNIT_MONTHS, StudyPlan
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import Better
from dampak.language.numbers import rounded
from dampak.language.saying import InBoth

UNIT_MONTHS_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An outcome as the page needs it; ``unit`` is the unit of a difference between groups."""

    code: str
    version: int
    title: Sentence | InBoth
    unit: Sentence | InBoth
    better: Better
    decimals: int
    is_share: bool

    def shown(self, value: float, *, decimals: int | None = None) -> Decimal:
        """A difference as a reader sees it: shares in percentage points, rounded."""
        scaled = value * 100 if self.is_share else value
        return rounded(scaled, self.decimals if decimals is None else decimals)


def outcome_of(plan: StudyPlan) -> Outcome:
    """The outcome that a plan names."""
    if plan.outcome.startswith(UNIT_MONTHS):
        name = plan.outcome.removeprefix(UNIT_MONTHS)
        return Outcome(
            code=plan.outcome,
            version=UNIT_MONTHS_VERSION,
            title=InBoth(plan.outcome_title or {"id": name, "en": name}),
            unit=InBoth(plan.unit) if plan.unit else Sentence("units of the outcome"),
            better=plan.better,
            decimals=plan.decimals,
            is_share=False,
        )
    known = CATALOGUE[plan.outcome]
    return Outcome(
        code=known.code,
        version=known.version,
        title=Sentence(known.title),
        unit=Sentence("percentage points") if known.is_share else Sentence(known.unit),
        better=known.better,
        decimals=known.decimals,
        is_share=known.is_share,
    )
