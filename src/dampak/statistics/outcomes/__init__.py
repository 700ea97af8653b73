"""Outcomes as they are: counts, shares, bounded indices, waiting times with open cases.

Panels first (`count_effect`, `share_effect`), then two groups (`rate_ratio`,
`restricted_mean_difference`, `log_time_effect`), one group (`event_rate`, `time_quantile`),
regressions behind records, and what unequal volumes and small months need.
"""

from dampak.statistics.outcomes.beta_regression import beta_regression
from dampak.statistics.outcomes.count_regression import count_regression
from dampak.statistics.outcomes.fitting import Regression
from dampak.statistics.outcomes.log_times import TimeEffect, log_time_effect
from dampak.statistics.outcomes.panel_effects import count_effect, share_effect
from dampak.statistics.outcomes.quantile_regression import quantile_regression
from dampak.statistics.outcomes.rates import event_rate, rate_ratio, rate_ratio_of_units
from dampak.statistics.outcomes.ratio import Ratio
from dampak.statistics.outcomes.restricted_mean import (
    restricted_mean_difference,
    restricted_mean_time,
)
from dampak.statistics.outcomes.small_months import PooledMonths, pooled_months
from dampak.statistics.outcomes.time_quantiles import (
    time_quantile,
    time_quantile_with_open_cases,
)
from dampak.statistics.outcomes.weighted_mean import WeightedMean, weighted_mean

__all__ = [
    "PooledMonths",
    "Ratio",
    "Regression",
    "TimeEffect",
    "WeightedMean",
    "beta_regression",
    "count_effect",
    "count_regression",
    "event_rate",
    "log_time_effect",
    "pooled_months",
    "quantile_regression",
    "rate_ratio",
    "rate_ratio_of_units",
    "restricted_mean_difference",
    "restricted_mean_time",
    "share_effect",
    "time_quantile",
    "time_quantile_with_open_cases",
    "weighted_mean",
]
