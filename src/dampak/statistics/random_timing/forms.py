"""The effect of a training whose timing was drawn by lot, as two sums over cohort means.

One sum compares the months after the training, the other the same units in the month before it.
The second is nought on average because the timing was drawn; what it happens to be tells how much
of the first is luck.
"""

from dataclasses import dataclass

import numpy as np

from dampak.statistics.arrays import Floats, Integers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Forms:
    """Weights of the cohort means, shape (g, n_periods) each: after, and before the training."""

    after: Floats
    before: Floats

    def per_unit(self, outcomes: Floats) -> Floats:
        """What each unit says in each cohort. Shape (2, n_units, g): after, before."""
        return np.stack([outcomes @ self.after.T, outcomes @ self.before.T])


def forms_of(first: Integers, size: Integers, n_periods: int) -> Forms:
    """All months after the training in which somebody is not trained yet, cohorts by their size.

    ``first`` (g,) are the first months of training in order, the number of months for units never
    trained; ``size`` (g,) counts units.
    """
    after, before = np.zeros((2, first.size, n_periods))
    for g, start in enumerate(first[:-1]):
        for month in range(start, min(int(first[-1]), n_periods)):
            later = first > month
            weights = -size[g] * np.where(later, size, 0) / size[later].sum()
            weights[g] += size[g]
            after[:, month] += weights
            before[:, start - 1] += weights
    total = _unit_months(first, size, n_periods)
    return Forms(after=after / total, before=before / total)


def _unit_months(first: Integers, size: Integers, n_periods: int) -> float:
    """Trained unit-months with somebody left to compare with."""
    months = np.maximum(min(int(first[-1]), n_periods) - first, 0)
    return float(size @ months)
