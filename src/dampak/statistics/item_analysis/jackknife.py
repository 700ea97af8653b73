"""Intervals of reliabilities: the logarithm of what is missing to 1, leaving out one at a time."""

import numpy as np
from scipy import special

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import Floats

COPIES = 1e-12  # so little missing to 1 is rounding
ONE_PERSONS = 1e9  # so much comes from dividing by rounding


def reliability_with_interval(
    value: float, without_one: Floats, *, confidence: float, method: str
) -> Measurement | NoAnswer:
    """A reliability, and its interval from the values without each person, shape (n_people,).

    log(1 - reliability) is close to normal where the reliability itself is skewed against 1. No
    answer if questions are copies of one another, or all spread is that of one person.
    """
    n = without_one.size
    missing = 1 - without_one
    if not np.isfinite(missing).all() or missing.max() > ONE_PERSONS:
        return NoAnswer(why=Silence.NO_SPREAD)
    if missing.min() < COPIES:
        return NoAnswer(why=Silence.NOT_SEPARABLE)
    left = np.log(missing)
    error = float(np.sqrt((n - 1) / n * ((left - left.mean()) ** 2).sum()))
    stretch = np.exp(special.stdtrit(n - 1, (1 + confidence) / 2) * error)
    return Measurement(
        value=value,
        low=float(1 - (1 - value) * stretch),
        high=float(1 - (1 - value) / stretch),
        confidence=confidence,
        n=n,
        method=method,
        standard_error=(1 - value) * error,
    )
