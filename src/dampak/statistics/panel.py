"""Units by months, and when each unit was first trained: the ground every comparison stands on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import (
    SMALLEST,
    Flags,
    Floats,
    Integers,
    all_finite,
    matrix_of_numbers,
    positive_weights,
    vector_of_positions,
)

NEVER = np.iinfo(np.int64).max // 2  # later than any month, with room to add to it
RESOLUTION = 1e-12  # of the largest outcome; smaller movements are floating-point dust


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Panel:
    """The units that can take part in a comparison.

    ``outcomes`` has shape (n_units, n_periods), NaN where a month was not counted;
    ``first_trained`` (n_units,) is the position of the first month of training or `NEVER`;
    ``rows`` (n_units,) says which row of the data handed in each unit was; ``weights`` (n_units,)
    how much each unit counts for, None if all count alike. ``starts`` (n_cohorts,) are the
    different values of ``first_trained`` in order, ``cohort_of`` (n_units,) says which is a unit's.
    ``dust`` is the size of movement that cannot be told from rounding.
    """

    outcomes: Floats
    first_trained: Integers
    rows: Integers
    weights: Floats | None
    starts: Integers
    cohort_of: Integers
    is_complete: bool
    dust: float

    @property
    def n_units(self) -> int:
        return int(self.outcomes.shape[0])

    @property
    def n_periods(self) -> int:
        return int(self.outcomes.shape[1])

    @property
    def unit_weights(self) -> Floats:
        """Shape (n_units,); ones where all units count alike."""
        return np.ones(self.n_units) if self.weights is None else self.weights


def panel_of(
    *, outcomes: ArrayLike, first_treated: ArrayLike, weights: ArrayLike | None = None
) -> Panel | NoAnswer:
    """The units with data and with months before their training, or why there are none.

    Units that were trained before or in the first month have nothing to be compared with
    themselves, and units without a single counted month have nothing at all: both are left out.
    """
    y = matrix_of_numbers(outcomes, name="outcomes")
    first = vector_of_positions(first_treated, name="first_treated", length=y.shape[0])
    mass = None if weights is None else positive_weights(weights, length=y.shape[0])
    is_complete = all_finite(y)
    has_data, n_months = _counted(y, is_complete=is_complete)
    if not has_data.any():
        return NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    if n_months < 2:
        return NoAnswer(why=Silence.TOO_FEW_MONTHS, needed=2, found=n_months)

    takes_part = has_data & (first != 0)
    kept = np.flatnonzero(takes_part)
    first_trained = np.where(first == -1, NEVER, first)[kept]
    starts, cohort_of = np.unique(first_trained, return_inverse=True)
    used = y if takes_part.all() else y[kept]
    if not kept.size:
        return NoAnswer(why=Silence.NO_MONTHS_BEFORE, needed=1, found=0)
    is_complete = is_complete or all_finite(used)
    panel = Panel(
        outcomes=used,
        first_trained=first_trained,
        rows=kept,
        weights=None if mass is None else mass[kept],
        starts=starts,
        cohort_of=cohort_of,
        is_complete=is_complete,
        dust=max(RESOLUTION * _largest(used, is_complete=is_complete), SMALLEST),
    )
    return _without_contrast(panel, has_early=bool((first[has_data] == 0).any())) or panel


def _counted(y: Floats, *, is_complete: bool) -> tuple[Flags, int]:
    """Which units have data at all, and how many months anybody has."""
    if y.size and is_complete:
        return np.ones(y.shape[0], dtype=bool), y.shape[1]
    counted = np.isfinite(y)
    return np.asarray(counted.any(axis=1)), int(counted.any(axis=0).sum())


def _largest(y: Floats, *, is_complete: bool) -> float:
    return float(max(y.max(), -y.min()) if is_complete else np.nanmax(np.abs(y)))


def _without_contrast(panel: Panel, *, has_early: bool) -> NoAnswer | None:
    is_trained = panel.first_trained < panel.n_periods
    if not is_trained.any():
        why = Silence.NO_MONTHS_BEFORE if has_early else Silence.NOBODY_TRAINED
        return NoAnswer(why=why, needed=1, found=0)
    if is_trained.all() and panel.starts.size == 1:
        return NoAnswer(why=Silence.EVERYBODY_AT_ONCE, needed=1, found=0)
    return None
