"""People who did not answer."""

import numpy as np

from dampak.calibration.trial import REFUSED, Seen, Trial, seen
from dampak.foundation.answers import NoAnswer
from dampak.statistics.nonresponse import (
    Bounds,
    bounds_without_assumption,
    lee_bounds,
    mean_if_silent_differ,
    weighted_by_response,
)

READY = np.array([0.8, 0.5, 0.3])
LEVEL = np.array([2.4, 2.9, 3.5])
SHARE = np.array([0.5, 0.3, 0.2])


def weighted(rng: np.random.Generator, _effect: float) -> Seen:
    """The less ready a group is to answer, the better it thinks of the service."""
    cells = rng.choice(3, size=150, p=SHARE)
    values = np.clip(np.round(LEVEL[cells] + rng.normal(0, 0.7, 150)), 1, 4)
    values[rng.random(150) > READY[cells]] = np.nan
    return Seen(covered=seen(weighted_by_response(values=values, cells=cells), truth=TRUTH).covered)


def _truth_of_rounded_answers() -> float:
    from scipy import special

    cuts = np.array([1.5, 2.5, 3.5])
    above = 1 - special.ndtr((cuts[None, :] - LEVEL[:, None]) / 0.7)
    return float(SHARE @ (1 + above.sum(axis=1)))


TRUTH = _truth_of_rounded_answers()


def without_assumption(rng: np.random.Generator, _effect: float) -> Seen:
    """The worst case: all the silent would have ticked the lowest box."""
    values = rng.choice([1.0, 2.0, 3.0, 4.0], size=120, p=[0.1, 0.2, 0.4, 0.3])
    values[rng.random(120) < 0.2] = np.nan
    answer = bounds_without_assumption(values, lowest=1, highest=4)
    return _held(answer, 0.8 * 2.9 + 0.2 * 1)


def trimmed(rng: np.random.Generator, effect: float) -> Seen:
    """The best of the trained answer only because they were trained: the truth is an end."""
    others = rng.normal(0, 1, 150)
    others[rng.random(150) > 0.6] = np.nan
    trained = np.concatenate([rng.normal(effect, 1, 300)])
    kind = rng.random(300)  # 0.6 answer always, 0.15 only if trained, the rest never
    only_if_trained = (kind >= 0.6) & (kind < 0.75)
    trained[only_if_trained] = effect + 2.2 + rng.random(int(only_if_trained.sum())) / 2
    trained[kind >= 0.75] = np.nan
    return _held(lee_bounds(trained=trained, comparison=others), effect)


def shifted(rng: np.random.Generator, effect: float) -> Seen:
    """The silent gained one point less, and that is assumed."""
    values = effect + 0.3 + rng.exponential(1.0, 80) - 1.0
    values[rng.random(80) < 0.3] = np.nan
    return seen(mean_if_silent_differ(values, shift=-1.0), truth=effect)


def _held(answer: Bounds | NoAnswer, truth: float) -> Seen:
    if isinstance(answer, NoAnswer):
        return REFUSED
    return Seen(
        covered=float(answer.low <= truth <= answer.high),
        claimed=float(not answer.low <= 0 <= answer.high),
    )


TRIALS = (
    Trial(
        code="weighted-by-response",
        method="weighted_by_response/1",
        world="150 asked in 3 groups, readiness 80, 50 and 30 %",
        once=weighted,
        effect=None,
        n_small=300,
    ),
    Trial(
        code="bounds-without-assumption",
        method="bounds_without_assumption/1",
        world="120 asked, 20 % silent and all at the lowest box",
        once=without_assumption,
        effect=None,
        n_small=300,
    ),
    Trial(
        code="lee-bounds",
        method="lee_bounds/1",
        world="300 trained (75 % answer), 150 others (60 %), the surplus all at the top",
        once=trimmed,
        effect=0.5,
        n_small=300,
    ),
    Trial(
        code="silent-differ",
        method="mean_if_silent_differ/1",
        world="80 asked, 30 % silent and one point lower, skewed gains",
        once=shifted,
        effect=0.8,
        n_small=300,
    ),
)
