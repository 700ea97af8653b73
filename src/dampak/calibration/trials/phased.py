"""Lotteries over who is trained when, and few offices: do the intervals hold the truth?"""

import numpy as np

from dampak.calibration.trial import Seen, Trial, seen
from dampak.statistics.arrays import Floats, Integers
from dampak.statistics.phased import (
    Draw,
    WorkingCovariance,
    phased_effect,
    wild_cluster_effect,
)

DRAWS = 999


def _world(
    rng: np.random.Generator, first: Integers, *, n_periods: int, effect: float
) -> tuple[Floats, Integers]:
    """Units of unequal noise that remembers, and a lottery that deals out ``first``."""
    n_units = first.size
    noise = rng.normal(size=(n_units, n_periods))
    for month in range(1, n_periods):
        noise[:, month] = 0.7 * noise[:, month - 1] + 0.71 * noise[:, month]
    noise *= rng.uniform(0.5, 1.5, size=(n_units, 1))
    level, season = 2 * rng.normal(size=(n_units, 1)), np.sin(np.arange(n_periods))
    dealt = rng.permutation(first)
    after = (dealt[:, None] >= 0) & (np.arange(n_periods) >= dealt[:, None])
    return level + season + noise + effect * after, dealt


def _few_units(rng: np.random.Generator, effect: float) -> Seen:
    outcomes, first = _world(rng, np.repeat([4, 8, 12, 16], 3), n_periods=20, effect=effect)
    answer = phased_effect(outcomes=outcomes, first_treated=first, rng=rng, draws=DRAWS)
    return seen(answer, truth=effect)


def _offices(rng: np.random.Generator, effect: float) -> Seen:
    """Offices of one to six desks are drawn whole; a month in ten is missing."""
    offices, starts = _world(rng, np.repeat([5, 9, -1], 8), n_periods=14, effect=effect)
    desks = rng.integers(1, 7, size=24)
    office = np.repeat(np.arange(24), desks)
    outcomes = offices[office] + rng.normal(size=(office.size, 14))
    outcomes[rng.random(outcomes.shape) < 0.1] = np.nan
    answer = phased_effect(
        outcomes=outcomes,
        first_treated=starts[office],
        rng=rng,
        draw=Draw(drawn_together=office),
        contrast=WorkingCovariance(unit_share=0.6, persistence=0.5),
        draws=DRAWS,
    )
    return seen(answer, truth=effect)


def _few_offices(rng: np.random.Generator, effect: float) -> Seen:
    return _wild(rng, np.repeat([6, -1], [4, 4]), effect=effect)


def _a_dozen_offices(rng: np.random.Generator, effect: float) -> Seen:
    return _wild(rng, np.repeat([3, 5, 7, -1], [2, 2, 2, 6]), effect=effect)


def _wild(rng: np.random.Generator, first: Integers, *, effect: float) -> Seen:
    """Offices of two to eight desks; what an office shares remembers, what a desk has does not."""
    offices, starts = _world(rng, first, n_periods=12, effect=effect)
    office = np.repeat(np.arange(first.size), rng.integers(2, 9, size=first.size))
    outcomes = offices[office] + rng.normal(size=(office.size, 12))
    answer = wild_cluster_effect(
        outcomes=outcomes, first_treated=starts[office], groups=office, rng=rng, draws=4096
    )
    return seen(answer, truth=effect)


TRIALS = (
    Trial(
        code="phased-few-units",
        method="phased_two_way/1",
        world="12 units drawn into 4 starts over 20 months, AR(1) errors of unequal size",
        once=_few_units,
        effect=0.8,
    ),
    Trial(
        code="phased-offices-drawn-whole",
        method="phased_working_covariance/1",
        world="24 offices of 1 to 6 desks drawn whole into 3 groups, a tenth of months missing",
        once=_offices,
        effect=0.8,
    ),
    Trial(
        code="wild-cluster-few-offices",
        method="wild_cluster_two_way/1",
        world="8 offices of 2 to 8 desks, 4 trained in one month, AR(1) errors of the office",
        once=_few_offices,
        effect=1.0,
    ),
    Trial(
        code="wild-cluster-a-dozen-offices",
        method="wild_cluster_two_way/1",
        world="12 offices of 2 to 8 desks, 6 trained in three months, AR(1) errors of the office",
        once=_a_dozen_offices,
        effect=1.0,
        n_small=50,
    ),
)
