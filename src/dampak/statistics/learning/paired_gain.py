"""How many points people gained between two sittings of the same test."""

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import share_between_0_and_1
from dampak.statistics.learning.least_squares import coefficient
from dampak.statistics.learning.scores import Pairs, pairs_of


def paired_gain(
    *,
    before: ArrayLike,
    after: ArrayLike,
    classes: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Measurement | NoAnswer:
    """Average what each person gained from the first test to the second.

    Parameters
    ----------
    before, after
        Shape (n_people,). Scores in points of the same test; NaN where somebody was absent. Only
        people with both are counted.
    classes
        Shape (n_people,). Who learned together, any labels. Then the class is the piece of
        evidence and not the person. Left out: everybody learned alone.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Measurement
        ``value`` is mean(after - before), in points; ``n`` the people with both tests.
        ``paired_gain/1`` is Student's interval; with classes its error is CR2 and its freedom
        Bell and McCaffrey's.
    NoAnswer
        If fewer than two people took both tests, only one class did, or everybody gained the same.

    Raises
    ------
    ValueError
        If an input is not a vector of numbers, the lengths differ, or ``confidence`` is outside
        (0, 1).

    Notes
    -----
    A gain is not an effect: people also learn without a course, remember the questions, and the
    weakest rise by themselves (`gain_beyond_regression`). Nothing in here can tell these apart.

    References
    ----------
    Student (1908), Biometrika 6, 1-25. Bell and McCaffrey (2002), Survey Methodology 28, 169-181.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    pairs = pairs_of(before=before, after=after, classes=classes)
    if isinstance(pairs, NoAnswer):
        return pairs
    if no_spread := without_spread(pairs):
        return no_spread
    ones = np.ones((pairs.gains.size, 1))
    mean = coefficient(pairs.gains, ones, np.ones(1), pairs.classes)
    low, high = mean.interval(confidence)
    return Measurement(
        value=mean.value,
        low=low,
        high=high,
        confidence=confidence,
        n=pairs.gains.size,
        method="paired_gain/1",
        standard_error=mean.standard_error,
    )


def without_spread(pairs: Pairs) -> NoAnswer | None:
    """Whether everybody gained the same, so that nothing speaks of doubt."""
    if np.ptp(pairs.gains) <= pairs.dust:
        return NoAnswer(why=Silence.NO_SPREAD)
    return None
