"""What the trained units would have shown untrained, read off the months without training."""

from dataclasses import dataclass

import numpy as np

from dampak.statistics.arrays import Flags, Floats, Integers
from dampak.statistics.panel import Panel
from dampak.statistics.two_way.projection import joined_months


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cohorts:
    """The g cohorts in the order of their training.

    ``first`` (g,) are their first months of training, the number of months for units never
    trained; ``size`` (g,) counts their units; ``label`` (n_units,) says which is a unit's.
    """

    first: Integers
    size: Integers
    label: Integers

    def untrained(self, n_periods: int) -> Flags:
        """Months before the training. Shape (g, n_periods)."""
        return np.asarray(np.arange(n_periods) < self.first[:, None])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Imputed:
    """j answers, each the mean over chosen unit-months of outcome less imputed outcome.

    ``values`` (j,) in the unit of the outcome, NaN where no unit-month could be imputed.
    ``scores`` (n_units, j) are the units' parts in the published variance, the sum of their
    squares. ``is_trained`` (n_units, j): the unit has unit-months in the answer.
    ``is_comparison`` (n_units, j): it has none, but months without training that serve.
    """

    values: Floats
    scores: Floats
    is_trained: Flags
    is_comparison: Flags

    @property
    def standard_errors(self) -> Floats:
        return np.asarray(np.sqrt((self.scores**2).sum(axis=0)))

    def keeping(self, kept: Flags) -> "Imputed":
        """Only these of the j answers."""
        return Imputed(
            values=self.values[kept],
            scores=self.scores[:, kept],
            is_trained=self.is_trained[:, kept],
            is_comparison=self.is_comparison[:, kept],
        )


def cohorts_of(panel: Panel) -> Cohorts:
    """The cohorts of a panel; whoever is trained after its end is never trained."""
    first, among = np.unique(np.minimum(panel.starts, panel.n_periods), return_inverse=True)
    label = among[panel.cohort_of]
    return Cohorts(first=first, size=np.bincount(label, minlength=first.size), label=label)


def can_be_imputed(untrained: Floats) -> Flags:
    """Which cells have a unit effect and a month effect on one scale. Shape as given.

    ``untrained`` (n_rows, n_periods) weighs the cells without training. A month in which nobody
    is left untrained has no effect of its own, and a row without such months neither.
    """
    months = joined_months(untrained)
    own = months[untrained.argmax(axis=1)]
    row_has, month_has = np.asarray(untrained.any(axis=1)), np.asarray(untrained.any(axis=0))
    return np.asarray(row_has[:, None] & month_has & (own[:, None] == months))


def since_training(cohorts: Cohorts, n_periods: int) -> Integers:
    """Months since the first month of training; negative before it. Shape (g, n_periods)."""
    return np.asarray(np.arange(n_periods) - cohorts.first[:, None])
