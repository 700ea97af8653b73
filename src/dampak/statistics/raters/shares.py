"""What share of a handful of people answered this way?"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import share_between_0_and_1, whole_number


def share_of_answers(*, n_yes: int, n: int, confidence: float = 0.95) -> Measurement | NoAnswer:
    """Give the share of yes, such as of the two highest answers, with an interval good at n = 8.

    Parameters
    ----------
    n_yes, n
        How many answered so, of how many answers. Empty answers are in neither.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Measurement
        ``value`` from 0 to 1. The interval is the exact one with half the weight on the count
        that was seen (mid-P); it is never shorter than a share of 0 or 1 deserves.
    NoAnswer
        If nobody answered.

    Raises
    ------
    ValueError
        If the counts are not whole, negative, or ``n_yes`` exceeds ``n``.

    Notes
    -----
    The people are taken to answer independently of each other, out of many who could have.

    References
    ----------
    Lancaster (1961), JASA 56, 223-234. Agresti and Gottard (2005), Statistical Science 20, 367-371.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    yes, total = counts_of(n_yes, n)
    if total == 0:
        return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=1, found=0)
    low, high = mid_p_interval(yes, total, confidence=confidence)
    return Measurement(
        value=yes / total,
        low=low,
        high=high,
        confidence=confidence,
        n=total,
        method="share_mid_p/1",
    )


def shares_of_answers(
    *, counts: ArrayLike, confidence: float = 0.95
) -> tuple[Measurement, ...] | NoAnswer:
    """Give the share of each possible answer, all intervals true together.

    Parameters
    ----------
    counts
        Shape (n_answers,), whole numbers: how many gave each answer of the scale.
    confidence
        Coverage of all intervals together, strictly between 0 and 1.

    Returns
    -------
    tuple of Measurement
        One per answer, as `share_of_answers`, each with the confidence 1 - (1 - confidence) /
        n_answers (Bonferroni), so that all of them hold with ``confidence``.
    NoAnswer
        If nobody answered.

    Raises
    ------
    ValueError
        If ``counts`` is not a vector of at least two counts.

    References
    ----------
    Goodman (1965), Technometrics 7, 247-254.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    given = np.asarray(counts)
    if given.dtype.kind not in "iu" or given.ndim != 1 or given.size < 2 or given.min() < 0:
        raise ValueError(
            "counts must hold a whole number, 0 or more, for each of two or more answers, "
            f"got {given!r}"
        )
    total = int(given.sum())
    if total == 0:
        return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=1, found=0)
    each = 1 - (1 - confidence) / given.size
    found = []
    for yes in given.tolist():
        low, high = mid_p_interval(yes, total, confidence=each)
        found.append(
            Measurement(
                value=yes / total,
                low=low,
                high=high,
                confidence=each,
                n=total,
                method="shares_mid_p_together/1",
            )
        )
    return tuple(found)


def mid_p_interval(yes: int, n: int, *, confidence: float) -> tuple[float, float]:
    """The shares under which neither this count or fewer, nor this or more, is too rare."""
    tail = (1 - confidence) / 2

    def fewer(share: float) -> float:
        """The chance of fewer, and half of just as many."""
        upto = special.bdtr(yes, n, share)
        return float((upto + (special.bdtr(yes - 1, n, share) if yes else 0.0)) / 2)

    def where(chance: float) -> float:
        return float(optimize.brentq(lambda share: fewer(share) - chance, 0.0, 1.0, xtol=1e-14))

    return (where(1 - tail) if yes else 0.0), (where(tail) if yes < n else 1.0)


def counts_of(n_yes: int, n: int, *, name: str = "n_yes", total: str = "n") -> tuple[int, int]:
    """Two whole numbers, the first no larger than the second."""
    yes, answers = whole_number(n_yes, name=name), whole_number(n, name=total)
    if yes > answers:
        raise ValueError(f"{name} must be a whole number from 0 to {total}, got {yes} of {answers}")
    return yes, answers
