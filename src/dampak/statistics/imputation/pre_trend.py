"""Did the units move alike before any training? Asked of the untrained months alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, whole_number
from dampak.statistics.imputation.answering import (
    ENOUGH_UNITS,
    after_training,
    answered,
    silence_of,
)
from dampak.statistics.intervals import spread_and_freedom
from dampak.statistics.panel import Panel, panel_of
from dampak.statistics.staggered import PreTrendTest
from dampak.statistics.two_way.projection import TwoWay, two_way_of

LEADS = 3  # a quarter of monthly data
FREEDOM_PER_LEAD = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Leads:
    """How far the k months before training lie off the fit to all earlier ones.

    ``values`` (k,) in the unit of the outcome, the nearest month first; ``scores`` and
    ``is_trained`` (n_units, k) as in `Imputed`.
    """

    values: Floats
    scores: Floats
    is_trained: Flags


def imputation_pre_trend_test(
    *, outcomes: ArrayLike, first_treated: ArrayLike, leads: int = LEADS
) -> PreTrendTest | NoAnswer:
    """Test whether the last months before the training follow from the other untrained months.

    Parameters
    ----------
    outcomes, first_treated
        As in `imputed_effect`.
    leads
        How many months before the training are tested. Fewer are if the data hold fewer with a
        month before them, or if the units cannot carry so many: three degrees of freedom for each.

    Returns
    -------
    PreTrendTest
        ``imputation_pre_trend/1``: ``statistic`` is Wald's with the covariance clustered by unit,
        ``large_sample_p_value`` its chi-squared p, ``p_value`` Hotelling's F. Whatever is found,
        the effect is estimated in the same way, so looking here first does not bend it.
    NoAnswer
        As from `imputed_effect`; with fewer than ten units on a side, where
        `dampak.statistics.staggered.pre_trend_test` can still permute; without two months before.

    Raises
    ------
    ValueError
        If ``leads`` is not positive, or as `imputed_effect`.

    References
    ----------
    Borusyak, Jaravel and Spiess (2024), Review of Economic Studies 91, test 1. Hotelling (1931),
    Annals of Mathematical Statistics 2, 360-378.
    """
    leads = whole_number(leads, name="leads", at_least=1)
    panel = panel_of(outcomes=outcomes, first_treated=first_treated)
    if isinstance(panel, NoAnswer):
        return panel
    overall = answered(panel, after_training).imputed
    if refusal := silence_of(overall, panel):
        return refusal
    for side, why in (
        (overall.is_trained, Silence.TOO_FEW_TRAINED),
        (overall.is_comparison, Silence.TOO_FEW_COMPARISON),
    ):
        if side.sum() < ENOUGH_UNITS:
            return NoAnswer(why=why, needed=ENOUGH_UNITS, found=int(side.sum()))
    found = _longest(panel, leads)
    if found is None:
        return NoAnswer(why=Silence.NO_MONTHS_BEFORE, needed=2, found=1)
    return _hotelling(found, panel.dust) or NoAnswer(why=Silence.NO_SPREAD)


def _longest(panel: Panel, leads: int) -> Leads | None:
    """The most leads, up to those asked for, that can be told apart and that the units carry."""
    counted = np.isfinite(panel.outcomes)
    untrained = counted & (np.arange(panel.n_periods) < panel.first_trained[:, None])
    fit = two_way_of(untrained.astype(np.float64))
    for k in range(leads, 0, -1):
        found = _leads(panel, fit, k)
        if found is not None and (k == 1 or _freedom(found).min() >= FREEDOM_PER_LEAD * k):
            return found
    return None


def _leads(panel: Panel, fit: TwoWay, k: int) -> Leads | None:
    """Regress the untrained cells on unit, month and the k leads; None if they are collinear."""
    cells = fit.weights
    ahead = panel.first_trained[:, None] - np.arange(panel.n_periods)
    marks = [cells * (ahead == lead) for lead in range(1, k + 1)]
    by_row = np.stack([mark.sum(axis=1) for mark in marks], axis=1)
    by_month = np.stack([mark.sum(axis=0) for mark in marks], axis=1)
    own, month = fit.effects(by_row, by_month)
    gram = np.diag(by_row.sum(axis=0)) - by_row.T @ own - by_month.T @ month
    if np.linalg.matrix_rank(gram, tol=1e-9 * max(gram.max(), 1.0), hermitian=True) < k:
        return None
    left = _residuals(panel, fit)
    values = np.linalg.solve(gram, [np.vdot(mark, left) for mark in marks])
    for j, mark in enumerate(marks):
        left -= values[j] * (mark - cells * (own[:, j, None] + month[:, j]))
    moments = np.stack([(mark * left).sum(axis=1) for mark in marks], axis=1) - left @ month
    return Leads(values=values, scores=moments @ np.linalg.inv(gram), is_trained=by_row > 0)


def _residuals(panel: Panel, fit: TwoWay) -> Floats:
    y = np.nan_to_num(panel.outcomes, nan=0.0) * fit.weights
    y -= fit.weights * (y.sum(axis=1) * fit.per_row)[:, None]  # levels cost digits
    own, month = fit.effects(y.sum(axis=1)[:, None], y.sum(axis=0)[:, None])
    return np.asarray(y - fit.weights * (own + month.T))


def _spread_and_freedom(found: Leads) -> tuple[Floats, Floats]:
    sides = np.stack([found.is_trained, ~found.is_trained])
    return spread_and_freedom((found.scores**2 * sides).sum(axis=1), sides.sum(axis=1))


def _freedom(found: Leads) -> Floats:
    return _spread_and_freedom(found)[1]


def _hotelling(found: Leads, dust: float) -> PreTrendTest | None:
    spread, freedom = _spread_and_freedom(found)
    errors = np.sqrt((found.scores**2).sum(axis=0))
    if errors.min() <= dust:
        return None
    scaled, k = found.scores / errors, found.values.size
    correlation = scaled.T @ scaled
    rest = freedom.min() - k + 1
    if rest <= 0 or np.linalg.matrix_rank(correlation, hermitian=True) < k:
        return None

    def distance(values: Floats) -> float:
        return float(values @ np.linalg.solve(correlation, values))

    statistic = distance(found.values / errors)
    f = distance(found.values / spread) * rest / (freedom.min() * k)
    return PreTrendTest(
        statistic=statistic,
        degrees_of_freedom=k,
        p_value=float(special.fdtrc(k, rest, f)),
        large_sample_p_value=float(special.chdtrc(k, statistic)),
        method="imputation_pre_trend/1",
    )
