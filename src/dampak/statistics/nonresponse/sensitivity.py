"""How different must the silent be to turn the conclusion?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import finite_number, share_between_0_and_1
from dampak.statistics.nonresponse.answering import Answers, answers_of
from dampak.statistics.skewness import reach_on_each_side

FEWEST_ANSWERS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class TippingShift:
    """``shift`` is how far the mean of the silent would have to lie from that of those who
    answered for the interval to reach ``threshold``; in the unit of the values, negative if the
    silent would have to be lower. ``if_alike`` is the mean if the silent were like the others.
    """

    shift: float
    threshold: float
    if_alike: Measurement
    n_silent: int
    method: str = "tipping_shift/1"


def mean_if_silent_differ(
    values: ArrayLike, *, shift: float, confidence: float = 0.95
) -> Measurement | NoAnswer:
    """The mean of everybody asked if the silent lay ``shift`` away from those who answered.

    Parameters
    ----------
    values
        Shape (n_asked,), NaN for everybody who did not answer.
    shift
        In the unit of the values; 0 takes the silent to be like the others.

    Returns
    -------
    Measurement
        ``value`` = mean + (1 - response share) x shift; the doubt about the mean and about the
        response share itself; t with (answers - 1) degrees of freedom, made longer on the side to
        which the answers lean: `reach_on_each_side`.
    NoAnswer
        With fewer than ten answers, or if all are equal.

    References
    ----------
    Rubin (1977), JASA 72, 538-543. Little and Rubin (2019), ch. 15: pattern mixture. Hall (1992),
    Journal of the Royal Statistical Society B 54, 221-228: the t for skewed means.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    shift = finite_number(shift, name="shift")
    answers = answers_of(values)
    return _refusal(answers) or _shifted(answers, shift, confidence)


def tipping_shift(
    values: ArrayLike, *, threshold: float, confidence: float = 0.95
) -> TippingShift | NoAnswer:
    """Find the smallest difference of the silent that undoes a clear result.

    Parameters
    ----------
    values
        Shape (n_asked,), such as each person's gain; NaN for everybody who did not answer.
    threshold
        What the mean is held against, such as 0 for a gain.

    Returns
    -------
    TippingShift
        The shift is infinite if nobody was silent.
    NoAnswer
        As `mean_if_silent_differ`; also if the interval holds the threshold already
        (`EFFECT_NOT_CLEAR`): there is nothing to undo.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    threshold = finite_number(threshold, name="threshold")
    answers = answers_of(values)
    if refusal := _refusal(answers):
        return refusal
    alike = _shifted(answers, 0.0, confidence)
    if alike.low <= threshold <= alike.high:
        return NoAnswer(why=Silence.EFFECT_NOT_CLEAR)
    side = 1.0 if alike.low > threshold else -1.0
    return TippingShift(
        shift=-side * _distance(answers, threshold, side, confidence),
        threshold=threshold,
        if_alike=alike,
        n_silent=answers.n_asked - answers.n_answered,
    )


def _distance(answers: Answers, threshold: float, side: float, confidence: float) -> float:
    if answers.n_answered == answers.n_asked:
        return np.inf

    def left(distance: float) -> float:
        there = _shifted(answers, -side * distance, confidence)
        return there.low - threshold if side > 0 else threshold - there.high

    far = abs(float(answers.known.mean()) - threshold) / (1 - answers.response_share)
    return float(optimize.brentq(left, 0.0, far))


def _shifted(answers: Answers, shift: float, confidence: float) -> Measurement:
    silent = 1 - answers.response_share
    value = float(answers.known.mean()) + silent * shift
    variance = float(answers.known.var(ddof=1)) / answers.n_answered
    chance = shift**2 * silent * answers.response_share / answers.n_asked
    error = float(np.sqrt(variance + chance))
    t = float(special.stdtrit(answers.n_answered - 1, (1 + confidence) / 2))
    below, above = reach_on_each_side(t, _third_cumulant(answers, shift) / error**3)
    return Measurement(
        value=value,
        low=value - below * error,
        high=value + above * error,
        confidence=confidence,
        n=answers.n_answered,
        method="mean_if_silent_differ/1",
        standard_error=error,
    )


def _third_cumulant(answers: Answers, shift: float) -> float:
    """Of the mean of those who answered, and of the share of the silent."""
    n, share = answers.n_answered, answers.response_share
    apart = answers.known - answers.known.mean()
    of_mean = float((apart**3).sum()) / ((n - 1) * (n - 2) * n)
    return of_mean + shift**3 * share * (1 - share) * (2 * share - 1) / answers.n_asked**2


def _refusal(answers: Answers) -> NoAnswer | None:
    if answers.n_answered < FEWEST_ANSWERS:
        return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=FEWEST_ANSWERS, found=answers.n_answered)
    if answers.is_constant:
        return NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)
    return None
