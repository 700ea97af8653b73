"""Neyman left out how effects differ among units; the months before show some of it."""

import numpy as np

from dampak.statistics.random_timing.drawn import Drawn

UNITS_PER_MONTH = 5  # in every cohort, or the months before fit its outcomes by accident


def refined_variance(drawn: Drawn, neyman: float) -> float | None:
    """Neyman's variance less the part of effect differences that the months before explain.

    None where a cohort has too few units for the months before the first training, or where
    nothing would be left.

    References
    ----------
    Roth and Sant'Anna (2023), section 3.3; Lin (2013), Annals of Applied Statistics 7, 295-318.
    """
    months = int(drawn.first[0])
    if drawn.size.min() < UNITS_PER_MONTH * months:
        return None
    slopes, spread = np.zeros(months), np.zeros((months, months))
    for g in range(drawn.size.size):
        rows = drawn.outcomes[drawn.slots == g]
        before = rows[:, :months] - rows[:, :months].mean(axis=0)
        covariance = before.T @ before / (rows.shape[0] - 1)
        with_after = before.T @ (rows @ drawn.forms.after[g]) / (rows.shape[0] - 1)
        slopes += np.linalg.pinv(covariance, rcond=1e-12, hermitian=True) @ with_after
        spread += covariance / drawn.size.size
    refined = neyman - slopes @ spread @ slopes / drawn.slots.size
    return float(refined) if refined > 0 else None
