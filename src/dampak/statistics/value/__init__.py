"""What it cost, what it bought, and how sure that is."""

from dampak.statistics.value.confidence_draws import drawings_of
from dampak.statistics.value.cost_per_effect import Doubtful, cost_per_effect, ratio_with_doubt
from dampak.statistics.value.counting_once import CountedOnce, count_once
from dampak.statistics.value.isolation import isolated_share
from dampak.statistics.value.return_on_investment import (
    ReturnOnInvestment,
    benefit_drawings,
    return_on_investment,
)

__all__ = [
    "CountedOnce",
    "Doubtful",
    "ReturnOnInvestment",
    "benefit_drawings",
    "cost_per_effect",
    "count_once",
    "drawings_of",
    "isolated_share",
    "ratio_with_doubt",
    "return_on_investment",
]
