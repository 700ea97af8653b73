"""One or a few units were trained, others never: did the trained move away from the others?"""

from dampak.statistics.few_units.comparison import SyntheticComparison
from dampak.statistics.few_units.exact_difference import exact_difference
from dampak.statistics.few_units.plain_difference import plain_difference
from dampak.statistics.few_units.simplex import Blend, closest_blend
from dampak.statistics.few_units.synthetic_control import synthetic_control
from dampak.statistics.few_units.synthetic_difference import synthetic_difference

__all__ = [
    "Blend",
    "SyntheticComparison",
    "closest_blend",
    "exact_difference",
    "plain_difference",
    "synthetic_control",
    "synthetic_difference",
]
