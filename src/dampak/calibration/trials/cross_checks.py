"""Imputation, two-way effects, random timing and honest bounds in offices that differ and drift."""

from functools import partial
from typing import Protocol

import numpy as np

from dampak.calibration.trial import REFUSED, Seen, Trial
from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import Floats, Integers
from dampak.statistics.honest_bounds import (
    EventPath,
    relative_magnitude_bounds,
    smoothness_bounds,
)
from dampak.statistics.imputation import (
    imputation_pre_trend_test,
    imputed_effect,
    imputed_event_study,
)
from dampak.statistics.random_timing import random_timing_effect, random_timing_test
from dampak.statistics.two_way import two_way_effect

Cohorts = tuple[tuple[int, int], ...]  # first month of training, number of offices

UNEQUAL: Cohorts = ((8, 12), (16, 8), (24, 5))
SINGLES: Cohorts = tuple((6 + 2 * k, 1) for k in range(12))
FEW: Cohorts = ((4, 2), (8, 2), (12, 2))


class Interval(Protocol):
    """Anything with two ends."""

    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...


def _offices(
    rng: np.random.Generator,
    effect: float,
    *,
    cohorts: Cohorts = UNEQUAL,
    n_never: int = 16,
    n_months: int = 36,
    missing: float = 0.0,
) -> tuple[Floats, Integers]:
    """Offices with their own level and their own noise, which remembers half of last month's."""
    first = np.repeat([c for c, _ in cohorts] + [-1], [n for _, n in cohorts] + [n_never])
    noise = _remembering(rng, first.size, n_months)
    noise *= np.exp(rng.normal(0, 0.3, size=(first.size, 1)))
    is_trained = (first[:, None] >= 0) & (np.arange(n_months) >= first[:, None])
    outcomes = 2 * rng.normal(size=(first.size, 1)) + np.sin(np.arange(n_months)) + noise
    outcomes += effect * is_trained
    outcomes[rng.random(outcomes.shape) < missing] = np.nan
    return outcomes, first


def _remembering(rng: np.random.Generator, n_units: int, n_months: int) -> Floats:
    noise = rng.normal(size=(n_units, n_months))
    for month in range(1, n_months):
        noise[:, month] = 0.5 * noise[:, month - 1] + np.sqrt(0.75) * noise[:, month]
    return noise


def _seen(answer: Interval | NoAnswer, truth: float) -> Seen:
    if isinstance(answer, NoAnswer):
        return REFUSED
    return Seen(
        covered=float(answer.low <= truth <= answer.high),
        claimed=float(not answer.low <= 0 <= answer.high),
    )


def _imputed(
    rng: np.random.Generator,
    effect: float,
    *,
    cohorts: Cohorts = UNEQUAL,
    n_never: int = 16,
    n_months: int = 36,
    missing: float = 0.0,
) -> Seen:
    outcomes, first = _offices(
        rng, effect, cohorts=cohorts, n_never=n_never, n_months=n_months, missing=missing
    )
    return _seen(imputed_effect(outcomes=outcomes, first_treated=first, rng=rng), effect)


def _imputed_bands(
    rng: np.random.Generator,
    effect: float,
    *,
    cohorts: Cohorts = UNEQUAL,
    n_never: int = 16,
    n_months: int = 36,
) -> Seen:
    outcomes, first = _offices(rng, effect, cohorts=cohorts, n_never=n_never, n_months=n_months)
    study = imputed_event_study(outcomes=outcomes, first_treated=first, rng=rng, draws=1_000)
    if isinstance(study, NoAnswer):
        return REFUSED
    return Seen(
        covered=float(all(point.low <= effect <= point.high for point in study.points)),
        claimed=float(not all(point.low <= 0 <= point.high for point in study.points)),
    )


def _imputed_pre_trend(rng: np.random.Generator, effect: float) -> Seen:
    outcomes, first = _offices(rng, effect)
    test = imputation_pre_trend_test(outcomes=outcomes, first_treated=first)
    return REFUSED if isinstance(test, NoAnswer) else Seen(claimed=float(test.p_value < 0.05))


def _two_way(
    rng: np.random.Generator,
    effect: float,
    *,
    cohorts: Cohorts = UNEQUAL,
    n_never: int = 16,
    n_months: int = 36,
    missing: float = 0.0,
) -> Seen:
    outcomes, first = _offices(
        rng, effect, cohorts=cohorts, n_never=n_never, n_months=n_months, missing=missing
    )
    return _seen(two_way_effect(outcomes=outcomes, first_treated=first), effect)


def _random_timing(rng: np.random.Generator, effect: float) -> Seen:
    outcomes, first = _offices(rng, effect)
    return _seen(random_timing_effect(outcomes=outcomes, first_treated=first, rng=rng), effect)


def _few_random_timing(rng: np.random.Generator, effect: float) -> Seen:
    outcomes, first = _offices(rng, effect, cohorts=FEW, n_never=6, n_months=18)
    answer = random_timing_effect(outcomes=outcomes, first_treated=first, rng=rng, draws=999)
    return _seen(answer, effect)


def _random_timing_p_value(rng: np.random.Generator, effect: float) -> Seen:
    outcomes, first = _offices(rng, effect, n_months=30)
    p = random_timing_test(outcomes=outcomes, first_treated=first, rng=rng, draws=399)
    return REFUSED if isinstance(p, NoAnswer) else Seen(claimed=float(p < 0.05))


def _event_study(
    rng: np.random.Generator, parting: Floats, effect: float, *, n_a_side: int = 60
) -> EventPath:
    """So many trained and as many others, seven months, the fifth being the reference.

    ``parting`` (7,) is by how much the trends of the two would have parted without training.
    """
    sides = [_remembering(rng, n_a_side, 7) for _ in range(2)]
    sides[0] += parting + effect * (np.arange(7) > 4)
    changes = [np.delete(side - side[:, 4:5], 4, axis=1) for side in sides]
    return EventPath(
        values=changes[0].mean(axis=0) - changes[1].mean(axis=0),
        covariance=sum((np.cov(c.T) / n_a_side for c in changes), start=np.zeros((6, 6))),
        n_before=4,
        n_units=2 * n_a_side,
    )


def _relative(
    rng: np.random.Generator, effect: float, *, before: Floats, n_a_side: int = 60
) -> Seen:
    """Trends part after the training exactly as fast as they ever did before it."""
    before = rng.permutation(before) * rng.choice([-1, 1])
    after = np.abs(before).max() * rng.choice([-1, 1], size=2)
    parting = np.concatenate([[0.0], np.cumsum(np.concatenate([before, after]))])
    path = _event_study(rng, parting, effect, n_a_side=n_a_side)
    return _seen(relative_magnitude_bounds(path, ratio=1.0, rng=rng, draws=2_000), effect)


def _relative_unclear(rng: np.random.Generator, effect: float) -> Seen:
    """Which movement before the training was the largest, the data cannot tell."""
    return _relative(rng, effect, before=rng.normal(0, 0.2, size=4))


def _smooth(rng: np.random.Generator, effect: float, *, n_a_side: int = 60) -> Seen:
    """Trends part along a line that bends by as much as is allowed, now this way, now that."""
    bends = 0.1 * rng.choice([-1, 1], size=6)
    parting = np.concatenate([[0.0], np.cumsum(rng.normal(0, 0.2) + np.cumsum(bends))])
    path = _event_study(rng, parting, effect, n_a_side=n_a_side)
    return _seen(smoothness_bounds(path, bend=0.1), effect)


HALF = 0.5
BOUNDS_ARE_WIDE = "the interval covers whichever movement was the largest, and cannot tell which"
ONE_LARGE = np.array([0.0, 1.5, 0.1, -0.2])  # movements before; one is without a rival

TRIALS: tuple[Trial, ...] = (
    Trial(
        code="imputation",
        method="imputation/1",
        world="41 offices, 36 months, cohorts of 12, 8 and 5",
        once=_imputed,
        effect=HALF,
        n_small=150,
    ),
    Trial(
        code="imputation-gaps",
        method="imputation/1",
        world="41 offices, 36 months, one month in ten missing",
        once=partial(_imputed, missing=0.1),
        effect=HALF,
        n_small=150,
    ),
    Trial(
        code="imputation-single-starts",
        method="imputation/1",
        world="30 offices, 36 months, twelve trained one by one",
        once=partial(_imputed, cohorts=SINGLES, n_never=18),
        effect=HALF,
        n_small=100,
    ),
    Trial(
        code="imputation-few",
        method="imputation_by_randomisation/1",
        world="12 offices, 18 months, three cohorts of two",
        once=partial(_imputed, cohorts=FEW, n_never=6, n_months=18),
        effect=HALF,
        n_small=50,
    ),
    Trial(
        code="imputation-event-study",
        method="imputation_event_study_sup_t/2",
        world="41 offices, 36 months, cohorts of 12, 8 and 5",
        once=_imputed_bands,
        effect=HALF,
        n_small=80,
    ),
    Trial(
        code="imputation-event-study-few",
        method="imputation_event_study_permutation/2",
        world="12 offices, 18 months, three cohorts of two",
        once=partial(_imputed_bands, cohorts=FEW, n_never=6, n_months=18),
        effect=HALF,
        n_small=80,
    ),
    Trial(
        code="imputation-pre-trend",
        method="imputation_pre_trend/1",
        world="41 offices, 36 months, cohorts of 12, 8 and 5",
        once=_imputed_pre_trend,
        effect=HALF,
        n_small=150,
    ),
    Trial(
        code="two-way",
        method="two_way/1",
        world="41 offices, 36 months, one month in ten missing, the same effect everywhere",
        once=partial(_two_way, missing=0.1),
        effect=HALF,
        n_small=150,
    ),
    Trial(
        code="two-way-few",
        method="two_way/1",
        world="12 offices, 18 months, three cohorts of two, the same effect everywhere",
        once=partial(_two_way, cohorts=FEW, n_never=6, n_months=18),
        effect=HALF,
        n_small=150,
    ),
    Trial(
        code="random-timing",
        method="random_timing/1",
        world="41 offices, 36 months, cohorts of 12, 8 and 5",
        once=_random_timing,
        effect=HALF,
        n_small=150,
    ),
    Trial(
        code="random-timing-few",
        method="random_timing_by_permutation/1",
        world="12 offices, 18 months, three cohorts of two",
        once=_few_random_timing,
        effect=HALF,
        n_small=50,
    ),
    Trial(
        code="random-timing-test",
        method="random_timing_by_permutation/1",
        world="41 offices, 30 months, cohorts of 12, 8 and 5",
        once=_random_timing_p_value,
        effect=HALF,
        n_small=100,
    ),
    Trial(
        code="honest-relative-magnitudes",
        method="honest_relative_magnitudes/1",
        world="120 offices, trends part after the training as fast as once, clearly, before",
        once=partial(_relative, before=ONE_LARGE),
        effect=HALF,
        n_small=60,
    ),
    Trial(
        code="honest-relative-magnitudes-few",
        method="honest_relative_magnitudes/1",
        world="20 offices, trends part after the training as fast as once, clearly, before",
        once=partial(_relative, before=3 * ONE_LARGE, n_a_side=10),
        effect=HALF,
        n_small=60,
    ),
    Trial(
        code="honest-relative-magnitudes-unclear",
        method="honest_relative_magnitudes/1",
        world="120 offices, trends part after the training as fast as ever before",
        once=_relative_unclear,
        effect=HALF,
        wide_because=BOUNDS_ARE_WIDE,
        n_small=60,
    ),
    Trial(
        code="honest-smoothness",
        method="honest_smoothness/1",
        world="120 offices, trends part and bend every month as far as allowed",
        once=_smooth,
        effect=HALF,
        n_small=150,
    ),
    Trial(
        code="honest-smoothness-few",
        method="honest_smoothness/1",
        world="20 offices, trends part and bend every month as far as allowed",
        once=partial(_smooth, n_a_side=10),
        effect=HALF,
        n_small=150,
    ),
)
