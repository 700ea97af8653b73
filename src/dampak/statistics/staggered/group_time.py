"""The effect on each cohort in each month: the brick every other answer is built from."""

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer
from dampak.statistics.panel import Panel, panel_of
from dampak.statistics.staggered.contrasts import Base, Control, Design, contrasts_of, measured
from dampak.statistics.staggered.effects import GroupTimeEffects
from dampak.statistics.staggered.silence import silence_of, why_no_effect


def group_time_effects(
    *,
    outcomes: ArrayLike,
    first_treated: ArrayLike,
    control: Control = "not_yet",
    base: Base = "varying",
    anticipation: int = 0,
    horizon: int | None = None,
) -> GroupTimeEffects | NoAnswer:
    """Compare each cohort's change since before its training with units not trained yet.

    Parameters
    ----------
    outcomes
        Shape (n_units, n_periods), in the unit of the outcome; NaN where nothing was counted.
        Periods are taken in order; how much time lies between them does not matter.
    first_treated
        Shape (n_units,). Position of the first period of training; -1 if never while the data
        run. Units trained in period 0 have no period before and are left out.
    control
        ``"not_yet"``: units not trained by then, and never trained. ``"never"``: only the latter.
    base
        What a month before the training is compared with. ``"varying"``: the month before it.
        ``"universal"``: the last month before the training, as every month after is.
    anticipation
        Periods before the training in which units may already have changed.
    horizon
        Last period since training to look at; None for all.

    Returns
    -------
    GroupTimeEffects
        With the cells in the order of cohort and period. Its standard errors treat each unit as
        one piece of evidence, whatever its months have to do with one another.
    NoAnswer
        If nobody was trained, everybody at once, or nobody is left to be compared with; with
        fewer than two trained or two comparison units; without months before the training.

    Raises
    ------
    ValueError
        If an argument has the wrong shape, is infinite or not a number, or is not offered.

    Notes
    -----
    Rests on parallel trends: without training the cohort and its comparison would have moved
    equally far on average. With gaps, each pair of months uses the units counted in both, which
    is fair only if a gap has nothing to do with the change. See
    ``docs/explanation/staggered-differences.md``.

    References
    ----------
    Callaway and Sant'Anna (2021), Journal of Econometrics 225, 200-230, and R's ``did``.
    """
    design = Design(control=control, base=base, anticipation=anticipation, horizon=horizon)
    panel = panel_of(outcomes=outcomes, first_treated=first_treated)
    if isinstance(panel, NoAnswer):
        return panel
    effects = _effects(panel, design)
    return why_no_effect(panel, design) if effects is None else silence_of(effects) or effects


def _effects(panel: Panel, design: Design) -> GroupTimeEffects | None:
    contrasts, found = [], []
    for possible in contrasts_of(panel, design):
        result = measured(panel, possible)
        seen = (result.n_trained > 0) & (result.n_comparison > 0)
        if seen.any():
            contrasts.append(possible.keeping(seen))
            errors = np.sqrt((result.scores**2).sum(axis=0))
            columns = (result.effects, errors, result.n_trained, result.n_comparison)
            found.append(np.array(columns)[:, seen])
    if not contrasts:
        return None
    values, errors, n_trained, n_comparison = np.concatenate(found, axis=1)
    return GroupTimeEffects(
        cohorts=np.concatenate([np.full_like(c.periods, c.cohort) for c in contrasts]),
        periods=np.concatenate([c.periods for c in contrasts]),
        values=values,
        standard_errors=errors,
        n_trained=n_trained.astype(np.int64),
        n_comparison=n_comparison.astype(np.int64),
        panel=panel,
        design=design,
        contrasts=tuple(contrasts),
    )
