"""What people gained between two tests, against what, and how much of it came by itself."""

from dampak.statistics.learning.adjusted_gain import AdjustedGain, adjusted_gain
from dampak.statistics.learning.effect_size import (
    small_sample_factor,
    standardised_difference,
    standardised_gain,
)
from dampak.statistics.learning.normalised_gain import normalised_gain
from dampak.statistics.learning.paired_gain import paired_gain
from dampak.statistics.learning.regression_to_the_mean import (
    GainBeyondRegression,
    TrueScores,
    gain_beyond_regression,
    true_scores,
)

__all__ = [
    "AdjustedGain",
    "GainBeyondRegression",
    "TrueScores",
    "adjusted_gain",
    "gain_beyond_regression",
    "normalised_gain",
    "paired_gain",
    "small_sample_factor",
    "standardised_difference",
    "standardised_gain",
    "true_scores",
]
