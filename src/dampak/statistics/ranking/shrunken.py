"""What shrinkage returns, whatever kind of number the units have."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from dampak.statistics.arrays import Floats


class Posterior(Protocol):
    """What the data leave open about the levels of all units together."""

    def drawn(self, rng: np.random.Generator, draws: int) -> Floats:
        """Levels that fit the data, shape (draws, n_units)."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shrunken:
    """The level of each unit, drawn towards what is expected of a unit like it.

    All arrays have shape (n_units,), in the unit of the numbers. ``low`` and ``high`` are
    *posterior* intervals: 95 % of the units, taken together, lie in theirs. They do not promise
    this for the one unit that was picked because it stood out least or most by rank; for ranks see
    `rank_confidence_sets`. ``expected`` is the level of a unit about which only its covariates are
    known; ``own_share`` (0 to 1) how much of its own number a unit keeps; ``plug_in_values`` the
    classical estimate that takes the variance between units for known; ``between_variance`` that
    variance. ``posterior`` is what `places` and `expected_next_time` draw from.
    """

    values: Floats
    low: Floats
    high: Floats
    standard_errors: Floats
    observed: Floats
    expected: Floats
    own_share: Floats
    plug_in_values: Floats
    between_variance: float
    confidence: float
    n: int
    method: str
    posterior: Posterior
