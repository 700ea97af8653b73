"""One answer from many studies or agencies, without their rows.

`pooled_effect` where effects may differ (`unweighted_effect` if studies are few or one is far
larger than the rest), `common_effect` where they may not; does the answer hang
on one study (`pooled_without_each`), do small ones disagree (`small_study_effects`), what sets
studies apart (`effects_explained_by`). Agencies hand over estimates (`pooled_over_agencies`) or
sums that give what the rows would have given (`difference_from_sums`, `regression_from_sums`).
"""

from dampak.statistics.synthesis.agencies import Handed, pooled_over_agencies
from dampak.statistics.synthesis.explained import (
    Explained,
    effects_explained_by,
    small_study_effects,
)
from dampak.statistics.synthesis.heterogeneity import Heterogeneity
from dampak.statistics.synthesis.pooled import Pooled, common_effect, pooled_effect
from dampak.statistics.synthesis.sums import (
    GroupSums,
    RegressionFromSums,
    RegressionSums,
    difference_from_sums,
    regression_from_sums,
    regression_sums_of,
    sums_of,
)
from dampak.statistics.synthesis.unweighted import unweighted_effect
from dampak.statistics.synthesis.without_each import WithoutEach, pooled_without_each

__all__ = [
    "Explained",
    "GroupSums",
    "Handed",
    "Heterogeneity",
    "Pooled",
    "RegressionFromSums",
    "RegressionSums",
    "WithoutEach",
    "common_effect",
    "difference_from_sums",
    "effects_explained_by",
    "pooled_effect",
    "pooled_over_agencies",
    "pooled_without_each",
    "regression_from_sums",
    "regression_sums_of",
    "small_study_effects",
    "sums_of",
    "unweighted_effect",
]
