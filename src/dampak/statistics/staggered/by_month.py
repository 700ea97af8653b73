"""The effect in each month of the calendar, over all units trained by then."""

from dataclasses import dataclass

import numpy as np

from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import refuse_unless_generator
from dampak.statistics.randomisation import DRAWS
from dampak.statistics.staggered.bands import BandKind, Doubt
from dampak.statistics.staggered.effects import GroupTimeEffects
from dampak.statistics.staggered.side_by_side import averages_by, lines_of


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
    refuse_unless_generator(rng)
    doubt = Doubt(confidence=confidence, draws=draws, kind=bands)
    found = averages_by(effects.periods, effects, doubt, rng=rng)
    if isinstance(found, NoAnswer):
        return found
    labels, side_by_side = found
    lines = zip(labels, lines_of(side_by_side), strict=True)
    return MonthEffects(
        months=tuple(MonthEffect(period=period, **line) for period, line in lines),
        confidence=confidence,
        method=f"group_time_by_month_{side_by_side.method}/2",
        critical_value=side_by_side.critical_value,
    )
