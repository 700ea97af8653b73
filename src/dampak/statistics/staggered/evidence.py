"""What every engine knows about the comparisons, and the answers it can make of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from dampak.statistics.arrays import Flags, Floats, Integers

Drawings = Callable[[np.random.Generator, int], Floats]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """What the k comparisons came to. All vectors have shape (k,).

    ``masses`` and ``comparison_masses`` are the summed weights of the units counted on each side,
    which are their numbers where all units count alike.
    """

    values: Floats
    standard_errors: Floats
    n_trained: Integers
    n_comparison: Integers
    masses: Floats
    comparison_masses: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sides:
    """The trained (row 0) and those only ever compared with (row 1), behind each of j answers.

    All have shape (2, j): the number of units; how many units of equal weight they are worth;
    and the sum of their squared scores. A unit that was compared with before its own
    training counts as trained.
    """

    counts: Integers
    worth: Floats
    squares: Floats

    def keeping(self, chosen: Flags) -> "Sides":
        return Sides(
            counts=self.counts[:, chosen],
            worth=self.worth[:, chosen],
            squares=self.squares[:, chosen],
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Aggregated:
    """Each of j answers is a mean of effects.

    ``values`` (j,) are in the unit of the outcome, ``covariance`` (j, j) is the published one: the
    sum over units of products of their scores. ``perturbed(rng, draws)`` gives (draws, j) sums of
    the units' scores with random signs.
    """

    values: Floats
    covariance: Floats
    sides: Sides
    perturbed: Drawings

    @property
    def standard_errors(self) -> Floats:
        return np.asarray(np.sqrt(np.maximum(np.diagonal(self.covariance), 0.0)))

    def keeping(self, chosen: Flags) -> "Aggregated":
        """Only some of the answers; ``chosen`` has shape (j,)."""
        return Aggregated(
            values=self.values[chosen],
            covariance=self.covariance[np.ix_(chosen, chosen)],
            sides=self.sides.keeping(chosen),
            perturbed=lambda rng, draws: self.perturbed(rng, draws)[:, chosen],
        )

    @property
    def n_trained(self) -> Integers:
        return np.asarray(self.sides.counts[0])

    @property
    def n_comparison(self) -> Integers:
        return np.asarray(self.sides.counts[1])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mixture:
    """How answers are mixed from comparisons.

    ``weights`` (k, j) add up to one for each answer; ``pulls`` (k, j) is what one more unit of
    weight one, trained in comparison k, does to the answer by changing the weights.
    """

    values: Floats
    weights: Floats
    pulls: Floats


class Evidence(Protocol):
    """An engine: from the cohorts' tables, or from each unit's influence."""

    def cells(self) -> Cells: ...

    def aggregated(self, mixture: Mixture) -> Aggregated: ...

    def without_each(self, chosen: Flags) -> Floats: ...


def worth(weights: Floats, group_of: Integers, weight: Floats) -> Floats:
    """How many units of equal weight a side is worth, as evidence of its own spread. Shape (2, j).

    ``weights`` and ``group_of`` (n_units,) are each unit's weight and group; ``weight`` (2, g, j)
    is what one unit of weight one of a group counts for. If p are the shares of a side's units, the
    squared distances from the weighted mean fall short of the variance by the factor
    1 - (2 sum p^3 - (sum p^2)^2) / sum p^2 (errors of equal size); n is chosen so that this is
    (n - 1) / n. With equal shares it is the number of units, otherwise less than Kish's.
    """
    powers = [np.bincount(group_of, weights**k, weight.shape[1]) for k in (1, 2, 3)]
    first, second, third = (
        np.einsum("g,sgj->sj", power, weight ** (k + 1)) for k, power in enumerate(powers)
    )
    total = np.where(first > 0, first, 1.0)
    squares, cubes = second / total**2, third / total**3
    lost = 2 * cubes - squares**2
    return np.asarray(squares / np.where(lost > 0, lost, 1.0))
