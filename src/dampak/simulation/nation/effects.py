"""What the training does to the services of a nation."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.effects import GROWTH, NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalEffects:
    """The full effect on a trained unit, once it has grown; shares run from 0 to 1.

    ``time_share`` is added to the working time of a request as a part of the unit's usual time,
    ``complaints_share`` to the complaints as a part of them. ``digital_share`` and
    ``correct_share`` are added to a share, ``answer`` to each answer of 1 to 4.
    """

    time_share: float = -0.11
    digital_share: float = 0.03
    complaints_share: float = -0.10
    answer: float = 0.06
    correct_share: float = 0.02


PLANTED = NationalEffects()
NOTHING = NationalEffects(
    time_share=0.0, digital_share=0.0, complaints_share=0.0, answer=0.0, correct_share=0.0
)


def dose(first_trained: NDArray[np.int16], month: int) -> NDArray[np.float32]:
    """How much of the full effect each unit feels in a month; shape (n_units,)."""
    since = month - first_trained
    grown = np.asarray(GROWTH, np.float32)[np.clip(since, 0, len(GROWTH) - 1)]
    return np.where((first_trained != NEVER) & (since >= 0), grown, np.float32(0))
