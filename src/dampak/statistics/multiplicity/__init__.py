"""Several outcomes, several groups: what remains believable when many questions were asked.

`in_planned_order` for the plan's own order, `adjusted_p_values` and the joint step-down for
families, `intervals_together` for what is shown side by side, `intervals_of_selected` for what
was picked out.
"""

from dampak.statistics.multiplicity.adjusting import adjusted_p_values
from dampak.statistics.multiplicity.families import Adjusted
from dampak.statistics.multiplicity.in_order import in_planned_order
from dampak.statistics.multiplicity.joint import step_down_by_permutation, step_down_p_values
from dampak.statistics.multiplicity.selected import intervals_of_selected
from dampak.statistics.multiplicity.together import Together, intervals_together

__all__ = [
    "Adjusted",
    "Together",
    "adjusted_p_values",
    "in_planned_order",
    "intervals_of_selected",
    "intervals_together",
    "step_down_by_permutation",
    "step_down_p_values",
]
