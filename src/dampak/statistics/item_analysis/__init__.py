"""Is the test any good? Its questions one by one, and how far its totals can be relied on."""

from dampak.statistics.item_analysis.alpha import coefficient_alpha
from dampak.statistics.item_analysis.differential import (
    DifferentialItems,
    mantel_haenszel_items,
)
from dampak.statistics.item_analysis.distractors import Option, distractor_statistics
from dampak.statistics.item_analysis.items import (
    ItemStatistics,
    item_statistics,
    wilson_interval,
)
from dampak.statistics.item_analysis.measurement_error import MeasurementError, measurement_error
from dampak.statistics.item_analysis.omega import OneFactor, coefficient_omega, one_factor
from dampak.statistics.item_analysis.score_linking import (
    Moments,
    ScoreLink,
    linear_link,
    link_scores,
)

__all__ = [
    "DifferentialItems",
    "ItemStatistics",
    "MeasurementError",
    "Moments",
    "OneFactor",
    "Option",
    "ScoreLink",
    "coefficient_alpha",
    "coefficient_omega",
    "distractor_statistics",
    "item_statistics",
    "linear_link",
    "link_scores",
    "mantel_haenszel_items",
    "measurement_error",
    "one_factor",
    "wilson_interval",
]
