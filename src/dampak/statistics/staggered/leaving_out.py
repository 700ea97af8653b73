"""What becomes of each comparison without one unit of a cohort, in closed form."""

from dataclasses import dataclass

import numpy as np

from dampak.statistics.arrays import Flags, Floats
from dampak.statistics.staggered.contrasts import Contrasts
from dampak.statistics.staggered.evidence import Cells


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Without:
    """The k comparisons without one unit, whose distance from its cohort's mean change is d.

    All have shape (k,): the weight that is left to each, its value times that weight if d is
    nought, and how this moves with d.
    """

    weights: Floats
    values: Floats
    slopes: Floats


def without_one_of(
    cohort: int, *, contrasts: Contrasts, cells: Cells, offsets: Floats, chosen: Flags
) -> Without:
    """Take one unit out of a cohort; all units count alike.

    The cohort weighs one unit less and has another mean change; so has the comparison wherever the
    cohort serves. ``offsets`` (n_cohorts, k) are those of the cohorts' table.
    """
    own, serves = contrasts.cohorts == cohort, contrasts.serves[cohort]
    rest = np.where(serves, cells.comparison_masses - 1, 1.0)
    weights = np.where(chosen & (rest > 0), cells.masses - own, 0.0)
    apart = -offsets[cohort] * cells.comparison_masses  # the cohort from its group's mean
    safe = np.maximum(rest, 1.0)
    return Without(
        weights=weights,
        values=weights * (cells.values + np.where(serves, apart / safe, 0.0)),
        slopes=np.where(serves, weights / safe, np.where(own & (weights > 0), -1.0, 0.0)),
    )
