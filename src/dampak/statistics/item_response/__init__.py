"""Questions and people on one line: Rasch and two-parameter models, and their uses."""

from dampak.statistics.item_response.abilities import (
    Abilities,
    abilities,
    expected_abilities,
)
from dampak.statistics.item_response.andersen import AndersenTest, andersen_test
from dampak.statistics.item_response.gain_across_tests import GainAcrossTests, gain_across_tests
from dampak.statistics.item_response.item_fit import ItemFit, item_fit
from dampak.statistics.item_response.likelihood_ratio import (
    DifferentialParameters,
    likelihood_ratio_items,
)
from dampak.statistics.item_response.limited_information import OverallFit, overall_fit
from dampak.statistics.item_response.linking_constants import (
    ItemCurves,
    Population,
    linking_constants,
)
from dampak.statistics.item_response.normal_models import (
    NormalItems,
    one_parameter_items,
    two_parameter_items,
)
from dampak.statistics.item_response.rasch import RaschItems, rasch_items
from dampak.statistics.item_response.scale_linking import ScaleLink, link_scales

__all__ = [
    "Abilities",
    "AndersenTest",
    "DifferentialParameters",
    "GainAcrossTests",
    "ItemCurves",
    "ItemFit",
    "NormalItems",
    "OverallFit",
    "Population",
    "RaschItems",
    "ScaleLink",
    "abilities",
    "andersen_test",
    "expected_abilities",
    "gain_across_tests",
    "item_fit",
    "likelihood_ratio_items",
    "link_scales",
    "linking_constants",
    "one_parameter_items",
    "overall_fit",
    "rasch_items",
    "two_parameter_items",
]
