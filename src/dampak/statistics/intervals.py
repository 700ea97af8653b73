"""Intervals that stay honest when the groups are small."""

import numpy as np
from scipy import special

from dampak.statistics.arrays import Flags, Floats


def spread_and_freedom(scores: Floats, *groups: Flags) -> tuple[Floats, Floats]:
    """Standard errors for an interval, and their degrees of freedom, group by group of units.

    Each group's sum of squared scores is enlarged by n / (n - 1), as Welch's test for two groups
    does, and carries n - 1 degrees of freedom; the sum has those of Satterthwaite. All arguments
    have shape (n_units, j); the answers have shape (j,). Groups of fewer than two are passed over.

    References
    ----------
    Welch (1947), Biometrika 34, 28-35. Satterthwaite (1946), Biometrics Bulletin 2, 110-114.
    """
    variance, uncertainty = np.zeros(scores.shape[1]), np.zeros(scores.shape[1])
    for group in groups:
        freedom = np.maximum(group.sum(axis=0) - 1.0, 0.0)
        safe = np.maximum(freedom, 1.0)
        share = np.where(freedom > 0, (scores**2 * group).sum(axis=0) * (safe + 1) / safe, 0.0)
        variance += share
        uncertainty += share**2 / safe
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom = np.where(uncertainty > 0, variance**2 / uncertainty, 1.0)
    return np.sqrt(variance), freedom


def simultaneous_critical_value(
    scores: Floats, *, confidence: float, rng: np.random.Generator, draws: int
) -> float:
    """How many standard errors cover all j answers at once: the sup-t value.

    Draws the j answers from a normal with the covariance of their scores, shape (n_units, j), and
    takes the quantile of the largest distance.

    References
    ----------
    Montiel Olea and Plagborg-Moller (2019), Journal of Applied Econometrics 34, 1-17.
    """
    unit = scores / np.sqrt((scores**2).sum(axis=0))
    values, vectors = np.linalg.eigh(unit.T @ unit)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    largest = np.abs(rng.standard_normal((draws, values.size)) @ root.T).max(axis=1)
    return float(np.quantile(largest, confidence))


def t_for_z(z: float, freedom: Floats) -> Floats:
    """The t value with the same tail as a normal value, for each number of degrees of freedom."""
    return np.asarray(-special.stdtrit(freedom, special.ndtr(-z)))
