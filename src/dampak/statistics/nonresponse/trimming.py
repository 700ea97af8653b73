"""What training did to those who would have answered either way."""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, share_between_0_and_1
from dampak.statistics.item_analysis.items import wilson_interval
from dampak.statistics.nonresponse.answering import Answers, answers_of
from dampak.statistics.nonresponse.bounds import FEWEST_ANSWERS, Bounds, around_the_truth


def lee_bounds(
    *, trained: ArrayLike, comparison: ArrayLike, confidence: float = 0.95
) -> Bounds | NoAnswer:
    """Bound the effect on those who answer whether trained or not.

    If more of the trained answered, the surplus answers only because of the training and has
    nobody to be compared with. It could be the best or the worst of them: the surplus is trimmed
    from the top, then from the bottom. If fewer of the trained answered, the others are trimmed.

    Parameters
    ----------
    trained, comparison
        Shape (n_asked,) each; NaN for who did not answer. Trained by lot, or as good as by lot.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Bounds
        ``lower`` and ``upper`` bound mean(trained) - mean(comparison) in the unit of the values;
        ``n_silent`` counts those who did not answer on both sides.
    NoAnswer
        With fewer than ten answers on a side, if the trimming leaves fewer than ten, or if all
        answers of each side are the same.

    Notes
    -----
    Assumes that training moves everybody's readiness to answer the same way (monotonicity). If
    equal shares answered nobody is trimmed, but either side might have had to be: the interval is
    the wider of both.

    References
    ----------
    Lee (2009), Review of Economic Studies 76, 1071-1102; the doubt about the share kept by Donner
    and Zou (2012), Statistical Methods in Medical Research 21, 347-359. Imbens and Manski (2004).
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    sides = answers_of(trained, name="trained"), answers_of(comparison, name="comparison")
    fewest = min(side.n_answered for side in sides)
    if fewest < FEWEST_ANSWERS:
        why = Silence.TOO_FEW_TRAINED
        if sides[1].n_answered < sides[0].n_answered:
            why = Silence.TOO_FEW_COMPARISON
        return NoAnswer(why=why, needed=FEWEST_ANSWERS, found=fewest)
    if all(side.is_constant for side in sides):
        return NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)
    surplus = sides[0].n_answered * sides[1].n_asked - sides[1].n_answered * sides[0].n_asked
    if surplus == 0:
        one, other = (_trimming(sides, sign, confidence) for sign in (1.0, -1.0))
        if isinstance(one, NoAnswer) or isinstance(other, NoAnswer):
            return one
        return replace(one, low=min(one.low, other.low), high=max(one.high, other.high))
    return _trimming(sides, float(np.sign(surplus)), confidence)


def _trimming(sides: tuple[Answers, Answers], sign: float, confidence: float) -> Bounds | NoAnswer:
    """Trim the trained (``sign`` 1) or those they are compared with (-1)."""
    more, fewer = sides if sign > 0 else sides[::-1]
    keep = fewer.response_share / more.response_share
    if keep * more.n_answered < FEWEST_ANSWERS:
        return NoAnswer(
            why=Silence.TOO_MANY_MISSING, needed=FEWEST_ANSWERS, found=int(keep * more.n_answered)
        )
    return _bounds(more, fewer, keep, sign, confidence)


def _bounds(more: Answers, fewer: Answers, keep: float, sign: float, confidence: float) -> Bounds:
    ordered = np.sort(more.known)
    chance = _variance_of_log_ratio(more, fewer, confidence)
    found = []
    for lowest_kept in (True, False):
        mean, variance = _trimmed(ordered if lowest_kept else -ordered[::-1], keep, chance)
        mean = mean if lowest_kept else -mean
        error = np.sqrt(variance + fewer.known.var(ddof=1) / fewer.n_answered)
        found.append((sign * (mean - float(fewer.known.mean())), float(error)))
    found = found if sign > 0 else found[::-1]
    ends, errors = sorted(each[0] for each in found), [each[1] for each in found]
    freedom = min(keep * more.n_answered, fewer.n_answered) - 1
    low, high = around_the_truth(ends, errors, freedom=freedom, confidence=confidence)
    return Bounds(
        lower=ends[0],
        upper=ends[1],
        low=low,
        high=high,
        confidence=confidence,
        n_answered=more.n_answered + fewer.n_answered,
        n_silent=more.n_asked + fewer.n_asked - more.n_answered - fewer.n_answered,
        method="lee_bounds/1",
    )


def _trimmed(ordered: Floats, keep: float, chance: float) -> tuple[float, float]:
    """Mean of the lowest share ``keep`` and its variance (Lee 2009, proposition 3)."""
    n = ordered.size
    weights = np.clip(keep * n - np.arange(n), 0.0, 1.0)  # the last one may stay in part
    kept = float(weights.sum())
    mean = float(weights @ ordered / kept)
    border = float(ordered[min(int(np.ceil(kept)) - 1, n - 1)])
    spread = float(weights @ (ordered - mean) ** 2) / max(kept - 1, 1)
    away = (border - mean) ** 2
    return mean, (spread + away * (1 - keep)) / kept + away * chance


def _variance_of_log_ratio(more: Answers, fewer: Answers, confidence: float) -> float:
    """Of the share kept, where less of it would have been kept; nought if all answered.

    How far the two response shares reach by Wilson, in normal quantiles. By their variances as
    published more answers than usual among the fewer make that reach too short just when they make
    the bound too high.
    """
    if fewer.response_share == 1:
        return 0.0
    shares = np.array([fewer.response_share, more.response_share])
    asked = np.array([fewer.n_asked, more.n_asked])
    low, high = wilson_interval(shares, asked, confidence=confidence)
    reach = np.log([shares[0] / low[0], high[1] / shares[1]]) / special.ndtri((1 + confidence) / 2)
    return float(reach @ reach)
