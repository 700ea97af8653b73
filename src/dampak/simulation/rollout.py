"""Who is trained when: slow counters tend to be first, so comparing levels would mislead."""

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.counters import Counters
from dampak.simulation.draws import luck
from dampak.simulation.effects import NEVER
from dampak.simulation.scenario import Wave


def first_trained(counters: Counters, waves: tuple[Wave, ...], *, seed: int) -> NDArray[np.int_]:
    """The index of the month in which each unit is first trained, or `NEVER`.

    The order is slowness plus luck. Slowness does not change over time, so the choice biases a
    comparison of levels and leaves a comparison of changes alone.
    """
    chance = luck(seed, "rollout").gumbel(0.0, 1.0, len(counters.units))
    order = np.argsort(-(counters.usual_days - 11.0) / 2.0 - chance, kind="stable")
    first = np.full(len(order), NEVER)
    at = 0
    for wave in waves:
        first[order[at : at + wave.n_units]] = wave.month
        at += wave.n_units
    return first
