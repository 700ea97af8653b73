"""How long does it take? Typical and slow cases, with those still open counted as open."""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import Floats, share_between_0_and_1
from dampak.statistics.outcomes.columns import column_of_numbers, not_negative
from dampak.statistics.outcomes.survival import FEWEST_CASES, cases_of, open_share


def time_quantile(
    *, days: ArrayLike, share: float = 0.5, confidence: float = 0.95
) -> Measurement | NoAnswer:
    """Say within how many days the given share of closed cases was done.

    Parameters
    ----------
    days
        Shape (n_cases,), 0 or more; all cases closed. Any unit of time will do.
    share
        0.5 for the median, 0.9 for the slow tenth.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Measurement
        In days; ``n`` counts cases. The interval lies between cases in order, whatever the shape
        of the distribution, interpolated between the two nearest; ``high`` is infinite where even
        the slowest case cannot bound it.
    NoAnswer
        With fewer than five cases.

    Raises
    ------
    ValueError
        If ``days`` is not such a column, or ``share`` or ``confidence`` is outside (0, 1).

    Notes
    -----
    Cases are independent. Leaving out those still open makes an office look fast: see
    `time_quantile_with_open_cases`.

    References
    ----------
    Nyblom (1992), Statistics and Probability Letters 14, 129-132.
    """
    share = share_between_0_and_1(share, name="share")
    confidence = share_between_0_and_1(confidence, name="confidence")
    order = np.sort(not_negative(column_of_numbers(days, name="days"), name="days"))
    if order.size < FEWEST_CASES:
        return NoAnswer(why=Silence.TOO_FEW_CASES, needed=FEWEST_CASES, found=order.size)
    tail, value = (1 - confidence) / 2, float(np.quantile(order, share))
    low = _interpolated(order, share, tail)
    high = -_interpolated(-order[::-1], 1 - share, tail)
    return Measurement(
        value=value,
        low=max(min(low, value), 0.0),
        high=max(high, value),
        confidence=confidence,
        n=order.size,
        method="time_quantile/1",
    )


def _interpolated(order: Floats, share: float, tail: float) -> float:
    """The lower end: below it the quantile lies with the chance ``tail``; -inf if unbounded."""
    n = order.size
    missed = special.bdtr(np.arange(n), n, share)  # the quantile lies below the case after
    rank = int(np.searchsorted(missed, tail, side="right"))
    if rank == 0:
        return -math.inf
    below, above = missed[rank - 1], missed[min(rank, n - 1)]
    if rank >= n or above <= below:
        return float(order[rank - 1])
    level = (tail - below) / (above - below)
    part = level * (n - rank) * share
    part = part / (part + (1 - level) * rank * (1 - share))
    return float(order[rank - 1] + part * (order[rank] - order[rank - 1]))


def time_quantile_with_open_cases(
    *, days: ArrayLike, is_closed: ArrayLike, share: float = 0.5, confidence: float = 0.95
) -> Measurement | NoAnswer:
    """Say within how many days the given share of all cases is done, open ones included.

    Parameters
    ----------
    days
        Shape (n_cases,), 0 or more: until closed, or until the day the data end if still open.
    is_closed
        Shape (n_cases,): whether the case was closed then.
    share, confidence
        As in `time_quantile`.

    Returns
    -------
    Measurement
        In days, from Kaplan and Meier's share still open; ``n`` counts cases. The interval turns
        the band of the share (log-minus-log) around; ``high`` is infinite where the
        band does not come down far enough.
    NoAnswer
        With fewer than five cases; if so many are open that the share is never reached.

    Raises
    ------
    ValueError
        As `time_quantile`, and if ``is_closed`` is not true or false.

    Notes
    -----
    Cases open at the end must be like the others: a case that is left open because it is hard
    breaks this.

    References
    ----------
    Brookmeyer and Crowley (1982), Biometrics 38, 29-41.
    """
    share = share_between_0_and_1(share, name="share")
    confidence = share_between_0_and_1(confidence, name="confidence")
    column, closed = cases_of(days, is_closed)
    if column.size < FEWEST_CASES:
        return NoAnswer(why=Silence.TOO_FEW_CASES, needed=FEWEST_CASES, found=column.size)
    found = open_share(column, closed)
    if not found.at.size or found.share[-1] > 1 - share:
        needed = math.ceil(share * column.size)
        return NoAnswer(why=Silence.STILL_OPEN, needed=needed, found=int(closed.sum()))
    at, band = found.at, _band(found.share, found.at_risk, found.closed, confidence)
    value, low, high = (
        float(at[curve <= 1 - share][0]) if (curve <= 1 - share).any() else math.inf
        for curve in (found.share, band[0], band[1])
    )
    return Measurement(
        value=value,
        low=min(low, value),
        high=max(high, value),
        confidence=confidence,
        n=column.size,
        method="time_quantile_with_open_cases/1",
    )


def _band(share: Floats, at_risk: Floats, closed: Floats, confidence: float) -> Floats:
    """Pointwise, shape (2, k), on the log-minus-log scale; nought where all are closed."""
    inside = (share > 0) & (share < 1)
    safe = np.where(inside, share, 0.5)
    steps = closed / (at_risk * np.maximum(at_risk - closed, 1))
    reach = special.ndtri((1 + confidence) / 2) * np.sqrt(steps.cumsum()) / np.abs(np.log(safe))
    curves = safe ** np.exp(np.array([[1.0], [-1.0]]) * reach)
    return np.asarray(np.where(inside, curves, share))
