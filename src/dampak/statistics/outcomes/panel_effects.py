"""Did counts, shares and bounded indices change with the training, unit by unit, month by month?"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import Estimate, NoAnswer, Silence
from dampak.statistics.arrays import Floats, share_between_0_and_1
from dampak.statistics.outcomes.ratio import Ratio
from dampak.statistics.outcomes.two_way_model import COUNTS, SHARES, Family, TwoWayFit, fit_two_way
from dampak.statistics.outcomes.unit_doubt import spread_without_each, t_of_groups
from dampak.statistics.outcomes.unit_months import UnitMonths, unit_months_of, why_not_compared


def count_effect(
    *,
    counts: ArrayLike,
    exposure: ArrayLike | None = None,
    is_trained: ArrayLike,
    confidence: float = 0.95,
) -> Ratio | NoAnswer:
    """Say how many times as high a rate became after training, against units not trained then.

    Parameters
    ----------
    counts
        Shape (n_units, n_months), 0 or more: complaints, errors. NaN where nothing was counted.
    exposure
        Same shape: what they are counted over (transactions, cases); 1 everywhere if None. A
        unit-month over nothing tells nothing.
    is_trained
        Same shape: true from the month in which the unit counts as trained.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Ratio
        Of ratios: rate after to before among the trained, over the same among the others.
        Poisson with an effect of every unit and every month (PPML), which asks of the counts only
        that the mean be right, not that they be Poisson. The interval is t on the logarithm, with
        a one-step jackknife over units. ``n_comparison`` counts units never trained.
    NoAnswer
        With fewer than five units ever trained, or one to four never; fewer than two months; if
        training and months cannot be told apart; if the trained counted nothing; if the fit does
        not settle.

    Raises
    ------
    ValueError
        If the tables differ in shape, hold negative or infinite numbers, or ``is_trained`` is
        not true or false.

    Notes
    -----
    Parallel trends in proportion: without training the rates would have moved by the same
    factor. Where training starts at different times and its effect grows, months of units trained
    earlier serve as comparison and can mislead; see ``docs/explanation/methods``. Units that
    never count anything drop out.

    References
    ----------
    Santos Silva and Tenreyro (2006), Review of Economics and Statistics 88, 641-658.
    Wooldridge (1999), Journal of Econometrics 90, 77-97.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    panel = _rates(counts, exposure, is_trained)
    fitted = _fitted(panel, COUNTS, most=np.inf)
    if isinstance(fitted, NoAnswer):
        return fitted
    kept, fit = fitted
    moves = fit.without_each[:, -1]
    spread = spread_without_each(moves)
    reach = t_of_groups(moves, kept.ever_trained, confidence=confidence) * spread
    return Ratio(
        value=float(np.exp(fit.effect)),
        low=float(np.exp(fit.effect - reach)),
        high=float(np.exp(fit.effect + reach)),
        confidence=confidence,
        n_trained=int(kept.ever_trained.sum()),
        n_comparison=int((~kept.ever_trained).sum()),
        method="count_two_way/1",
        standard_error_of_log=spread,
    )


def share_effect(
    *,
    shares: ArrayLike,
    cases: ArrayLike | None = None,
    is_trained: ArrayLike,
    lowest: float = 0.0,
    highest: float = 1.0,
    confidence: float = 0.95,
) -> Estimate | NoAnswer:
    """Say how far a share or a bounded index moved with the training, in its own unit.

    Parameters
    ----------
    shares
        Shape (n_units, n_months), from ``lowest`` to ``highest``: the share in time, or an index
        such as the IKM from 25 to 100. NaN where nothing was counted.
    cases
        Same shape: how many cases stand behind each; 1 everywhere if None.
    is_trained
        Same shape: true from the month in which the unit counts as trained.
    lowest, highest
        Between which the outcome must lie, whatever happens.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Estimate
        ``value`` in the unit of ``shares`` (0.05 for five percentage points; points of the
        index): by how much the trained months, weighted by cases, lie above where the model
        puts them without training. Logit with an effect of every unit and every month, for any
        value in the bounds; the interval is t with a one-step jackknife over units.
    NoAnswer
        As `count_effect`, and if the trained are all at one bound.

    Raises
    ------
    ValueError
        If the tables differ in shape, a value lies outside the bounds, or ``is_trained`` is not
        true or false.

    Notes
    -----
    Parallel trends on the logit: near a bound, equal effort moves the outcome less. With few
    months the logit effect is too large, by about one part in the number of months.

    References
    ----------
    Papke and Wooldridge (1996), Journal of Applied Econometrics 11, 619-632; (2008), Journal of
    Econometrics 145, 121-133.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    panel = _scaled(shares, cases, is_trained, lowest, highest)
    fitted = _fitted(panel, SHARES, most=1.0)
    if isinstance(fitted, NoAnswer):
        return fitted
    kept, fit = fitted
    length = highest - lowest
    value, moves = _average_move(kept, fit)
    spread = length * spread_without_each(moves)
    reach = t_of_groups(moves, kept.ever_trained, confidence=confidence) * spread
    return Estimate(
        value=length * value,
        low=float(max(length * value - reach, -length)),
        high=float(min(length * value + reach, length)),
        confidence=confidence,
        n_trained=int(kept.ever_trained.sum()),
        n_comparison=int((~kept.ever_trained).sum()),
        method="share_two_way/1",
        standard_error=spread,
    )


def _rates(counts: ArrayLike, exposure: ArrayLike | None, is_trained: ArrayLike) -> UnitMonths:
    panel = unit_months_of(
        values=counts, over=exposure, is_trained=is_trained, names=("counts", "exposure")
    )
    if (panel.seen < 0).any():
        raise ValueError("counts holds negative values; a count is 0 or more")
    rates = np.where(panel.weights > 0, panel.seen / np.maximum(panel.weights, 1e-300), 0.0)
    return UnitMonths(seen=rates, weights=panel.weights, is_trained=panel.is_trained)


def _scaled(
    shares: ArrayLike, cases: ArrayLike | None, is_trained: ArrayLike, lowest: float, highest: float
) -> UnitMonths:
    if not lowest < highest:
        raise ValueError(f"lowest must lie below highest, got {lowest} and {highest}")
    panel = unit_months_of(
        values=shares, over=cases, is_trained=is_trained, names=("shares", "cases")
    )
    scaled = np.where(panel.weights > 0, (panel.seen - lowest) / (highest - lowest), 0.0)
    if scaled.min(initial=0.0) < 0 or scaled.max(initial=0.0) > 1:
        raise ValueError(f"shares must lie between {lowest} and {highest}; check the unit")
    return UnitMonths(seen=scaled, weights=panel.weights, is_trained=panel.is_trained)


def _fitted(
    panel: UnitMonths, family: Family, *, most: float
) -> tuple[UnitMonths, TwoWayFit] | NoAnswer:
    if refusal := why_not_compared(panel):
        return refusal
    kept = _telling(panel, most)
    if refusal := why_not_compared(kept):
        return refusal
    for trained in (kept.is_trained, 1 - kept.is_trained):
        weights = kept.weights * trained
        total = (weights * kept.seen).sum()
        if total <= 0 or (most < np.inf and total >= weights.sum()):
            return NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)
    fit = fit_two_way(kept, family)
    return NoAnswer(why=fit) if isinstance(fit, Silence) else (kept, fit)


def _telling(panel: UnitMonths, most: float) -> UnitMonths:
    """Without units and months that lie at a bound throughout: their effect is infinite."""
    kept = panel
    while True:
        keep = []
        for axis in (1, 0):
            weight, total = (
                each.sum(axis=axis) for each in (kept.weights, kept.weights * kept.seen)
            )
            keep.append((total > 0) & ((most == np.inf) | (total < weight)))
        if all(each.all() for each in keep):
            return kept
        kept = kept.keeping(keep[0], keep[1])


def _average_move(panel: UnitMonths, fit: TwoWayFit) -> tuple[float, Floats]:
    """How far the trained months lie above themselves untrained, and that without each unit."""
    weights = panel.weights * panel.is_trained / (panel.weights * panel.is_trained).sum()
    before = fit.eta - fit.effect * panel.is_trained
    by_unit = (weights * (special.expit(fit.eta) - special.expit(before))).sum(axis=1)
    part, value = weights.sum(axis=1), float(by_unit.sum())
    after_slope, before_slope = SHARES.slope(fit.eta), SHARES.slope(before)
    along = weights * (after_slope - before_slope)
    share = fit.slope / fit.slope.sum(axis=1, keepdims=True)
    centred = along - along.sum(axis=1, keepdims=True) * share
    gradient = np.append(
        centred.sum(axis=0)[1:], (centred * panel.is_trained).sum() + (weights * before_slope).sum()
    )
    others = (part * value - by_unit) / (1 - part)  # the average without the unit's own part
    return value, np.asarray(fit.without_each @ gradient + others)
