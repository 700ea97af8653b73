"""The mean of some comparisons without each unit, from the cohorts' tables in one pass."""

from typing import TYPE_CHECKING

import numpy as np

from dampak.statistics.arrays import Flags, Floats

if TYPE_CHECKING:
    from dampak.statistics.staggered.by_table import CohortTable


def without_each_row(table: "CohortTable", chosen: Flags) -> Floats:
    """Shape (n_units,); NaN where nothing is left without the unit. All units count alike.

    Without a unit, its cohort weighs one unit less and has another mean change; so has the
    comparison wherever the cohort serves. Both are linear in the unit's distances from the mean.
    """
    c, result = table.contrasts, np.empty(table.panel.n_units)
    for cohort in range(table.counts.size):
        weight, constant, slope = _without_one_of(table, cohort, chosen)
        form = np.zeros(table.panel.n_periods)
        np.add.at(form, c.periods, slope)
        np.add.at(form, c.bases, -slope)
        total = constant.sum() + table.rows_of(cohort) @ form
        members = table.panel.cohort_of == cohort
        result[members] = total / weight.sum() if weight.any() else np.nan
    return result


def _without_one_of(
    table: "CohortTable", cohort: int, chosen: Flags
) -> tuple[Floats, Floats, Floats]:
    """Each comparison's weight, its weighted value, and that value's slope in the distance."""
    c, cells = table.contrasts, table.cells()
    own, serves = c.cohorts == cohort, c.serves[cohort]
    rest = np.where(serves, cells.comparison_masses - 1, 1.0)
    weight = np.where(chosen & (rest > 0), cells.masses - own, 0.0)
    apart = -table.offsets()[cohort] * cells.comparison_masses  # the cohort from its group's mean
    safe = np.maximum(rest, 1.0)
    slope = np.where(serves, weight / safe, np.where(own & (weight > 0), -1.0, 0.0))
    return weight, weight * (cells.values + np.where(serves, apart / safe, 0.0)), slope
