"""Does the answer hang on one unit?"""

from dataclasses import dataclass

import numpy as np

from dampak.statistics.arrays import Floats
from dampak.statistics.staggered.aggregating import after_training
from dampak.statistics.staggered.effects import GroupTimeEffects


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveOneOut:
    """The range of the overall effect when each unit in turn is left out.

    ``lowest`` and ``highest`` are in the unit of the outcome; the rows say which unit's absence
    gave them, counted in the data that were handed in.
    """

    lowest: float
    highest: float
    row_of_lowest: int
    row_of_highest: int


def leave_one_unit_out(effects: GroupTimeEffects) -> LeaveOneOut:
    """Recompute the overall effect without each unit, exactly, from the units' own parts.

    Without a unit its side's mean change moves by the unit's distance from it divided by the rest
    of the side, and its cohort weighs one unit less. One pass over the data does for all units.
    """
    values = overall_without_each(effects)
    lowest, highest = int(np.nanargmin(values)), int(np.nanargmax(values))
    return LeaveOneOut(
        lowest=float(values[lowest]),
        highest=float(values[highest]),
        row_of_lowest=int(effects.panel.rows[lowest]),
        row_of_highest=int(effects.panel.rows[highest]),
    )


def overall_without_each(effects: GroupTimeEffects) -> Floats:
    """Shape (n_units,); NaN where nothing is left without the unit."""
    after = after_training(effects)
    total, weight = np.zeros(effects.panel.n_units), np.zeros(effects.panel.n_units)
    for cells, contrast, part in effects.blocks():
        chosen = after[cells]
        size = np.where(part.is_trained, part.n_trained, part.n_comparison)[:, chosen]
        takes_part = (part.is_trained | part.is_comparison)[:, chosen]
        remains = ~takes_part | (size > 1)
        step = np.where(takes_part & remains, size / np.maximum(size - 1, 1), 0.0)
        without = part.effects[chosen] - part.scores[:, chosen] * step
        cohort = contrast.is_trained.sum() - contrast.is_trained.astype(np.float64)
        total += cohort * (without * remains).sum(axis=1)
        weight += cohort * remains.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(total / weight)
