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

    All have shape (2, j): the number of units; how many units of equal weight they are worth
    (Kish); and the sum of their squared scores. A unit that was compared with before its own
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


def worth(masses: Floats, squared_masses: Floats, weight: Floats) -> Floats:
    """How many units of equal weight a side is worth: (sum)^2 over sum of squares, Kish (1965).

    ``masses`` and ``squared_masses`` (g,) sum the weights of the units of a group and their
    squares; ``weight`` (2, g, j) is what one unit of weight one counts for. Shape (2, j).
    """
    total = np.einsum("g,sgj->sj", masses, weight)
    squared = np.einsum("g,sgj->sj", squared_masses, weight**2)
    return np.asarray(total**2 / np.where(squared > 0, squared, 1.0))
