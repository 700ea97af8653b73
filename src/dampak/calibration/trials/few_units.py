"""One, two or three offices trained among a dozen or forty."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from dampak.calibration.trial import REFUSED, Seen, Trial
from dampak.foundation.answers import Estimate, NoAnswer
from dampak.statistics.arrays import Floats, Integers
from dampak.statistics.few_units import (
    SyntheticComparison,
    exact_difference,
    plain_difference,
    synthetic_control,
    synthetic_difference,
)

Answer = Estimate | SyntheticComparison | NoAnswer
Ask = Callable[[Floats, Integers, np.random.Generator], Answer]
BEFORE, AFTER = 24, 8
MEMORY = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """24 months before the first training and 8 after: levels, a season, two shared moods, luck.

    Luck remembers the month before (0.6). ``unequal`` is the spread of the logarithm of its size
    between offices: at 0.4 some are twice as restless as others. ``drift`` is the spread of trends.
    Trained offices begin ``stagger`` months apart.
    """

    n_units: int
    n_trained: int
    unequal: float = 0.4
    drift: float = 0.0
    stagger: int = 0

    def made(self, rng: np.random.Generator, effect: float) -> tuple[Floats, Integers]:
        """Outcomes (n_units, 32), and the first month of training (n_units,)."""
        shape = self.n_units, BEFORE + AFTER
        months = np.arange(shape[1])
        luck = rng.normal(size=shape)
        for month in months[1:]:
            luck[:, month] = MEMORY * luck[:, month - 1] + np.sqrt(1 - MEMORY**2) * luck[:, month]
        outcomes = np.exp(self.unequal * rng.normal(size=(self.n_units, 1))) * luck
        outcomes += 3 * rng.normal(size=(self.n_units, 1)) + np.sin(np.pi * months / 6)
        outcomes += self.drift * rng.normal(size=(self.n_units, 1)) * months
        moods = 0.2 * rng.normal(size=(2, shape[1])).cumsum(axis=1)
        outcomes += rng.normal(size=(self.n_units, 2)) @ moods
        first = np.full(self.n_units, -1)
        first[: self.n_trained] = BEFORE - self.stagger * np.arange(self.n_trained)
        outcomes += effect * ((first[:, None] >= 0) & (months >= first[:, None]))
        return outcomes, first


def _once(rng: np.random.Generator, effect: float, *, ask: Ask, world: World) -> Seen:
    outcomes, first = world.made(rng, effect)
    answer = ask(outcomes, first, rng)
    if isinstance(answer, NoAnswer):
        return REFUSED
    return Seen(
        covered=float(answer.low <= effect <= answer.high),
        claimed=float(not answer.low <= 0 <= answer.high),
    )


def _synthetic_control(outcomes: Floats, first: Integers, rng: np.random.Generator) -> Answer:
    return synthetic_control(outcomes=outcomes, first_treated=first, rng=rng)


def _synthetic_difference(outcomes: Floats, first: Integers, rng: np.random.Generator) -> Answer:
    return synthetic_difference(outcomes=outcomes, first_treated=first, rng=rng)


def _plain_difference(outcomes: Floats, first: Integers, rng: np.random.Generator) -> Answer:
    return plain_difference(outcomes=outcomes, first_treated=first, rng=rng)


def _exact(outcomes: Floats, first: Integers, _rng: np.random.Generator) -> Answer:
    return exact_difference(outcomes=outcomes, first_treated=first)


def _exact_detrended(outcomes: Floats, first: Integers, _rng: np.random.Generator) -> Answer:
    return exact_difference(outcomes=outcomes, first_treated=first, detrended=True)


TRIALS = (
    Trial(
        code="synthetic-control-one-office",
        method="synthetic_control_demeaned/1",
        world="1 of 40 offices trained; shared moods, memory 0.6, unequal luck",
        once=partial(_once, ask=_synthetic_control, world=World(n_units=40, n_trained=1)),
        effect=2.0,
        n_small=60,
    ),
    Trial(
        code="synthetic-control-two-offices",
        method="synthetic_control_demeaned/1",
        world="2 of 10 offices trained; shared moods, memory 0.6, unequal luck",
        once=partial(_once, ask=_synthetic_control, world=World(n_units=10, n_trained=2)),
        effect=2.0,
        n_small=50,
    ),
    Trial(
        code="synthetic-difference-one-office",
        method="synthetic_difference/1",
        world="1 of 20 offices trained; shared moods, memory 0.6, unequal luck",
        once=partial(_once, ask=_synthetic_difference, world=World(n_units=20, n_trained=1)),
        effect=2.0,
        n_small=60,
    ),
    Trial(
        code="synthetic-difference-two-offices",
        method="synthetic_difference/1",
        world="2 of 10 offices trained; shared moods, memory 0.6, unequal luck",
        once=partial(_once, ask=_synthetic_difference, world=World(n_units=10, n_trained=2)),
        effect=2.0,
        n_small=30,
    ),
    Trial(
        code="plain-difference-one-office",
        method="plain_difference/1",
        world="1 of 40 offices trained; shared moods, memory 0.6, unequal luck",
        once=partial(_once, ask=_plain_difference, world=World(n_units=40, n_trained=1)),
        effect=2.0,
        n_small=300,
    ),
    Trial(
        code="exact-difference-one-office",
        method="exact_difference/1",
        world="1 of 12 offices trained; shared moods, memory 0.6, luck of one size",
        once=partial(_once, ask=_exact, world=World(n_units=12, n_trained=1, unequal=0.0)),
        effect=2.0,
        n_small=400,
    ),
    Trial(
        code="exact-difference-three-offices-on-trends",
        method="exact_difference_detrended/1",
        world="3 of 20 offices trained, each on a trend of its own; slightly unequal luck",
        once=partial(
            _once,
            ask=_exact_detrended,
            world=World(n_units=20, n_trained=3, unequal=0.2, drift=0.1),
        ),
        effect=2.0,
        n_small=400,
    ),
    Trial(
        code="exact-difference-three-cohorts-of-one",
        method="exact_difference_by_cohort/1",
        world="3 of 20 offices trained, 6 months apart; memory 0.6, slightly unequal luck",
        once=partial(
            _once, ask=_exact, world=World(n_units=20, n_trained=3, unequal=0.2, stagger=6)
        ),
        effect=2.0,
        n_small=400,
    ),
)
