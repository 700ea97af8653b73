"""Did units move further after training than units not yet trained, when training starts staggered?

Callaway and Sant'Anna (2021), Journal of Econometrics 225, 200-230: `group_time_effects`, or
`adjusted_group_time_effects` first, then one question after another about what they return.
"""

from dampak.statistics.staggered.adjusted import adjusted_group_time_effects
from dampak.statistics.staggered.bands import BandKind
from dampak.statistics.staggered.by_cohort import CohortEffect, CohortEffects, effects_by_cohort
from dampak.statistics.staggered.by_month import MonthEffect, MonthEffects, effects_by_month
from dampak.statistics.staggered.contrasts import Design
from dampak.statistics.staggered.effects import GROUP_TIME, GroupTimeEffects
from dampak.statistics.staggered.event_study import EventPoint, EventStudy, event_study
from dampak.statistics.staggered.group_time import group_time_effects
from dampak.statistics.staggered.leave_one_out import LeaveOneOut, leave_one_unit_out
from dampak.statistics.staggered.overall import overall_effect
from dampak.statistics.staggered.placebo import placebo_in_time
from dampak.statistics.staggered.pre_trend import PreTrendTest, pre_trend_test

__all__ = [
    "GROUP_TIME",
    "BandKind",
    "CohortEffect",
    "CohortEffects",
    "Design",
    "EventPoint",
    "EventStudy",
    "GroupTimeEffects",
    "LeaveOneOut",
    "MonthEffect",
    "MonthEffects",
    "PreTrendTest",
    "adjusted_group_time_effects",
    "effects_by_cohort",
    "effects_by_month",
    "event_study",
    "group_time_effects",
    "leave_one_unit_out",
    "overall_effect",
    "placebo_in_time",
    "pre_trend_test",
]
