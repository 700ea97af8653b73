"""The posterior of counts and shares whose units differ: two unknowns, summed out on a grid.

Levels scatter around a mean m with a strength z: the larger z, the more alike the units. Both are
unknown; beforehand every variance between units (in proportion to 1/z) counts as equally likely,
and every mean on the scale of its link.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy import optimize

from dampak.statistics.arrays import Floats

STRENGTHS, MEANS, DEVIATIONS = 41, 15, 5.0
WIDEST_DOUBT = 4.0  # of the mean, in logarithms or logits: anything from one to a thousand million
WEAKEST, STRONGEST = -9.0, 12.0  # around the typical strength, in logarithms
NEGLIGIBLE = 1e-6


class Family(Protocol):
    """How counts or shares arise from levels."""

    def typical_strength(self) -> float:
        """The strength at which a typical unit keeps half of its own number."""
        ...

    def centre(self, strength: float) -> tuple[float, float]:
        """Where the mean lies for this strength, and its doubt, on the scale of the link."""
        ...

    def mean_at(self, link: Floats) -> Floats:
        """From the scale of the link to that of the levels."""
        ...

    def log_likelihoods(self, means: Floats, strength: float) -> Floats:
        """How well each mean fits. Shape (g,)."""
        ...

    def levels(self, means: Floats, strengths: Floats) -> tuple[Floats, Floats]:
        """Mean and variance of each unit's level, for each pair. Shape (g, n_units)."""
        ...

    def drawn(self, rng: np.random.Generator, means: Floats, strengths: Floats) -> Floats:
        """One level of each unit for each pair. Shape (g, n_units)."""
        ...

    def own_share(self, means: Floats, strengths: Floats, /) -> Floats:
        """How much of its own number a unit keeps, for each pair. Shape (g, n_units)."""
        ...

    def interval(self, mean: Floats, variance: Floats, tail: float) -> tuple[Floats, Floats]:
        """The ends that leave ``tail`` outside, by mean and variance. Shape (n_units,)."""
        ...

    def observed(self) -> Floats:
        """The number of each unit as it was counted. Shape (n_units,)."""
        ...

    def between_variance(self, mean: float, strength: float) -> float:
        """Of the levels around their mean."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grid:
    """Pairs of mean and strength with their weights, which sum to one. Shape (g,)."""

    means: Floats
    strengths: Floats
    weights: Floats


def grid_of(family: Family) -> Grid:
    """Weigh the pairs by how well they fit, and drop those that do not."""
    middle = np.log(family.typical_strength())
    coarse = np.linspace(middle + WEAKEST, middle + STRONGEST, STRENGTHS)
    heights = np.array([_over_means(family, at)[1].max() for at in coarse])
    near = np.flatnonzero(heights > heights.max() - 15)
    low, high = max(near[0] - 1, 0), min(near[-1] + 1, STRENGTHS - 1)
    fine = np.linspace(coarse[low], coarse[high], STRENGTHS)
    found = [_over_means(family, at) for at in fine]
    means = np.concatenate([pair[0] for pair in found])
    logarithms = np.concatenate([pair[1] for pair in found])
    weights = np.exp(logarithms - logarithms.max())
    used = weights > NEGLIGIBLE
    return Grid(
        means=means[used],
        strengths=np.exp(np.repeat(fine, MEANS))[used],
        weights=weights[used] / weights[used].sum(),
    )


def _over_means(family: Family, log_strength: float) -> tuple[Floats, Floats]:
    strength = float(np.exp(log_strength))
    centre, doubt = family.centre(strength)
    doubt = min(doubt, WIDEST_DOUBT)
    means = family.mean_at(centre + doubt * np.linspace(-DEVIATIONS, DEVIATIONS, MEANS))
    # even over variances (1 / z), on a grid of log z, whose cells are as wide as the doubt
    return means, family.log_likelihoods(means, strength) - log_strength + np.log(doubt)


def moments_of(family: Family, grid: Grid) -> tuple[Floats, Floats]:
    """Mean and variance of each level over the whole grid. Shape (n_units,)."""
    first, second = np.zeros(()), np.zeros(())
    for part in np.array_split(np.arange(grid.weights.size), 1 + grid.weights.size // 50):
        means, variances = family.levels(grid.means[part], grid.strengths[part])
        first = first + grid.weights[part] @ means
        second = second + grid.weights[part] @ (variances + means**2)
    return first, second - first**2


def most_likely(family: Family) -> tuple[float, float]:
    """Mean and strength of highest likelihood: the classical plug-in."""
    middle = float(np.log(family.typical_strength()))

    def badness(at: Floats) -> float:
        mean = family.mean_at(at[:1])
        return -float(family.log_likelihoods(mean, float(np.exp(at[1])))[0])

    start = np.array([family.centre(np.exp(middle))[0], middle])
    bounds = ((None, None), (middle + WEAKEST, middle + STRONGEST))
    options = {"xatol": 1e-9, "fatol": 1e-11, "maxiter": 1_000}
    found = optimize.minimize(badness, start, method="Nelder-Mead", bounds=bounds, options=options)
    return float(family.mean_at(found.x[:1])[0]), float(np.exp(found.x[1]))
