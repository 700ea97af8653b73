"""Intervals that stay honest when the groups are small."""

import numpy as np
from scipy import special

from dampak.statistics.arrays import Floats

DUST = 1e-12


def spread_and_freedom(squares: Floats, worth: Floats) -> tuple[Floats, Floats]:
    """Standard errors for an interval, and their degrees of freedom, group by group of units.

    Each group's sum of squared scores is enlarged by n / (n - 1), as Welch's test for two groups
    does, and carries n - 1 degrees of freedom; the sum has those of Satterthwaite. ``squares`` and
    ``worth`` (how many units of equal weight a group is worth: n) have shape (groups, j); the
    answers have shape (j,). Groups worth no more than one unit are passed over.

    References
    ----------
    Welch (1947), Biometrika 34, 28-35. Satterthwaite (1946), Biometrics Bulletin 2, 110-114.
    """
    freedom = worth - 1.0
    counts = freedom > DUST
    safe = np.where(counts, freedom, 1.0)
    shares = np.where(counts, squares * (safe + 1) / safe, 0.0)
    variance, uncertainty = shares.sum(axis=0), (shares**2 / safe).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = np.where(uncertainty > 0, variance**2 / uncertainty, 1.0)
    return np.sqrt(variance), found


def correlation_of(covariance: Floats) -> Floats:
    """Shape (j, j), from a covariance without noughts on its diagonal."""
    errors = np.sqrt(np.diagonal(covariance))
    return np.asarray(covariance / errors / errors[:, None])


def simultaneous_critical_value(
    covariance: Floats, *, confidence: float, rng: np.random.Generator, draws: int
) -> float:
    """How many standard errors cover all j answers at once: the sup-t value.

    Draws the j answers from a normal with their covariance, shape (j, j), and takes the quantile of
    the largest distance.

    References
    ----------
    Montiel Olea and Plagborg-Moller (2019), Journal of Applied Econometrics 34, 1-17.
    """
    values, vectors = np.linalg.eigh(correlation_of(covariance))
    kept = values > values[-1] * DUST
    root = (vectors[:, kept] * np.sqrt(values[kept])).T
    drawn = rng.standard_normal((draws, root.shape[0]), dtype=np.float32) @ root.astype(np.float32)
    return float(np.quantile(np.abs(drawn, out=drawn).max(axis=1), confidence))


def t_for_z(z: float, freedom: Floats) -> Floats:
    """The t value with the same tail as a normal value, for each number of degrees of freedom."""
    return np.asarray(-special.stdtrit(freedom, special.ndtr(-z)))
