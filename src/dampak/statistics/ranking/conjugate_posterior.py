"""The fair levels of counts or shares, once mean and strength are summed out."""

from dataclasses import dataclass

import numpy as np

from dampak.statistics.arrays import Floats
from dampak.statistics.ranking.conjugate import Family, Grid, grid_of, moments_of, most_likely
from dampak.statistics.ranking.shrunken import Shrunken


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ConjugatePosterior:
    """Levels of units that differ, over all means and strengths that fit."""

    family: Family
    grid: Grid

    def drawn(self, rng: np.random.Generator, draws: int) -> Floats:
        """Mean and strength first, levels next. Shape (draws, n_units)."""
        grid = self.grid
        at = rng.choice(grid.weights.size, size=draws, p=grid.weights)
        return self.family.drawn(rng, grid.means[at], grid.strengths[at])


def shrunken_by(family: Family, *, confidence: float, method: str) -> Shrunken:
    """Mean and variance over the whole grid; the interval is the family's own with these two."""
    posterior = ConjugatePosterior(family=family, grid=grid_of(family))
    grid = posterior.grid
    mean, variance = moments_of(family, grid)
    low, high = family.interval(mean, variance, (1 - confidence) / 2)
    likely_mean, likely_strength = most_likely(family)
    plug_in, _ = family.levels(np.array([likely_mean]), np.array([likely_strength]))
    return Shrunken(
        values=mean,
        low=low,
        high=high,
        standard_errors=np.sqrt(variance),
        observed=family.observed(),
        expected=np.full(mean.size, grid.weights @ grid.means),
        own_share=grid.weights @ family.own_share(grid.means, grid.strengths),
        plug_in_values=plug_in[0],
        between_variance=family.between_variance(likely_mean, likely_strength),
        confidence=confidence,
        n=mean.size,
        method=method,
        posterior=posterior,
    )
