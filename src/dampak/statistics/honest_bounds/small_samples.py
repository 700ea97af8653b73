"""What it costs that the covariance of an event study was estimated, and from few units."""

import numpy as np
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats
from dampak.statistics.honest_bounds.path import EventPath

GROUPS = 2  # trained and others, each with a mean of its own


def too_few_units(path: EventPath, *, fitted: int) -> NoAnswer | None:
    """No degree of freedom is left beside the groups' means and ``fitted`` weights of months."""
    if path.n_units is None or path.n_units > GROUPS + fitted:
        return None
    return NoAnswer(why=Silence.TOO_FEW_UNITS, needed=GROUPS + fitted + 1, found=path.n_units)


def widened_covariance(path: EventPath, *, fitted: int, confidence: float) -> Floats:
    """The covariance that makes a normal interval as wide as t would, fitted weights included.

    As it is where ``path`` does not say how many units stand behind it.

    References
    ----------
    Rao (1967), Fifth Berkeley Symposium 1, 355-372: the fitted weights.
    """
    if path.n_units is None:
        return path.covariance
    left, tail = path.n_units - GROUPS - fitted, (1 + confidence) / 2
    t_for_z = float(special.stdtrit(left, tail) / special.ndtri(tail))
    return np.asarray(path.covariance * (t_for_z**2 * (left + fitted) / left))
