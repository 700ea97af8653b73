"""Does the answer hang on one unit?"""

from dataclasses import dataclass

import numpy as np

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
    """Recompute the overall effect without each unit, from the units' own parts in one pass.

    Without a unit its side's mean change moves by the unit's distance from it divided by the rest
    of the side, and its cohort weighs one unit less. Exact, except with covariates: there the
    adjustment is not fitted anew, which is right to first order.
    """
    values = effects.evidence.without_each(after_training(effects))
    lowest, highest = int(np.nanargmin(values)), int(np.nanargmax(values))
    return LeaveOneOut(
        lowest=float(values[lowest]),
        highest=float(values[highest]),
        row_of_lowest=int(effects.panel.rows[lowest]),
        row_of_highest=int(effects.panel.rows[highest]),
    )
