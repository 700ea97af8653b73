"""Not everybody answers: weights, bounds without assumptions, and how much it could matter."""

from dampak.statistics.nonresponse.bounds import Bounds, bounds_without_assumption
from dampak.statistics.nonresponse.sensitivity import (
    TippingShift,
    mean_if_silent_differ,
    tipping_shift,
)
from dampak.statistics.nonresponse.trimming import lee_bounds
from dampak.statistics.nonresponse.weighting import (
    ResponseWeights,
    response_weights,
    weighted_by_response,
)

__all__ = [
    "Bounds",
    "ResponseWeights",
    "TippingShift",
    "bounds_without_assumption",
    "lee_bounds",
    "mean_if_silent_differ",
    "response_weights",
    "tipping_shift",
    "weighted_by_response",
]
