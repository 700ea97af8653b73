"""What each counter is like before any training: fast or slow, busy or quiet, liked or not."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.draws import luck
from dampak.simulation.regency import Unit, serving_units

Numbers = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Counters:
    """One entry a serving unit, in the order of ``units``; shares run from 0 to 1.

    ``usual_days`` is the median working time of an ordinary request, ``busyness`` a factor on the
    number of requests, ``answer`` the mean satisfaction answer (1 to 4), ``own_strength`` the
    factor on the effect of training.
    """

    units: tuple[Unit, ...]
    usual_days: Numbers
    busyness: Numbers
    answer: Numbers
    digital_share: Numbers
    correct_share: Numbers
    complaint_share: Numbers
    own_strength: Numbers

    @cached_property
    def codes(self) -> NDArray[np.str_]:
        """The codes as an array, to be taken by index."""
        return np.array([unit.code for unit in self.units])


def draw_counters(n_units: int, *, seed: int) -> Counters:
    """Draw the counters of a regency; the slow ones are also a little less liked."""
    rng = luck(seed, "counters")
    slowness = rng.uniform(-1.0, 1.0, n_units)
    return Counters(
        units=serving_units(n_units),
        usual_days=11.0 + 3.5 * slowness,
        busyness=np.clip(np.exp(rng.normal(0.0, 0.35, n_units)), 0.45, 2.2),
        answer=3.02 - 0.06 * slowness + rng.normal(0.0, 0.06, n_units),
        digital_share=np.clip(0.34 - 0.06 * slowness + rng.normal(0, 0.06, n_units), 0.12, 0.6),
        correct_share=np.clip(0.89 - 0.01 * slowness + rng.normal(0, 0.015, n_units), 0.8, 0.93),
        complaint_share=np.clip(rng.normal(0.032, 0.006, n_units), 0.018, 0.06),
        own_strength=np.clip(rng.normal(1.0, 0.15, n_units), 0.6, 1.4),
    )
