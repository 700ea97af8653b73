"""Critical values found by drawing, without the luck of the drawings themselves."""

import math

import numpy as np

from dampak.statistics.arrays import Floats


def critical_value(drawn: Floats, *, confidence: float) -> float:
    """The value that one drawing more exceeds no more often than 1 - ``confidence``.

    A plain quantile of n drawings is exceeded too often, by about 1 / n: the number put to the test
    is one of n + 1 alike, so ``confidence`` of n + 1 of them have to lie below. Infinite where so
    few drawings, shape (n,), cannot promise as much.

    References
    ----------
    Davison and Hinkley (1997), Bootstrap Methods and their Application, section 4.2.
    """
    below = math.ceil((drawn.size + 1) * confidence * (1 - 1e-12))
    if below > drawn.size:
        return math.inf
    return float(np.partition(drawn, below - 1)[below - 1])
