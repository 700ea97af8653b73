"""Did training help, when a lottery decided who was trained when, or few offices were trained?

`phased_effect` leans on the lottery alone; `wild_cluster_effect` on offices being many enough.
"""

from dampak.statistics.phased.contrasts import WorkingCovariance
from dampak.statistics.phased.draw import Draw
from dampak.statistics.phased.effect import PhasedEffect, phased_effect
from dampak.statistics.phased.wild_coefficient import (
    WildClusterCoefficient,
    wild_cluster_coefficient,
)
from dampak.statistics.phased.wild_panel import WildClusterEffect, wild_cluster_effect

__all__ = [
    "Draw",
    "PhasedEffect",
    "WildClusterCoefficient",
    "WildClusterEffect",
    "WorkingCovariance",
    "phased_effect",
    "wild_cluster_coefficient",
    "wild_cluster_effect",
]
