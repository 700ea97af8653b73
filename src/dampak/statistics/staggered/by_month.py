"""The effect in each month of the calendar, over all units trained by then."""

from dataclasses import dataclass

import numpy as np

from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import Integers
from dampak.statistics.randomisation import DRAWS
from dampak.statistics.staggered.aggregating import after_training
from dampak.statistics.staggered.bands import BandKind, Bands, Doubt, bands_of
from dampak.statistics.staggered.effects import GroupTimeEffects


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthEffect:
    """The mean effect in one period on the units trained by then, in the unit of the outcome."""

    period: int
    value: float
    low: float
    high: float
    n_units: int
    standard_error: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthEffects:
    """The months in order; ``confidence`` is the coverage of all their bands together."""

    months: tuple[MonthEffect, ...]
    confidence: float
    method: str
    critical_value: float


def effects_by_month(
    effects: GroupTimeEffects,
    *,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = DRAWS,
    bands: BandKind = "analytic",
) -> MonthEffects | NoAnswer:
    """Average the effects in each period over the cohorts that were trained by then.

    Parameters and refusals are those of `event_study`. Months with fewer than five trained units
    (two where the bands are found by permutation) are left out: nothing tells luck from effect.

    References
    ----------
    Callaway and Sant'Anna (2021), eq. 3.8.
    """
    doubt = Doubt(confidence=confidence, draws=draws, kind=bands)
    after = after_training(effects)
    periods = np.unique(effects.periods[after])
    chosen = (effects.periods[:, None] == periods) & after[:, None]
    found = bands_of(effects, chosen, doubt, rng=rng)
    if isinstance(found, NoAnswer):
        return found
    return MonthEffects(
        months=_months(found, periods[found.kept]),
        confidence=confidence,
        method=f"group_time_by_month_{found.method}/1",
        critical_value=found.critical_value,
    )


def _months(bands: Bands, periods: Integers) -> tuple[MonthEffect, ...]:
    answer = bands.answer
    return tuple(
        MonthEffect(
            period=int(period),
            value=float(answer.values[j]),
            low=float(answer.values[j] - bands.half_widths[j]),
            high=float(answer.values[j] + bands.half_widths[j]),
            n_units=int(answer.n_trained[j]),
            standard_error=bands.standard_errors[j],
        )
        for j, period in enumerate(periods)
    )
