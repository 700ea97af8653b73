"""The order of training was drawn by lot: then chance itself says how to compare most sharply.

Roth and Sant'Anna (2023), Journal of Political Economy Microeconomics 1, 669-709.
"""

from dampak.statistics.random_timing.effect import (
    RandomTimingEffect,
    random_timing_effect,
    random_timing_test,
)

__all__ = ["RandomTimingEffect", "random_timing_effect", "random_timing_test"]
