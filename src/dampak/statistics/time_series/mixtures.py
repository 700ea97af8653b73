"""What is said by all autocorrelations together, when the data cannot tell one from another."""

import numpy as np
from scipy import special

from dampak.statistics.arrays import Floats

# r = sin(angle): close together where a little of r changes much
ANGLES = (np.arange(181) + 0.5) / 181 * np.pi - np.pi / 2
LEANING = 1.6  # towards small errors: with 1 short series cover too much, with 2 too little
NEAR_ENOUGH = 1e-9  # of the smallest error
MOST_STEPS = 200


def believed(log_likelihood: Floats) -> Floats:
    """How much each autocorrelation is believed, up to a factor. Shape (g, n), as given.

    Its likelihood, at equal weight for equal steps of Fisher's z = artanh r.
    """
    likelihood = np.exp(log_likelihood - log_likelihood.max(axis=0))
    return np.asarray(likelihood / np.cos(ANGLES)[:, None])


def quantile_of_all(
    share: float, *, values: Floats, errors: Floats, weights: Floats, freedom: int
) -> Floats:
    """Where all t distributions together have this share below. Shape (n,).

    ``values``, ``errors`` and ``weights`` have shape (g, n): one t distribution about each value.
    Each counts for its weight and, the more so, the smaller its error is. Otherwise the few
    autocorrelations next to 1, which allow for almost anything, would stretch every interval; see
    docs/explanation/methods/interrupted-series/analyst.md.

    Newton's steps where they stay between what is known to lie below and above, halves otherwise.
    """
    shares = weights / (errors / errors.min(axis=0)) ** LEANING
    shares = shares / shares.sum(axis=0)
    each = values + special.stdtrit(freedom, share) * errors
    first, last, near = each.min(axis=0), each.max(axis=0), NEAR_ENOUGH * errors.min(axis=0)
    peak = float(np.exp(special.gammaln((freedom + 1) / 2) - special.gammaln(freedom / 2)))
    at = (shares * each).sum(axis=0)
    for _ in range(MOST_STEPS):
        distances = (at - values) / errors
        excess = (shares * special.stdtr(freedom, distances)).sum(axis=0) - share
        first, last = np.where(excess < 0, at, first), np.where(excess > 0, at, last)
        heights = (1 + distances**2 / freedom) ** (-(freedom + 1) / 2) / errors
        density = peak / np.sqrt(np.pi * freedom) * (shares * heights).sum(axis=0)
        step = np.divide(excess, density, out=np.zeros_like(at), where=density > 0)
        stays = (density > 0) & (at - step >= first) & (at - step <= last)
        moved = np.where(stays, at - step, (first + last) / 2)
        if (np.abs(moved - at) <= near).all():
            return np.asarray(moved)
        at = moved
    return np.asarray(at)
