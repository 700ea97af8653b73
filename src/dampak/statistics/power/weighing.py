"""How each analysis weighs units and months: the plan's variance follows from these weights."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, Integers, vector_of_positions, whole_number
from dampak.statistics.phased.contrasts import Contrast, checked_contrast, projected

Analysis = Literal["staggered"] | Contrast


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rollout:
    """Who would be trained when. ``first`` (n_units,), -1 for never in these ``n_periods``."""

    first: Integers
    n_periods: int

    @property
    def training(self) -> Floats:
        """1 from the first month of training on. Shape (n_units, n_periods)."""
        after = np.arange(self.n_periods) >= self.first[:, None]
        return (after & (self.first[:, None] >= 0)).astype(np.float64)


def rollout_of(first_treated: ArrayLike, *, n_periods: int) -> Rollout | NoAnswer:
    """The plan, or why nothing could be learnt from it."""
    length = int(np.size(np.asarray(first_treated)))
    first = vector_of_positions(first_treated, name="first_treated", length=length)
    n_periods = whole_number(n_periods, name="n_periods")
    if n_periods < 2:
        return NoAnswer(why=Silence.TOO_FEW_MONTHS, needed=2, found=n_periods)
    first = np.where(first >= n_periods, -1, first)
    if (first < 0).all():
        return NoAnswer(why=Silence.NOBODY_TRAINED, needed=1, found=0)
    if np.ptp(first) == 0:
        return NoAnswer(why=Silence.EVERYBODY_AT_ONCE, needed=1, found=0)
    if first.size < 4:
        return NoAnswer(why=Silence.TOO_FEW_UNITS, needed=4, found=int(first.size))
    return Rollout(first=first, n_periods=n_periods)


def weights_of(rollout: Rollout, analysis: Analysis) -> Floats:
    """The estimate is the sum of outcomes times these. Shape (n_units, n_periods); 0 if none."""
    if analysis == "staggered":
        return _staggered(rollout)
    training = rollout.training
    projection = projected(
        training.astype(np.complex128),
        counted=np.ones(training.shape, dtype=bool),
        strata=np.zeros(training.shape[0], dtype=np.int64),
        contrast=checked_contrast(analysis),
    ).real
    information = float((projection * training).sum())
    return np.asarray(projection / information if information > 1e-12 else 0 * projection)


def _staggered(rollout: Rollout) -> Floats:
    """Those of ``staggered.overall_effect`` with units not trained yet as comparison."""
    first, weights = rollout.first, np.zeros((rollout.first.size, rollout.n_periods))
    total = 0
    for start in np.unique(first[first > 0]):
        cohort = first == start
        for month in range(start, rollout.n_periods):
            waiting = (first < 0) | (first > month)
            if waiting.any():
                roles = cohort - cohort.sum() * waiting / waiting.sum()
                weights[:, month] += roles
                weights[:, start - 1] -= roles
                total += int(cohort.sum())
    return np.asarray(weights / max(total, 1))
