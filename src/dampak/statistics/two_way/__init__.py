"""The regression everybody knows, kept for comparison, with what it averages laid open beside it.

Its effect is that of the training only if the effect is the same everywhere and always;
`dampak.statistics.staggered` and `dampak.statistics.imputation` need no such luck.
"""

from dampak.statistics.two_way.decomposition import (
    Comparison,
    Decomposition,
    Kind,
    goodman_bacon,
)
from dampak.statistics.two_way.effect import TwoWayEffect, two_way_effect

__all__ = [
    "Comparison",
    "Decomposition",
    "Kind",
    "TwoWayEffect",
    "goodman_bacon",
    "two_way_effect",
]
