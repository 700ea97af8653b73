"""The effect on each cohort, over all its months after the training."""

from dataclasses import dataclass

import numpy as np

from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import Integers
from dampak.statistics.randomisation import DRAWS
from dampak.statistics.staggered.aggregating import after_training
from dampak.statistics.staggered.bands import BandKind, Bands, Doubt, bands_of
from dampak.statistics.staggered.effects import GroupTimeEffects


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
    doubt = Doubt(confidence=confidence, draws=draws, kind=bands)
    after = after_training(effects)
    firsts = np.unique(effects.cohorts[after])
    chosen = (effects.cohorts[:, None] == firsts) & after[:, None]
    found = bands_of(effects, chosen, doubt, rng=rng)
    if isinstance(found, NoAnswer):
        return found
    return CohortEffects(
        cohorts=_cohorts(found, firsts[found.kept]),
        confidence=confidence,
        method=f"group_time_by_cohort_{found.method}/2",
        critical_value=found.critical_value,
    )


def _cohorts(bands: Bands, firsts: Integers) -> tuple[CohortEffect, ...]:
    answer = bands.answer
    return tuple(
        CohortEffect(
            first_treated=int(first),
            value=float(answer.values[j]),
            low=float(answer.values[j] - bands.half_widths[j]),
            high=float(answer.values[j] + bands.half_widths[j]),
            n_units=int(answer.n_trained[j]),
            standard_error=bands.standard_errors[j],
        )
        for j, first in enumerate(firsts)
    )
