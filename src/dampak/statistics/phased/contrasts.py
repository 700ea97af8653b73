"""What is compared with what: each statistic as a sum over units of something looked up.

With complete data every contrast here is a generalised least squares estimate with month effects,
``sum_i x_i' M (y_i - mean) / sum_i x_i' M (x_i - mean)``, where x is 1 while trained and M is the
inverse of a covariance over the months: of equal and unrelated months (within months), of unit
effects that may be anything (two-way), or of a covariance stated beforehand.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dampak.statistics.arrays import Flags, Floats, Integers, finite_number

LEAST_FRESH = 1e-6  # of the variance; with less the inverse is rounding
Pairs = NDArray[np.complex128]  # real: of the outcome; imaginary: of the training


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCovariance:
    """How months of one unit are expected to hang together; a poor guess costs only precision.

    ``unit_share`` (0 to below 1) of the variance stays with the unit for good; of the rest, two
    months k apart correlate by ``persistence ** k`` (between -1 and 1). Hussey and Hughes (2007)
    have persistence 0. To keep the test exact, the numbers must not come from the outcomes after
    the training began; the months before it may be used.
    """

    unit_share: float
    persistence: float = 0.0

    def __post_init__(self) -> None:
        finite_number(self.unit_share, name="unit_share")
        finite_number(self.persistence, name="persistence")
        if not 0 <= self.unit_share < 1:
            raise ValueError(f"unit_share must be at least 0 and below 1, got {self.unit_share}")
        if not -1 < self.persistence < 1:
            raise ValueError(f"persistence must lie between -1 and 1, got {self.persistence}")
        if (1 - self.unit_share) * (1 - abs(self.persistence)) < LEAST_FRESH:
            raise ValueError(
                f"unit_share {self.unit_share} and persistence {self.persistence} leave months "
                "nothing of their own; take them further from 1"
            )

    def matrix(self, n_periods: int) -> Floats:
        """The correlation of each month with each. Shape (n_periods, n_periods)."""
        apart = np.abs(np.subtract.outer(np.arange(n_periods), np.arange(n_periods)))
        fading = np.where(apart == 0, 1.0, np.float_power(self.persistence, apart))
        return np.asarray(self.unit_share + (1 - self.unit_share) * fading)


Contrast = Literal["two_way", "within_months"] | WorkingCovariance


def checked_contrast(contrast: Contrast) -> Contrast:
    """The contrast, if it is one that is offered."""
    if isinstance(contrast, WorkingCovariance) or contrast in ("two_way", "within_months"):
        return contrast
    raise ValueError(
        f"contrast must be 'two_way', 'within_months' or a WorkingCovariance, got {contrast!r}"
    )


def projected(pairs: Pairs, *, counted: Flags, strata: Integers, contrast: Contrast) -> Pairs:
    """Take out what months (within strata) and units explain, weighted as the contrast weighs.

    ``pairs`` and ``counted`` have shape (n_units, n_periods), ``strata`` (n_units,). The answer's
    inner product with the training of any ordering is the numerator of its estimate.
    """
    patterns, of_unit = np.unique(counted, axis=0, return_inverse=True)
    weights = [_precision(contrast, pattern) for pattern in patterns]
    filled = np.where(counted, pairs, 0.0)
    result = np.zeros_like(filled)
    for stratum in np.unique(strata):
        rows = np.flatnonzero(strata == stratum)
        groups = [(w, rows[of_unit[rows] == p]) for p, w in enumerate(weights)]
        total = np.sum([w * group.size for w, group in groups], axis=0)
        right = np.sum([w @ filled[group].sum(axis=0) for w, group in groups], axis=0)
        months = np.linalg.pinv(total, rcond=1e-10, hermitian=True) @ right
        for weight, group in groups:
            result[group] = (filled[group] - months) @ weight
    return result


def _precision(contrast: Contrast, counted: Flags) -> Floats:
    """The inverse covariance of the months that were counted, 0 elsewhere."""
    there = counted.astype(np.float64)
    if isinstance(contrast, WorkingCovariance):
        inverse = np.zeros((counted.size, counted.size))
        at = np.ix_(counted, counted)
        inverse[at] = np.linalg.inv(contrast.matrix(counted.size)[at])
        return inverse
    if contrast == "within_months":
        return np.diag(there)
    return np.asarray(np.diag(there) - np.outer(there, there) / max(there.sum(), 1.0))


def table_of(projection: Pairs, *, starts: Integers, lots: Integers) -> Pairs:
    """What each lot adds when it is dealt each sequence. Shape (n_lots, n_sequences)."""
    after = np.arange(projection.shape[1]) >= starts[:, None]
    paths = (after & (starts[:, None] >= 0)).astype(np.float64)
    by_unit = projection @ paths.T
    table = np.zeros((int(lots.max()) + 1, starts.size), dtype=np.complex128)
    np.add.at(table, lots, by_unit)
    return table
