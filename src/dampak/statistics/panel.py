"""Units by months, and when each unit was first trained: the ground every comparison stands on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, Integers, matrix_of_numbers, vector_of_positions

NEVER = np.iinfo(np.int64).max // 2  # later than any month, with room to add to it
RESOLUTION = 1e-12  # of the largest outcome; smaller movements are floating-point dust


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Panel:
    """The units that can take part in a comparison.

    ``outcomes`` has shape (n_units, n_periods), NaN where a month was not counted;
    ``first_trained`` (n_units,) is the position of the first month of training or `NEVER`;
    ``rows`` (n_units,) says which row of the data handed in each unit was.
    """

    outcomes: Floats
    first_trained: Integers
    rows: Integers

    @property
    def n_units(self) -> int:
        return int(self.outcomes.shape[0])

    @property
    def n_periods(self) -> int:
        return int(self.outcomes.shape[1])

    @property
    def is_complete(self) -> bool:
        return bool(np.isfinite(self.outcomes).all())

    @property
    def dust(self) -> float:
        """Movements up to this size cannot be told from rounding."""
        return float(RESOLUTION * np.nanmax(np.abs(self.outcomes)))


def panel_of(*, outcomes: ArrayLike, first_treated: ArrayLike) -> Panel | NoAnswer:
    """The units with data and with months before their training, or why there are none.

    Units that were trained before or in the first month have nothing to be compared with
    themselves, and units without a single counted month have nothing at all: both are left out.
    """
    y = matrix_of_numbers(outcomes, name="outcomes")
    first = vector_of_positions(first_treated, name="first_treated", length=y.shape[0])
    has_data = np.isfinite(y).any(axis=1)
    if not has_data.any():
        return NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    n_months = int(np.isfinite(y).any(axis=0).sum())
    if n_months < 2:
        return NoAnswer(why=Silence.TOO_FEW_MONTHS, needed=2, found=n_months)

    kept = np.flatnonzero(has_data & (first != 0))
    panel = Panel(
        outcomes=y[kept], first_trained=np.where(first == -1, NEVER, first)[kept], rows=kept
    )
    return _without_contrast(panel, has_early=bool((first[has_data] == 0).any())) or panel


def _without_contrast(panel: Panel, *, has_early: bool) -> NoAnswer | None:
    is_trained = panel.first_trained < panel.n_periods
    if not is_trained.any():
        why = Silence.NO_MONTHS_BEFORE if has_early else Silence.NOBODY_TRAINED
        return NoAnswer(why=why, needed=1, found=0)
    if is_trained.all() and np.ptp(panel.first_trained) == 0:
        return NoAnswer(why=Silence.EVERYBODY_AT_ONCE, needed=1, found=0)
    return None
