"""Do the questions of a test hang together? Cronbach's alpha."""

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import SMALLEST, Floats, share_between_0_and_1
from dampak.statistics.item_analysis.jackknife import reliability_with_interval
from dampak.statistics.item_analysis.tables import answered_in_full, points, too_small

PEOPLE = 10  # with fewer the interval was seen to be too narrow


def coefficient_alpha(
    *, scores: ArrayLike, standardised: bool = False, confidence: float = 0.95
) -> Measurement | NoAnswer:
    """How far the total of these questions would agree with that of others of their kind.

    Parameters
    ----------
    scores
        Shape (n_people, n_items). Points, 0 and 1, or steps of a scale, all in one direction; NaN
        not presented. Only people with all questions are counted.
    standardised
        Give each question the same spread first; for questions on scales of different length.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Measurement
        ``value`` up to 1 (below 0 where questions contradict one another); ``n`` people. Method
        ``alpha/1`` or ``standardised_alpha/1``: the interval is the jackknife's on the scale of
        log(1 - alpha), which needs neither normal scores nor questions alike, as Feldt's does.
    NoAnswer
        If there are fewer than two questions or ten people with all of them, if there is no spread
        or only that of one person, or if questions are copies of one another.

    Raises
    ------
    ValueError
        If ``scores`` holds text or infinite values or is not two-dimensional, or ``confidence``
        is outside (0, 1).

    Notes
    -----
    A lower bound of the reliability where errors are unrelated; it says nothing about whether the
    questions ask one thing, nor about good and bad days.

    References
    ----------
    Cronbach (1951), Psychometrika 16, 297-334. Feldt (1965), Psychometrika 30, 357-370.
    Maydeu-Olivares, Coffman and Hartmann (2007), Psychological Methods 12, 157-176.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    table = answered_in_full(points(scores))
    if refusal := too_small(table, people=PEOPLE, items=2):
        return refusal
    centred = table - table.mean(axis=0)
    dust = max(1e-12 * float(np.abs(table).max()), SMALLEST)
    if np.ptp(table.sum(axis=1)) <= dust:
        return NoAnswer(why=Silence.NO_SPREAD)
    if not standardised:
        return reliability_with_interval(*_alpha(centred), confidence=confidence, method="alpha/1")
    if (np.ptp(table, axis=0) <= dust).any():
        return NoAnswer(why=Silence.NO_SPREAD)
    return reliability_with_interval(
        *_standardised(centred), confidence=confidence, method="standardised_alpha/1"
    )


def _alpha(centred: Floats) -> tuple[float, Floats]:
    n, k = centred.shape
    # without person i a sum of squares falls by his own, enlarged for the mean having moved
    total, parts = centred.sum(axis=1) ** 2, (centred**2).sum(axis=1)
    grow = n / (n - 1)
    rest = np.maximum(total.sum() - grow * total, 1e-300)
    without = 1 - (parts.sum() - grow * parts) / rest
    factor = k / (k - 1)
    return float(factor * (1 - parts.sum() / total.sum())), factor * without


def _standardised(centred: Floats) -> tuple[float, Floats]:
    n, k = centred.shape
    products = centred.T @ centred
    grow = n / (n - 1)
    squares = np.diag(products) - grow * centred**2
    is_one_persons = squares <= 1e-9 * np.diag(products)
    inverse = 1 / np.sqrt(np.where(is_one_persons, 1.0, squares))
    sums = ((inverse @ products) * inverse).sum(axis=1)
    sums -= grow * (inverse * centred).sum(axis=1) ** 2
    sums[is_one_persons.any(axis=1)] = 0.0
    own = 1 / np.sqrt(np.diag(products))
    return float(_from_sum(own @ products @ own, k)), np.asarray(_from_sum(sums, k))


def _from_sum(sum_of_correlations: Floats, k: int) -> Floats:
    return np.asarray(k / (k - 1) * (1 - k / np.maximum(sum_of_correlations, 1e-300)))
