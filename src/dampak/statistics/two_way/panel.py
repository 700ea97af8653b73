"""Who was trained when, among all units: those trained before the data began count here too."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import (
    SMALLEST,
    Floats,
    Integers,
    all_finite,
    matrix_of_numbers,
    vector_of_positions,
)
from dampak.statistics.panel import RESOLUTION


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WholePanel:
    """All units with data, and the g cohorts they form.

    ``outcomes`` (n_units, n_periods), NaN where a month was not counted. ``first`` (g,) are the
    first months of training in order: 0 for units trained before or in the first month, the
    number of months for units never trained. ``size`` (g,) counts units, ``label`` (n_units,)
    says which cohort is a unit's.
    """

    outcomes: Floats
    first: Integers
    size: Integers
    label: Integers

    @property
    def n_periods(self) -> int:
        return int(self.outcomes.shape[1])

    @property
    def is_complete(self) -> bool:
        return all_finite(self.outcomes)

    @property
    def training(self) -> Floats:
        """1 from the first month of training on, else 0. Shape (g, n_periods)."""
        return np.asarray(np.arange(self.n_periods) >= self.first[:, None], np.float64)

    @property
    def dust(self) -> float:
        """Movements up to this size cannot be told from rounding."""
        largest = max(np.nanmax(self.outcomes), -np.nanmin(self.outcomes))
        return float(max(RESOLUTION * largest, SMALLEST))


def whole_panel_of(*, outcomes: ArrayLike, first_treated: ArrayLike) -> WholePanel | NoAnswer:
    """All units with data, or why no training can be told from the months."""
    y = matrix_of_numbers(outcomes, name="outcomes")
    first = vector_of_positions(first_treated, name="first_treated", length=y.shape[0])
    if not y.size or not np.isfinite(y).any():
        return NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    if not all_finite(y):
        counted = np.isfinite(y)
        has_data, n_months = counted.any(axis=1), int(counted.any(axis=0).sum())
        if n_months < 2:
            return NoAnswer(why=Silence.TOO_FEW_MONTHS, needed=2, found=n_months)
        y, first = y[has_data], first[has_data]
    if y.shape[1] < 2:
        return NoAnswer(why=Silence.TOO_FEW_MONTHS, needed=2, found=y.shape[1])
    first = np.where(first == -1, y.shape[1], np.minimum(first, y.shape[1]))
    starts, label, size = np.unique(first, return_inverse=True, return_counts=True)
    panel = WholePanel(outcomes=y, first=starts, size=size, label=label)
    return _without_contrast(panel) or panel


def _without_contrast(panel: WholePanel) -> NoAnswer | None:
    switches = (panel.first > 0) & (panel.first < panel.n_periods)
    if not switches.any():
        early = bool((panel.first == 0).any())
        why = Silence.NO_MONTHS_BEFORE if early else Silence.NOBODY_TRAINED
        return NoAnswer(why=why, needed=1, found=0)
    if panel.first.size == 1:
        return NoAnswer(why=Silence.EVERYBODY_AT_ONCE, needed=1, found=0)
    return None
