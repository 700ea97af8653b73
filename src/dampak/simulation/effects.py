"""What the training does to a service, and how the effect grows after the first day."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NEVER = -1
GROWTH = (0.3, 0.65, 0.9, 1.0)  # share of the full effect in the month of training and after it


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedEffects:
    """The full effect on a trained unit, once it has grown; shares run from 0 to 1.

    ``working_days`` on the time a request takes, ``answer`` on each answer of a satisfaction form
    (1 to 4), ``digital_share``, ``correct_share`` of checked fields and ``complaint_share`` of
    requests that somebody complains about. All are added, none multiplied: two units that start
    from different levels gain equally much, so parallel trends hold by construction.
    """

    working_days: float = -2.4
    answer: float = 0.14
    digital_share: float = 0.13
    correct_share: float = 0.045
    complaint_share: float = -0.010


FULL_EFFECTS = PlantedEffects()
NO_EFFECTS = PlantedEffects(
    working_days=0.0, answer=0.0, digital_share=0.0, correct_share=0.0, complaint_share=0.0
)


def strength(
    first_trained: NDArray[np.int_], n_months: int, own_strength: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How much of the full effect each unit feels in each month; shape (n_units, n_months).

    ``first_trained`` is an index into the months, or `NEVER`; ``own_strength`` is the factor by
    which a unit differs from the average one.
    """
    since = np.arange(n_months)[None, :] - first_trained[:, None]
    grown = np.asarray(GROWTH)[np.clip(since, 0, len(GROWTH) - 1)]
    feels = (since >= 0) & (first_trained[:, None] != NEVER)
    return np.where(feels, grown * own_strength[:, None], 0.0)
