"""Before any training: what could it show, and how many units and months would that take?

`history_of` reads the office's own past; `smallest_detectable_effect`, `units_needed` and
`months_needed` answer for a planned roll-out, `power_on_own_past` without any model of the past.
"""

from dampak.statistics.power.detectable import (
    Detectable,
    power_of_effect,
    smallest_detectable_effect,
)
from dampak.statistics.power.goal import Goal
from dampak.statistics.power.history import History, history_of
from dampak.statistics.power.needed import Needed, months_needed, units_needed
from dampak.statistics.power.own_past import OwnPast, power_on_own_past
from dampak.statistics.power.people import (
    PeopleDetectable,
    Scores,
    people_needed,
    smallest_detectable_gain,
)
from dampak.statistics.power.series import SeriesDetectable, smallest_detectable_change

__all__ = [
    "Detectable",
    "Goal",
    "History",
    "Needed",
    "OwnPast",
    "PeopleDetectable",
    "Scores",
    "SeriesDetectable",
    "history_of",
    "months_needed",
    "people_needed",
    "power_of_effect",
    "power_on_own_past",
    "smallest_detectable_change",
    "smallest_detectable_effect",
    "smallest_detectable_gain",
    "units_needed",
]
