"""The effect on each cohort, over all its months after the training."""

from dataclasses import dataclass

import numpy as np

from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import refuse_unless_generator
from dampak.statistics.randomisation import DRAWS
from dampak.statistics.staggered.bands import BandKind, Doubt
from dampak.statistics.staggered.effects import GroupTimeEffects
from dampak.statistics.staggered.side_by_side import averages_by, lines_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortEffect:
    """The mean effect on the units first trained in one period, in the unit of the outcome."""

    first_treated: int
    value: float
    low: float
    high: float
    n_units: int
    standard_error: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortEffects:
    """The cohorts in order; ``confidence`` is the coverage of all their bands together."""

    cohorts: tuple[CohortEffect, ...]
    confidence: float
    method: str
    critical_value: float


def effects_by_cohort(
    effects: GroupTimeEffects,
    *,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = DRAWS,
    bands: BandKind = "analytic",
) -> CohortEffects | NoAnswer:
    """Average the effects of each cohort over its months after the training.

    Parameters and refusals are those of `event_study`. Cohorts of fewer than five units
    (two where the bands are found by permutation) are left out: nothing tells luck from effect.

    References
    ----------
    Callaway and Sant'Anna (2021), eq. 3.7.
    """
    refuse_unless_generator(rng)
    doubt = Doubt(confidence=confidence, draws=draws, kind=bands)
    found = averages_by(effects.cohorts, effects, doubt, rng=rng)
    if isinstance(found, NoAnswer):
        return found
    labels, side_by_side = found
    lines = zip(labels, lines_of(side_by_side), strict=True)
    return CohortEffects(
        cohorts=tuple(CohortEffect(first_treated=first, **line) for first, line in lines),
        confidence=confidence,
        method=f"group_time_by_cohort_{side_by_side.method}/3",
        critical_value=side_by_side.critical_value,
    )
