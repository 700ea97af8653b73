"""Plans that promise four chances in five: how often does our own analysis find the effect?

In these trials ``covered`` is 1 if an effect of the promised size was found, so that coverage is
the power that came true (promised: 0.80); ``claimed`` is 1 if something was found where nothing is,
which the intervals of 95 % allow once in twenty: a trial's ``claims_at_most``.
"""

from collections.abc import Callable
from functools import cache, partial

import numpy as np

from dampak.calibration.trial import REFUSED, Seen, Trial
from dampak.foundation.answers import Estimate, Measurement, NoAnswer
from dampak.statistics.arrays import Floats, Integers
from dampak.statistics.learning import adjusted_gain
from dampak.statistics.phased import phased_effect
from dampak.statistics.power import (
    History,
    Scores,
    history_of,
    smallest_detectable_change,
    smallest_detectable_effect,
    smallest_detectable_gain,
)
from dampak.statistics.power.weighing import Analysis
from dampak.statistics.staggered import group_time_effects, overall_effect
from dampak.statistics.time_series import interrupted_series

POWER = 0.8
PAST = 18
ONE_SERIES = History(
    lasting_variance=0.0, fading_variance=1.0, persistence=0.4, passing_variance=0.0
)


def _office(rng: np.random.Generator, n_units: int, n_periods: int) -> Floats:
    """Levels that last, bad spells that fade, luck that passes, a season, and unequal units."""
    fading = rng.normal(size=(n_units, n_periods))
    for month in range(1, n_periods):
        fading[:, month] = 0.6 * fading[:, month - 1] + 0.8 * fading[:, month]
    level, luck = 2 * rng.normal(size=(n_units, 1)), rng.normal(size=(n_units, n_periods))
    size = rng.uniform(0.7, 1.3, size=(n_units, 1))
    return level + np.sin(np.arange(n_periods)) + size * (fading + 0.7 * luck)


def _plan(
    rng: np.random.Generator, effect: float, *, first: Integers, n_periods: int, analysis: Analysis
) -> Seen:
    """Past and future of one law; ``effect`` is in smallest detectable effects."""
    history = history_of(outcomes=_office(rng, first.size, PAST))
    if isinstance(history, NoAnswer):
        return REFUSED
    found = smallest_detectable_effect(
        history=history, first_treated=first, n_periods=n_periods, analysis=analysis
    )
    if isinstance(found, NoAnswer):
        return REFUSED
    dealt = rng.permutation(first)
    after = (np.arange(n_periods) >= dealt[:, None]) & (dealt[:, None] >= 0)
    outcomes = _office(rng, first.size, n_periods) + effect * found.value * after
    answer = _analysed(outcomes, dealt, analysis, rng)
    return REFUSED if isinstance(answer, NoAnswer) else _seen(answer)


def _analysed(
    outcomes: Floats, first: Integers, analysis: Analysis, rng: np.random.Generator
) -> Estimate | NoAnswer:
    if analysis != "staggered":
        return phased_effect(
            outcomes=outcomes, first_treated=first, contrast=analysis, rng=rng, draws=999
        )
    effects = group_time_effects(outcomes=outcomes, first_treated=first)
    return effects if isinstance(effects, NoAnswer) else overall_effect(effects, rng=rng)


def _people(rng: np.random.Generator, effect: float) -> Seen:
    """Classes of eight, half of them trained; a quarter of what is compared is the class's."""
    scores = Scores(spread=10.0, correlation=0.6, class_size=8, class_share=0.25)
    found = smallest_detectable_gain(
        scores=scores, n_trained=80, n_comparison=80, comparing="ancova"
    )
    if isinstance(found, NoAnswer):
        return REFUSED
    classes = np.repeat(np.arange(20), 8)
    before = rng.normal(size=160)
    left = np.sqrt(0.25) * rng.normal(size=20)[classes] + np.sqrt(0.75) * rng.normal(size=160)
    is_trained = rng.permutation(np.arange(20) % 2)[classes] == 1
    after = 6.0 * before + 8.0 * left + effect * found.value * is_trained
    answer = adjusted_gain(before=10 * before, after=after, is_trained=is_trained, classes=classes)
    return REFUSED if isinstance(answer, NoAnswer) else _seen(answer.effect)


@cache
def _change_of_one_series() -> float:
    found = smallest_detectable_change(
        history=ONE_SERIES, n_before=30, n_after=18, rng=np.random.default_rng(1)
    )
    return np.nan if isinstance(found, NoAnswer) else found.value


def _series(rng: np.random.Generator, effect: float) -> Seen:
    errors = np.linalg.cholesky(ONE_SERIES.covariance(48)) @ rng.normal(size=48)
    trend, since = 0.1 * np.arange(48), np.arange(48) >= 30
    outcomes = trend + errors + effect * _change_of_one_series() * since
    answer = interrupted_series(outcomes=outcomes, first_treated=30)
    return REFUSED if isinstance(answer, NoAnswer) else _seen(answer.average)


def _seen(answer: Estimate | Measurement) -> Seen:
    is_found = float(not answer.low <= 0 <= answer.high)
    return Seen(covered=is_found, claimed=is_found)


def _once(
    first: Integers, n_periods: int, analysis: Analysis
) -> Callable[[np.random.Generator, float], Seen]:
    return partial(_plan, first=first, n_periods=n_periods, analysis=analysis)


TRIALS = (
    Trial(
        code="power-two-groups",
        method="detectable_staggered/1",
        world="40 units, 18 months of past; 20 trained in month 12 of 24",
        once=_once(np.repeat([12, -1], 20), 24, "staggered"),
        effect=1.0,
        confidence=POWER,
        n_small=60,
    ),
    Trial(
        code="power-staggered",
        method="detectable_staggered/1",
        world="45 units, 18 months of past; 3 cohorts of 10 in 20 months, 15 never trained",
        once=_once(np.repeat([6, 10, 14, -1], [10, 10, 10, 15]), 20, "staggered"),
        effect=1.0,
        confidence=POWER,
        n_small=60,
    ),
    Trial(
        code="power-phased",
        method="detectable_two_way/1",
        world="16 units, 18 months of past; a lottery over 4 starts in 16 months",
        once=_once(np.repeat([3, 6, 9, 12], 4), 16, "two_way"),
        effect=1.0,
        confidence=POWER,
        n_small=60,
    ),
    Trial(
        code="power-classes",
        method="detectable_ancova/1",
        world="20 classes of 8 people, half of them trained, tested before and after",
        once=_people,
        effect=1.0,
        confidence=POWER,
    ),
    Trial(
        code="power-one-series",
        method="detectable_interrupted_series/1",
        world="one series of 30 months before and 18 since, AR(1) errors of 0.4",
        once=_series,
        effect=1.0,
        confidence=POWER,
        n_small=30,
    ),
)
