"""Do pooled answers keep their word? Studies of unlike size whose effects differ or do not."""

from collections.abc import Callable

import numpy as np

from dampak.calibration.trial import REFUSED, Seen, Trial, seen
from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import Floats
from dampak.statistics.synthesis import (
    Pooled,
    common_effect,
    difference_from_sums,
    effects_explained_by,
    pooled_effect,
    regression_from_sums,
    regression_sums_of,
    small_study_effects,
    sums_of,
    unweighted_effect,
)

BETWEEN = 0.3  # deviation between studies; the errors of studies run from .1 to .6


def studies(
    rng: np.random.Generator,
    n: int,
    mean: Floats | float,
    *,
    between: float = BETWEEN,
    sizes: tuple[int, ...] = (),
) -> tuple[Floats, Floats]:
    """Effects measured and the errors found, each error from the study's own 15 to 200 units."""
    size = np.array(sizes) if sizes else np.exp(rng.uniform(np.log(15), np.log(200), n))
    errors = 2 / np.sqrt(size)
    effects = mean + between * rng.normal(size=n) + errors * rng.normal(size=n)
    return effects, errors * np.sqrt(rng.chisquare(size - 2) / (size - 2))


def _pooled(
    n: int,
    *,
    how: Callable[..., Pooled | NoAnswer] = pooled_effect,
    between: float = BETWEEN,
    sizes: tuple[int, ...] = (),
) -> Callable[[np.random.Generator, float], Seen]:
    def once(rng: np.random.Generator, effect: float) -> Seen:
        values, errors = studies(rng, n, effect, between=between, sizes=sizes)
        return _seen(how(values=values, standard_errors=errors), effect)

    return once


def _seen(answer: Pooled | NoAnswer, effect: float) -> Seen:
    if isinstance(answer, NoAnswer):
        return REFUSED
    return Seen(
        covered=float(answer.low <= effect <= answer.high),
        claimed=float(not answer.low <= 0 <= answer.high),
    )


def _common(rng: np.random.Generator, effect: float) -> Seen:
    values, errors = studies(rng, 8, effect, between=0.0)
    return _seen(common_effect(values=values, standard_errors=errors), effect)


def _next_place(rng: np.random.Generator, _effect: float) -> Seen:
    values, errors = studies(rng, 12, 0.4)
    answer = pooled_effect(values=values, standard_errors=errors)
    if isinstance(answer, NoAnswer) or answer.next_low is None or answer.next_high is None:
        return REFUSED
    there = 0.4 + BETWEEN * rng.normal()
    return Seen(covered=float(answer.next_low <= there <= answer.next_high))


def _explained(rng: np.random.Generator, effect: float) -> Seen:
    days = rng.uniform(1, 10, 15)
    values, errors = studies(rng, 15, 0.2 + effect * days)
    answer = effects_explained_by(values=values, standard_errors=errors, covariates=days[:, None])
    if isinstance(answer, NoAnswer):
        return REFUSED
    return Seen(
        covered=float(answer.low[1] <= effect <= answer.high[1]),
        claimed=float(not answer.low[1] <= 0 <= answer.high[1]),
    )


def _small_studies(rng: np.random.Generator, effect: float) -> Seen:
    size = np.exp(rng.uniform(np.log(15), np.log(200), 15))
    errors = 2 / np.sqrt(size)
    values = 0.4 + (effect + rng.normal(size=15)) * errors
    return seen(small_study_effects(values=values, standard_errors=errors), truth=effect)


def _difference(rng: np.random.Generator, effect: float) -> Seen:
    """Six agencies of 4 to 14 offices, skewed changes, those of the trained more spread."""
    trained, comparison = [], []
    for n in rng.integers(4, 15, 6):
        trained.append(sums_of(effect + 1.5 * (rng.gamma(4.0, 0.5, n // 2) - 2)))
        comparison.append(sums_of(rng.gamma(4.0, 0.5, n - n // 2) - 2))
    return seen(difference_from_sums(trained=trained, comparison=comparison), truth=effect)


def _regression(rng: np.random.Generator, effect: float) -> Seen:
    """Six agencies, each with a level of its own; the trained had the larger loads."""
    agencies = []
    for n in rng.integers(6, 15, 6):
        load = rng.normal(size=n)
        trained = (load + rng.normal(size=n) > 0).astype(np.float64)
        outcome = 3 * rng.normal() + load + effect * trained + rng.normal(size=n)
        agencies.append(
            regression_sums_of(outcome=outcome, covariates=np.column_stack([trained, load]))
        )
    answer = regression_from_sums(agencies)
    if isinstance(answer, NoAnswer):
        return REFUSED
    return Seen(
        covered=float(answer.low[0] <= effect <= answer.high[0]),
        claimed=float(not answer.low[0] <= 0 <= answer.high[0]),
    )


TRIALS = (
    Trial(
        code="pooled-effect-many",
        method="random_effects_reml/1",
        world="12 studies of 15 to 200 units, effects differ by .3, errors found by each study",
        once=_pooled(12),
        effect=0.4,
        n_small=60,
    ),
    Trial(
        code="pooled-effect-five",
        method="random_effects_reml/1",
        world="5 studies of 15 to 200 units, effects differ by .6, errors found by each study",
        once=_pooled(5, between=0.6),
        effect=0.4,
        n_small=60,
    ),
    Trial(
        code="pooled-effect-three",
        method="random_effects_reml/1",
        world="3 studies of 15 to 200 units, effects differ by 1, errors found by each study",
        once=_pooled(3, between=1.0),
        effect=0.4,
        n_small=60,
    ),
    Trial(
        code="pooled-effect-three-alike",
        method="random_effects_reml/1",
        world="3 studies of 15 to 200 units, effects differ by .3, errors found by each study",
        once=_pooled(3),
        effect=0.4,
        wide_because="three studies cannot show how far they differ, and the factor is kept at 1",
        n_small=60,
    ),
    Trial(
        code="unweighted-effect-three",
        method="unweighted/1",
        world="3 studies of 15 to 200 units, effects differ by .3, errors found by each study",
        once=_pooled(3, how=unweighted_effect),
        effect=0.4,
        n_small=60,
    ),
    Trial(
        code="unweighted-effect-one-large",
        method="unweighted/1",
        world="a study of 400 units and 4 of 20, effects differ by .3, errors found by each study",
        once=_pooled(5, how=unweighted_effect, sizes=(400, 20, 20, 20, 20)),
        effect=0.4,
        n_small=60,
    ),
    Trial(
        code="common-effect",
        method="common_effect/1",
        world="8 studies of 15 to 200 units with one effect, errors found by each study",
        once=_common,
        effect=0.4,
    ),
    Trial(
        code="next-place",
        method="random_effects_reml/1",
        world="12 studies of 15 to 200 units, effects differ by .3; the effect in a thirteenth",
        once=_next_place,
        effect=None,
    ),
    Trial(
        code="effects-explained",
        method="effects_explained_reml/1",
        world="15 studies, effects differ by .3 and grow with the days of training; the slope",
        once=_explained,
        effect=0.1,
        n_small=60,
    ),
    Trial(
        code="small-study-effects",
        method="small_study_effects/1",
        world="15 studies of 15 to 200 units, small ones shifted by one error; Egger's slope",
        once=_small_studies,
        effect=1.0,
    ),
    Trial(
        code="difference-from-sums",
        method="difference_from_sums/1",
        world="6 agencies of 4 to 14 offices, skewed changes, unlike spread; sums only",
        once=_difference,
        effect=0.8,
    ),
    Trial(
        code="regression-from-sums",
        method="regression_from_sums/1",
        world="6 agencies of 6 to 14 offices, levels of their own, larger loads trained; sums only",
        once=_regression,
        effect=0.8,
    ),
)
