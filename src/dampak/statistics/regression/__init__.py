"""Straight lines through rows that belong together in known ways."""

from dampak.statistics.regression.least_squares import least_squares
from dampak.statistics.regression.mixed import MixedModel, mixed_model
from dampak.statistics.regression.record import Regression
from dampak.statistics.regression.two_by_two import two_by_two
from dampak.statistics.regression.within import within_regression

__all__ = [
    "MixedModel",
    "Regression",
    "least_squares",
    "mixed_model",
    "two_by_two",
    "within_regression",
]
