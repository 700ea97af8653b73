"""Who is trained when: slow units are likelier to be, and earlier."""

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.draws import luck
from dampak.simulation.effects import NEVER
from dampak.simulation.nation.counters import Counters

TRAINED = 0.6  # share of the units
LUCK = 1.2  # beside slowness, both in standard deviations


def waves(n_months: int) -> range:
    """The months in which units are first trained: of twelve the fourth to the ninth."""
    return range(max(1, n_months // 4), 3 * n_months // 4)


def first_trained(counters: Counters, n_months: int, *, seed: int) -> NDArray[np.int16]:
    """The index of the month in which each unit is first trained, or `NEVER`.

    Slowness does not change over time, so the choice biases a comparison of levels and leaves a
    comparison of changes alone.
    """
    slow = counters.usual_days
    chance = luck(seed, "adoption in a nation").normal(0.0, LUCK, len(slow))
    order = np.argsort(-(slow - slow.mean()) / slow.std() - chance, kind="stable")
    first = np.full(len(slow), NEVER, np.int16)
    trained = order[: round(TRAINED * len(slow))]
    for month, units in zip(
        waves(n_months), np.array_split(trained, max(1, len(waves(n_months)))), strict=False
    ):
        first[units] = month
    return first
