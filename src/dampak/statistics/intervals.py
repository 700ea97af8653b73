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


def cautious_freedom(found: Floats, worth: Floats) -> Floats:
    """The smaller of Satterthwaite's freedom as found and as it were with equally noisy units.

    Bands reach into tails where one group whose spread came out too small by chance does harm
    twice: it narrows the interval and, by its small share, pretends that there is much freedom.
    ``found`` (j,) is from `spread_and_freedom`; ``worth`` (groups, j) are the groups' units.
    """
    _, even = spread_and_freedom((worth - 1) / np.maximum(worth, 1.0) ** 2, worth)
    return np.minimum(found, even)


def share_of_chance(correlation: Floats, freedom: Floats) -> float:
    """How much of the correlations of j answers is owed to chance, from 0 to 1.

    Correlations found with little freedom stray from nought by themselves. Answers then seem to
    have more in common than they have, and to need narrower bands. ``freedom`` has shape (j,).

    References
    ----------
    Schafer and Strimmer (2005), Statistical Applications in Genetics and Molecular Biology 4.
    """
    above = np.triu_indices_from(correlation, 1)
    squares = correlation[above] ** 2
    strays = ((1 - np.minimum(squares, 1.0)) ** 2 / np.minimum.outer(freedom, freedom)[above]).sum()
    total = squares.sum()
    return float(min(1.0, strays / total)) if total > strays else float(squares.size > 0)


def simultaneous_critical_value(
    covariance: Floats,
    freedom: Floats,
    *,
    confidence: float,
    rng: np.random.Generator,
    draws: int,
) -> float:
    """How many standard errors cover all j answers at once: the sup-t value.

    Draws the j answers from a normal with their covariance, shape (j, j), and takes the quantile of
    the largest distance. The correlations are drawn towards nought by the share that chance has in
    them; ``freedom`` (j,) says how many degrees of freedom they were found with.

    References
    ----------
    Montiel Olea and Plagborg-Moller (2019), Journal of Applied Econometrics 34, 1-17.
    """
    correlation = correlation_of(covariance)
    correlation *= 1 - share_of_chance(correlation, freedom)
    np.fill_diagonal(correlation, 1.0)
    values, vectors = np.linalg.eigh(correlation)
    kept = values > values[-1] * DUST
    root = (vectors[:, kept] * np.sqrt(values[kept])).T
    drawn = rng.standard_normal((draws, root.shape[0]), dtype=np.float32) @ root.astype(np.float32)
    largest = np.abs(drawn, out=drawn).max(axis=1)
    return float(np.quantile(largest, confidence, method="weibull"))


def t_for_z(z: float, freedom: Floats) -> Floats:
    """The t value with the same tail as a normal value, for each number of degrees of freedom."""
    return np.asarray(-special.stdtrit(freedom, special.ndtr(-z)))
