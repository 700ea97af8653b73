"""How many of the first days does a case wait? The mean up to a horizon, open cases included."""

import math

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import Estimate, Measurement, NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, Integers, share_between_0_and_1
from dampak.statistics.outcomes.columns import column_of_flags, column_of_units
from dampak.statistics.outcomes.survival import (
    FEWEST_CASES,
    cases_of,
    open_share,
    parts_in_mean,
)
from dampak.statistics.outcomes.unit_doubt import welch_reach, worth_in_units


def restricted_mean_time(
    *,
    days: ArrayLike,
    is_closed: ArrayLike,
    horizon: float,
    units: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Measurement | NoAnswer:
    """Give the mean days until closed, each case counted up to a horizon only.

    Parameters
    ----------
    days, is_closed
        As in `time_quantile_with_open_cases`.
    horizon
        In days. "Of the first 30 days, how many does a case wait?"
    units
        Shape (n_cases,): the unit of each case, if cases of a unit hang together; each case is
        its own if None.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Measurement
        In days, at most ``horizon``; ``n`` counts units. The interval is t over units, unequal ones
        as in `welch_reach`.
    NoAnswer
        With fewer than five cases or two units, or unequal units worth fewer; if cases still open
        leave the horizon out of sight; if no case differs from another.

    Raises
    ------
    ValueError
        As `time_quantile_with_open_cases`, and if ``horizon`` is not above 0.

    References
    ----------
    Royston and Parmar (2013), BMC Medical Research Methodology 13, 152.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    column, closed = cases_of(days, is_closed)
    of = column_of_units(units, length=column.size)
    if refusal := _out_of_sight(column, closed, _horizon(horizon)):
        return refusal
    sizes = np.bincount(of).astype(np.float64)
    if (worth := worth_in_units(sizes)) < 2:
        return NoAnswer(why=Silence.TOO_FEW_UNITS, needed=2, found=int(worth))
    parts = _parts_of_units(column, closed, of, horizon)
    spread = math.sqrt((parts**2).sum())
    if spread == 0:
        return NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)
    reach = welch_reach(parts, sizes, (sizes > 0,), confidence=confidence)
    value = open_share(column, closed).mean_until(horizon)
    return Measurement(
        value=value,
        low=max(value - reach, 0.0),
        high=min(value + reach, float(horizon)),
        confidence=confidence,
        n=sizes.size,
        method="restricted_mean_time/1",
        standard_error=spread,
    )


def restricted_mean_difference(
    *,
    days: ArrayLike,
    is_closed: ArrayLike,
    is_trained: ArrayLike,
    horizon: float,
    units: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Estimate | NoAnswer:
    """Compare the mean days until closed of two groups of cases, up to a horizon.

    Parameters
    ----------
    days, is_closed, horizon, units, confidence
        As in `restricted_mean_time`.
    is_trained
        Shape (n_cases,): whether the case was handled by a trained unit.

    Returns
    -------
    Estimate
        Trained less others, in days: negative is faster. Welch's t over units; ``n_trained`` and
        ``n_comparison`` count units.
    NoAnswer
        With fewer than five cases or two units in a group; if open cases leave the horizon out of
        sight in one; if no case differs from another.

    Raises
    ------
    ValueError
        As `restricted_mean_time`; if a unit has cases in both groups.

    Notes
    -----
    Groups, not times, are compared: trained units may have been faster before.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    column, closed = cases_of(days, is_closed)
    trained = column_of_flags(is_trained, name="is_trained", length=column.size)
    of = column_of_units(units, length=column.size)
    if np.intersect1d(of[trained], of[~trained]).size:
        raise ValueError("units must lie in one group each; a unit has cases in both")
    parts = np.zeros(int(of.max(initial=-1)) + 1)
    means = []
    groups = ((trained, Silence.TOO_FEW_TRAINED), (~trained, Silence.TOO_FEW_COMPARISON))
    for group, why in groups:
        worth = worth_in_units(np.bincount(of[group]).astype(np.float64))
        if worth < 2:
            return NoAnswer(why=why, needed=2, found=int(worth))
        if refusal := _out_of_sight(column[group], closed[group], _horizon(horizon)):
            return refusal
        means.append(open_share(column[group], closed[group]).mean_until(horizon))
        parts += _parts_of_units(column[group], closed[group], of[group], horizon, n=parts.size)
    if not parts.any():
        return NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)
    in_trained = np.bincount(of, weights=trained.astype(np.float64), minlength=parts.size) > 0
    sizes = np.bincount(of).astype(np.float64)
    reach = welch_reach(parts, sizes, (in_trained, ~in_trained), confidence=confidence)
    value = means[0] - means[1]
    return Estimate(
        value=value,
        low=value - reach,
        high=value + reach,
        confidence=confidence,
        n_trained=int(in_trained.sum()),
        n_comparison=int((~in_trained).sum()),
        method="restricted_mean_difference/1",
        standard_error=float(np.sqrt((parts**2).sum())),
    )


def _parts_of_units(
    days: Floats, closed: Flags, of: Integers, horizon: float, *, n: int = 0
) -> Floats:
    parts = parts_in_mean(days, closed, horizon=horizon)
    return np.asarray(np.bincount(of, weights=parts, minlength=n), dtype=np.float64)


def _horizon(horizon: float) -> float:
    if not 0 < horizon < math.inf:
        raise ValueError(f"horizon must be a number of days above 0, got {horizon}")
    return float(horizon)


def _out_of_sight(days: Floats, closed: Flags, horizon: float) -> NoAnswer | None:
    if days.size < FEWEST_CASES:
        return NoAnswer(why=Silence.TOO_FEW_CASES, needed=FEWEST_CASES, found=days.size)
    if days.max() < horizon and not closed[days == days.max()].all():
        return NoAnswer(why=Silence.STILL_OPEN, needed=1, found=0)
    return None
