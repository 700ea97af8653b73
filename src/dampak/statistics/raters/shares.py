"""What share of a handful of people answered this way?"""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import share_between_0_and_1, whole_number

FEW_OF_FEW, FEW_OF_MANY, MANY = 2, 3, 50  # counts so few that Wilson's end is too near to them


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
        ``value`` from 0 to 1. The interval is Wilson's, modified as Brown, Cai and DasGupta
        advise: where two answers or fewer stand apart from all others (three of more than 50), the
        end next to 0 or 1 is the one-sided exact one; so is the other end where all answer alike.
    NoAnswer
        If nobody answered.

    Raises
    ------
    ValueError
        If the counts are not whole, negative, or ``n_yes`` exceeds ``n``.

    Notes
    -----
    The people are taken to answer independently of each other, out of many who could have. Counts
    are whole, so no interval covers 95 % at every share: this one does on average.

    References
    ----------
    Wilson (1927), JASA 22, 209-212. Brown, Cai and DasGupta (2001), Statistical Science 16,
    101-133, section 4.1.1, where the exact ends are Poisson's, not the binomial's.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    yes, total = counts_of(n_yes, n)
    if total == 0:
        return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=1, found=0)
    low, high = interval_of_share(yes, total, confidence=confidence)
    return Measurement(
        value=yes / total,
        low=low,
        high=high,
        confidence=confidence,
        n=total,
        method="share_modified_wilson/1",
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
        n_answers (Bonferroni), so that all of them hold with ``confidence``. Of two answers one is
        the rest of the other, so each keeps the whole confidence.
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
    each = 1 - (1 - confidence) / (given.size if given.size > 2 else 1)
    found = []
    for yes in given.tolist():
        low, high = interval_of_share(yes, total, confidence=each)
        found.append(
            Measurement(
                value=yes / total,
                low=low,
                high=high,
                confidence=each,
                n=total,
                method="shares_modified_wilson_together/1",
            )
        )
    return tuple(found)


def interval_of_share(yes: int, n: int, *, confidence: float) -> tuple[float, float]:
    """Wilson's interval, whose ends next to 0 and 1 give way to one-sided exact ones."""
    return _lower_end(yes, n, confidence), 1.0 - _lower_end(n - yes, n, confidence)


def _lower_end(yes: int, n: int, confidence: float) -> float:
    if yes == 0:
        return 0.0
    z = float(special.ndtri((1 + confidence) / 2))
    half = z * math.sqrt(yes * (n - yes) / n + z * z / 4)
    wilson = (yes + z * z / 2 - half) / (n + z * z)
    if yes < n and yes > (FEW_OF_MANY if n > MANY else FEW_OF_FEW):
        return wilson
    return min(wilson, float(special.betaincinv(yes, n - yes + 1, 1 - confidence)))


def counts_of(n_yes: int, n: int, *, name: str = "n_yes", total: str = "n") -> tuple[int, int]:
    """Two whole numbers, the first no larger than the second."""
    yes, answers = whole_number(n_yes, name=name), whole_number(n, name=total)
    if yes > answers:
        raise ValueError(f"{name} must be a whole number from 0 to {total}, got {yes} of {answers}")
    return yes, answers
