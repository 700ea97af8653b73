"""Staggered training of unequal offices whose noise remembers: do the intervals hold the truth?"""

from collections.abc import Callable

import numpy as np

from dampak.calibration.trial import REFUSED, Seen, Trial, seen
from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import Floats, Integers
from dampak.statistics.staggered import (
    BandKind,
    GroupTimeEffects,
    adjusted_group_time_effects,
    effects_by_cohort,
    effects_by_month,
    event_study,
    group_time_effects,
    overall_effect,
    placebo_in_time,
    pre_trend_test,
)

Once = Callable[[np.random.Generator, float], Seen]

DRAWS = 999
OFFICES = (6, 8, 8, 8, 10, 10, 10, 10, 10, 10, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)
FORTY = np.repeat(OFFICES, 2)
HUNDRED = np.repeat(OFFICES, 5)
TWELVE = np.array([4, 4, 7, 7, 9, 9, -1, -1, -1, -1, -1, -1])
ALL_TRAINED = np.repeat([6, 9, 13], 13)
ONE_BY_ONE = np.append(np.arange(4, 14), np.full(30, -1))
MONTHS = 18


def _world(
    rng: np.random.Generator, first: Integers, effect: float, *, memory: float = 0.6
) -> tuple[Floats, Integers]:
    """Offices of unequal level and noise, a season, and a shock to everybody in every month."""
    noise = rng.normal(size=(first.size, MONTHS))
    for month in range(1, MONTHS):
        fresh = np.sqrt(1 - memory**2) * noise[:, month]
        noise[:, month] = memory * noise[:, month - 1] + fresh
    noise *= rng.uniform(0.5, 1.5, size=(first.size, 1))
    level = 2 * rng.normal(size=(first.size, 1))
    season = np.sin(np.arange(MONTHS)) + 0.5 * rng.normal(size=MONTHS)
    after = (first[:, None] >= 0) & (np.arange(MONTHS) >= first[:, None])
    return level + season + noise + effect * after, first


def _effects(
    rng: np.random.Generator, first: Integers, effect: float
) -> GroupTimeEffects | NoAnswer:
    outcomes, first = _world(rng, first, effect)
    return group_time_effects(outcomes=outcomes, first_treated=first)


def _overall(effects: GroupTimeEffects | NoAnswer, rng: np.random.Generator, effect: float) -> Seen:
    answer = effects if isinstance(effects, NoAnswer) else overall_effect(effects, rng=rng)
    return seen(answer, truth=effect)


def _many(rng: np.random.Generator, effect: float) -> Seen:
    return _overall(_effects(rng, FORTY, effect), rng, effect)


def _few(rng: np.random.Generator, effect: float) -> Seen:
    return _overall(_effects(rng, TWELVE, effect), rng, effect)


def _all_trained(rng: np.random.Generator, effect: float) -> Seen:
    return _overall(_effects(rng, ALL_TRAINED, effect), rng, effect)


def _one_by_one(rng: np.random.Generator, effect: float) -> Seen:
    outcomes, first = _world(rng, ONE_BY_ONE, effect, memory=0.8)
    return _overall(group_time_effects(outcomes=outcomes, first_treated=first), rng, effect)


def _with_gaps(rng: np.random.Generator, effect: float) -> Seen:
    outcomes, first = _world(rng, FORTY, effect)
    outcomes[rng.random(outcomes.shape) < 0.1] = np.nan
    return _overall(group_time_effects(outcomes=outcomes, first_treated=first), rng, effect)


def _by_volume(rng: np.random.Generator, effect: float) -> Seen:
    """Offices of fifty to a thousand cases; the noise of a small one is the larger."""
    outcomes, first = _world(rng, HUNDRED, effect)
    cases = np.exp(rng.normal(5.5, 0.8, size=first.size))
    outcomes += rng.normal(size=outcomes.shape) * (8 / np.sqrt(cases))[:, None]
    effects = group_time_effects(outcomes=outcomes, first_treated=first, weights=cases)
    return _overall(effects, rng, effect)


def _doubly_robust(rng: np.random.Generator, effect: float) -> Seen:
    """Large offices are trained more often, and drift."""
    size, kind = rng.normal(size=100), rng.integers(0, 2, size=100)
    early = rng.random(100) + 0.15 * np.tanh(size) + 0.1 * kind
    first = np.where(early < 0.5, -1, np.where(early < 0.8, 6, 10))
    outcomes, _ = _world(rng, first, effect)
    outcomes += 0.05 * (size + kind)[:, None] * np.arange(MONTHS)
    effects = adjusted_group_time_effects(
        outcomes=outcomes, first_treated=first, covariates=np.column_stack([size, kind])
    )
    return _overall(effects, rng, effect)


def _event_study(rng: np.random.Generator, effect: float) -> Seen:
    return _points(_effects(rng, FORTY, effect), rng, effect)


def _event_study_few(rng: np.random.Generator, effect: float) -> Seen:
    return _points(_effects(rng, TWELVE, effect), rng, effect)


def _event_study_by_signs(rng: np.random.Generator, effect: float) -> Seen:
    return _points(_effects(rng, HUNDRED, effect), rng, effect, bands="multiplier")


def _points(
    effects: GroupTimeEffects | NoAnswer,
    rng: np.random.Generator,
    effect: float,
    *,
    bands: BandKind = "analytic",
) -> Seen:
    if isinstance(effects, NoAnswer):
        return REFUSED
    study = event_study(effects, rng=rng, draws=DRAWS, bands=bands)
    if isinstance(study, NoAnswer):
        return REFUSED
    ends = [(point.low, point.high, point.periods_since >= 0) for point in study.points]
    return _all_bands(ends, effect)


def _all_bands(ends: list[tuple[float, float, bool]], effect: float) -> Seen:
    """All bands together: one miss is a miss, one claim is a claim."""
    held = all(low <= effect * is_after <= high for low, high, is_after in ends)
    claimed = any(not low <= 0 <= high for low, high, _ in ends)
    return Seen(covered=float(held), claimed=float(claimed))


def _by_cohort(rng: np.random.Generator, effect: float) -> Seen:
    effects = _effects(rng, FORTY, effect)
    found = effects if isinstance(effects, NoAnswer) else effects_by_cohort(effects, rng=rng)
    if isinstance(found, NoAnswer):
        return REFUSED
    return _all_bands([(each.low, each.high, True) for each in found.cohorts], effect)


def _by_month(rng: np.random.Generator, effect: float) -> Seen:
    effects = _effects(rng, FORTY, effect)
    found = effects if isinstance(effects, NoAnswer) else effects_by_month(effects, rng=rng)
    if isinstance(found, NoAnswer):
        return REFUSED
    return _all_bands([(each.low, each.high, True) for each in found.months], effect)


def _pre_trend(rng: np.random.Generator, first: Integers, drift: float) -> Seen:
    outcomes, first = _world(rng, first, 0.0)
    outcomes += drift * (first[:, None] >= 0) * np.arange(MONTHS)
    effects = group_time_effects(outcomes=outcomes, first_treated=first)
    test = effects if isinstance(effects, NoAnswer) else pre_trend_test(effects, rng=rng)
    return REFUSED if isinstance(test, NoAnswer) else Seen(claimed=float(test.p_value < 0.05))


def _pre_trend_many(rng: np.random.Generator, effect: float) -> Seen:
    return _pre_trend(rng, FORTY, effect)


def _pre_trend_of_every_cell(rng: np.random.Generator, effect: float) -> Seen:
    return _pre_trend(rng, np.repeat([4, 6, -1], 100), effect)


def _pre_trend_few(rng: np.random.Generator, effect: float) -> Seen:
    return _pre_trend(rng, TWELVE, effect)


def _placebo(rng: np.random.Generator, effect: float) -> Seen:
    """Whatever the training does, nothing may be found before it."""
    outcomes, first = _world(rng, FORTY, effect)
    answer = placebo_in_time(outcomes=outcomes, first_treated=first, periods_earlier=4, rng=rng)
    return seen(answer, truth=0.0)


FORTY_OFFICES = "40 unequal offices, three cohorts and 20 never trained, 18 months, AR(1) 0.6"
TWELVE_OFFICES = (
    "12 unequal offices, three cohorts of two and 6 never trained, 18 months, AR(1) 0.6"
)
EFFECT = 0.7


def _trial(code: str, method: str, world: str, once: Once) -> Trial:
    return Trial(
        code=f"staggered-{code}",
        method=method,
        world=world,
        once=once,
        effect=EFFECT,
    )


TRIALS: tuple[Trial, ...] = (
    _trial("overall", "overall_effect", FORTY_OFFICES, _many),
    _trial("overall-few", "overall_effect by permutation", TWELVE_OFFICES, _few),
    _trial(
        "overall-all-trained",
        "overall_effect",
        "39 unequal offices in three cohorts, nobody never trained, 18 months, AR(1) 0.6",
        _all_trained,
    ),
    _trial(
        "overall-one-by-one",
        "overall_effect",
        "10 offices trained one a month, 30 never, unequal, 18 months, AR(1) 0.8",
        _one_by_one,
    ),
    _trial(
        "overall-gaps",
        "overall_effect",
        f"{FORTY_OFFICES}, a month in ten not counted",
        _with_gaps,
    ),
    _trial(
        "overall-by-volume",
        "overall_effect with weights",
        "100 offices of 50 to 1,000 cases, small ones noisier, three cohorts, 18 months",
        _by_volume,
    ),
    _trial(
        "overall-doubly-robust",
        "adjusted_group_time_effects",
        "100 offices, large ones trained more often and drifting, two cohorts, 18 months",
        _doubly_robust,
    ),
    _trial("event-study", "event_study, all bands", FORTY_OFFICES, _event_study),
    _trial(
        "event-study-few",
        "event_study by permutation, all bands",
        TWELVE_OFFICES,
        _event_study_few,
    ),
    _trial(
        "event-study-multiplier",
        "event_study with multiplier bands, all bands",
        "100 unequal offices, three cohorts and 50 never trained, 18 months, AR(1) 0.6",
        _event_study_by_signs,
    ),
    _trial("by-cohort", "effects_by_cohort, all bands", FORTY_OFFICES, _by_cohort),
    _trial("by-month", "effects_by_month, all bands", FORTY_OFFICES, _by_month),
    _trial("pre-trend", "pre_trend_test by lead", FORTY_OFFICES, _pre_trend_many),
    _trial(
        "pre-trend-every-cell",
        "pre_trend_test of every cell",
        "300 unequal offices, two cohorts and 100 never trained, 18 months, AR(1) 0.6",
        _pre_trend_of_every_cell,
    ),
    _trial("pre-trend-few", "pre_trend_test by permutation", TWELVE_OFFICES, _pre_trend_few),
    _trial("placebo", "placebo_in_time", FORTY_OFFICES, _placebo),
)
