"""What did people answer on average, on a scale that has a lowest and a highest answer?"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import Floats, share_between_0_and_1, whole_number

LARGEST_NUMBER = 1_000_000  # of an answer
ADDED = 1.0  # one answer, spread evenly over the scale


def mean_answer(
    *, counts: ArrayLike, lowest: int = 1, confidence: float = 0.95
) -> Measurement | NoAnswer:
    """Give the mean of a Likert item with an interval that stays on the scale.

    Parameters
    ----------
    counts
        Shape (n_answers,), whole numbers: how many gave each answer, from the lowest upwards.
    lowest
        The number of the lowest answer; the others follow by ones.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Measurement
        ``value`` is the mean as it is; ``n`` counts answers. The interval adds one answer spread
        evenly over the scale, and is that of a beta distribution over the scale with the
        mean and the spread that result; also for eight equal answers it has a length.
    NoAnswer
        With fewer than two answers.

    Raises
    ------
    ValueError
        If ``counts`` is not a vector of at least two counts.

    Notes
    -----
    The mean treats the steps of the scale as equally long. Where that is in doubt give
    `shares_of_answers`.

    References
    ----------
    Perks (1947), Journal of the Institute of Actuaries 73, 285-334: the answer that is added.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    lowest = whole_number(lowest, name="lowest", at_least=-LARGEST_NUMBER)
    given = np.asarray(counts)
    if given.dtype.kind not in "iu" or given.ndim != 1 or given.size < 2 or given.min() < 0:
        raise ValueError(
            "counts must hold a whole number, 0 or more, for each of two or more answers, "
            f"got {given!r}"
        )
    n = int(given.sum())
    if n < 2:
        return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=2, found=n)
    steps = np.arange(given.size) / (given.size - 1)
    value = float(given @ steps / n)
    low, high = _beta_interval(given + ADDED / given.size, steps, confidence)
    length = given.size - 1
    return Measurement(
        value=lowest + length * value,
        low=lowest + length * min(low, value),
        high=lowest + length * max(high, value),
        confidence=confidence,
        n=n,
        method="mean_answer/1",
    )


def _beta_interval(weights: Floats, steps: Floats, confidence: float) -> tuple[float, float]:
    n = weights.sum()
    mean = weights @ steps / n
    spread = (weights @ steps**2 / n - mean**2) / (n + 1) * n / (n - 1)
    size = mean * (1 - mean) / spread - 1
    tails = np.array([(1 - confidence) / 2, (1 + confidence) / 2])
    low, high = special.betaincinv(mean * size, (1 - mean) * size, tails)
    return float(low), float(high)
