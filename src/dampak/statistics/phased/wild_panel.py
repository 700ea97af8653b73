"""Did training help, when months of one office are alike and offices are few?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import Estimate, NoAnswer, Silence
from dampak.statistics.arrays import (
    Floats,
    Integers,
    matrix_of_numbers,
    refuse_unless_generator,
    share_between_0_and_1,
    vector_of_positions,
)
from dampak.statistics.phased.draw import labels_of, periods_or_never
from dampak.statistics.phased.wild_answer import Asked, found_in
from dampak.statistics.phased.wild_bootstrap import Moments, Weights
from dampak.statistics.randomisation import DRAWS


@dataclass(frozen=True, slots=True, kw_only=True)
class WildClusterEffect(Estimate):
    """An estimate with the doubt that whole groups leave.

    ``p_value`` is that of no effect; ``n_groups`` counts the groups whose signs were drawn,
    ``effective_groups`` how many equally important ones they are worth, ``n_looked_at`` the
    drawings compared. ``standard_error`` is the cluster-robust one (CRV1); the interval is not
    built from it.
    """

    p_value: float
    n_groups: int
    effective_groups: float
    n_looked_at: int


def wild_cluster_effect(
    *,
    outcomes: ArrayLike,
    first_treated: ArrayLike,
    rng: np.random.Generator,
    groups: ArrayLike | None = None,
    weights: Weights = "signs",
    draws: int = DRAWS,
    confidence: float = 0.95,
) -> WildClusterEffect | NoAnswer:
    """Regress outcomes on training, units and months; draw the signs of whole groups.

    Parameters
    ----------
    outcomes
        Shape (n_units, n_periods), in the unit of the outcome; NaN where nothing was counted.
    first_treated
        Shape (n_units,). Position of the first period of training; -1 if never while the data run.
    rng
        Draws signs; not touched where all combinations are looked at.
    groups
        Shape (n_units,). Labels of the groups that are independent of one another, such as
        offices; None if every unit is.
    weights
        ``"signs"``: plus or minus one, all 2**n_groups combinations if no more than ``draws``.
        ``"webb"``: six points, for a confidence that so few combinations cannot give.
    draws
        Number of drawings.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    WildClusterEffect
        ``wild_cluster_two_way/1``. ``value`` is the two-way fixed effects coefficient; the
        interval holds every effect that the bootstrap test does not reject, and is widened to the
        jackknife's where that is wider: each alone is too narrow in some realistic worlds.
    NoAnswer
        With fewer than 6 groups, or groups worth fewer than 4 equally important ones because few
        are trained or few are not: only a lottery can be leaned on then (`phased_effect`).

    Raises
    ------
    ValueError
        If an argument has the wrong shape, is infinite or not a number, or is not offered.

    Notes
    -----
    Rests on parallel trends, on independent groups, and on an effect that does not change with
    the time since training; where it may, ``statistics.staggered`` is the better question. All
    signs are looked at and ties counted, because six-point weights reject too often with 6 to 9
    groups (measured: about 8 % instead of 5 %). ``p_value`` is the larger of the two tests'.

    References
    ----------
    Cameron, Gelbach and Miller (2008), Review of Economics and Statistics 90, 414-427. MacKinnon
    and Webb (2017), Journal of Applied Econometrics 32, 233-254. Carter, Schnepel and
    Steigerwald (2017), Review of Economics and Statistics 99, 698-709: effective groups.
    MacKinnon, Nielsen and Webb (2023), Journal of Applied Econometrics 38, 671-694: jackknife.
    """
    refuse_unless_generator(rng)
    confidence = share_between_0_and_1(confidence, name="confidence")
    asked = Asked(confidence=confidence, draws=draws, weights=weights)
    y = matrix_of_numbers(outcomes, name="outcomes")
    first = vector_of_positions(first_treated, name="first_treated", length=y.shape[0])
    first = periods_or_never(first, n_periods=y.shape[1])
    every_unit = np.arange(y.shape[0]) if groups is None else groups
    labels = labels_of(every_unit, name="groups", length=y.shape[0])
    if refusal := _refusal(y, first):
        return refusal
    found = found_in(panel_moments(y, first, labels), asked, rng)
    if isinstance(found, NoAnswer):
        return found
    n_months = int(np.isfinite(y).any(axis=0).sum())
    return WildClusterEffect(
        value=found.value,
        low=found.low,
        high=found.high,
        confidence=confidence,
        n_trained=int((first >= 0).sum()),
        n_comparison=int((first < 0).sum()),
        method="wild_cluster_two_way/1",
        standard_error=found.standard_error(
            n_rows=int(np.isfinite(y).sum()), n_regressors=1 + n_months
        ),
        p_value=found.p_value,
        n_groups=found.n_groups,
        effective_groups=found.effective_groups,
        n_looked_at=found.n_looked_at,
    )


def _refusal(y: Floats, first: Integers) -> NoAnswer | None:
    counted = np.isfinite(y)
    if not counted.any():
        return NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    n_months = int(counted.any(axis=0).sum())
    if n_months < 2:
        return NoAnswer(why=Silence.TOO_FEW_MONTHS, needed=2, found=n_months)
    if (first < 0).all():
        return NoAnswer(why=Silence.NOBODY_TRAINED, needed=1, found=0)
    if np.ptp(first) == 0:
        return NoAnswer(why=Silence.EVERYBODY_AT_ONCE, needed=1, found=0)
    return None


def panel_moments(y: Floats, first: Integers, labels: Integers) -> Moments:
    """Training and months as regressors, after taking out what units explain."""
    counted = np.isfinite(y)
    there = counted.astype(np.float64)
    share = there / np.maximum(there.sum(axis=1, keepdims=True), 1.0)
    training = counted & (np.arange(y.shape[1]) >= first[:, None]) & (first[:, None] >= 0)
    outcome = np.where(counted, y, 0.0) - float(np.mean(y[counted])) * there
    outcome = outcome - there * (share * outcome).sum(axis=1, keepdims=True)
    exposure = training - there * (share * training).sum(axis=1, keepdims=True)
    exposure[np.abs(exposure) < 1e-12] = 0.0  # dust of units trained all along or never
    n_groups, n_periods = int(labels.max()) + 1, y.shape[1]
    squares = np.zeros((n_groups, n_periods + 1, n_periods + 1))
    products = np.zeros((n_groups, n_periods + 1))
    for group in range(n_groups):
        rows = np.flatnonzero(labels == group)
        x, d = exposure[rows], training[rows]
        squares[group, 0, 0] = (x * d).sum()
        squares[group, 0, 1:] = squares[group, 1:, 0] = x.sum(axis=0)
        squares[group, 1:, 1:] = np.diag(there[rows].sum(axis=0)) - there[rows].T @ share[rows]
        products[group] = [(x * outcome[rows]).sum(), *outcome[rows].sum(axis=0)]
    with_months = np.flatnonzero(np.concatenate([[True], counted.any(axis=0)]))
    return Moments(
        squares=squares[:, with_months][:, :, with_months], products=products[:, with_months]
    )
