"""Records drawn each month and checked field by field."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.counters import Counters
from dampak.simulation.days import Days
from dampak.simulation.draws import luck
from dampak.simulation.effects import PlantedEffects

Ints = NDArray[np.int_]
Numbers = NDArray[np.float64]

FIELDS = 12


@dataclass(frozen=True, kw_only=True)
class CheckDraws:
    """One entry a checked record; ``luck`` has one uniform number for each of its fields."""

    unit: Ints
    month: Ints
    day: Ints
    service: Ints
    luck: Numbers


def draw_checks(counters: Counters, days: Days, *, a_month: int, seed: int) -> CheckDraws:
    """Draw the records to be checked: the same number in every unit and month."""
    rng = luck(seed, "accuracy")
    shape = (len(counters.units), len(days.months), a_month)
    unit, month, _ = (index.ravel() for index in np.indices(shape))
    return CheckDraws(
        unit=unit,
        month=month,
        day=days.working_day_in(month, rng.random(len(unit))),
        service=rng.integers(0, 3, len(unit)),
        luck=rng.random((len(unit), FIELDS)),
    )


def fields_correct(
    draws: CheckDraws, counters: Counters, felt: Numbers, effects: PlantedEffects
) -> Ints:
    """How many fields of each record are right if units feel this much training."""
    dose = felt[draws.unit, draws.month]
    share = counters.correct_share[draws.unit] + effects.correct_share * dose
    right: Ints = (draws.luck < share[:, None]).sum(axis=1)
    return right
