"""The effect on each cohort in each month: the brick every other answer is built from."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import Flags
from dampak.statistics.panel import Panel, panel_of
from dampak.statistics.staggered.by_influence import UnitInfluence
from dampak.statistics.staggered.by_table import cohort_table
from dampak.statistics.staggered.contrasts import Base, Contrasts, Control, Design, contrasts_of
from dampak.statistics.staggered.effects import GroupTimeEffects
from dampak.statistics.staggered.evidence import Evidence
from dampak.statistics.staggered.silence import silence_of, why_no_effect


def group_time_effects(
    *,
    outcomes: ArrayLike,
    first_treated: ArrayLike,
    weights: ArrayLike | None = None,
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
    weights
        Shape (n_units,), above nought: how much each unit counts for, the same in all periods,
        such as its volume of cases. The effect is then that on the average case, not on the
        average unit. Only their proportions matter. None: all units count alike.
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
    equally far on average. With gaps, each pair of months uses the units counted in both, and an
    effect weighs as much as the trained units counted in it. That is fair only if a gap has
    nothing to do with the change. See
    ``docs/explanation/methods/staggered-differences/analyst.md``.

    References
    ----------
    Callaway and Sant'Anna (2021), Journal of Econometrics 225, 200-230, and R's ``did``.
    """
    design = Design(control=control, base=base, anticipation=anticipation, horizon=horizon)
    panel = panel_of(outcomes=outcomes, first_treated=first_treated, weights=weights)
    return panel if isinstance(panel, NoAnswer) else effects_of(panel, design, unadjusted)


def effects_of(
    panel: Panel, design: Design, adjust: Callable[[Panel, Contrasts], Evidence | NoAnswer]
) -> GroupTimeEffects | NoAnswer:
    """The effects, by the engine that ``adjust`` chooses for the comparisons that are possible."""
    possible = contrasts_of(panel, design)
    contrasts = possible.keeping(_can_be_made(panel, possible))
    if not contrasts.size:
        return why_no_effect(panel, possible, design)
    evidence = adjust(panel, contrasts)
    if isinstance(evidence, NoAnswer):
        return evidence
    cells = evidence.cells()
    effects = GroupTimeEffects(
        cohorts=panel.starts[contrasts.cohorts],
        periods=contrasts.periods,
        values=cells.values,
        standard_errors=cells.standard_errors,
        n_trained=cells.n_trained,
        n_comparison=cells.n_comparison,
        masses=cells.masses,
        panel=panel,
        design=design,
        contrasts=contrasts,
        evidence=evidence,
    )
    return silence_of(effects) or effects


def unadjusted(panel: Panel, contrasts: Contrasts) -> Evidence:
    """The cohorts' table if the panel has no gaps, else each unit's influence."""
    return cohort_table(panel, contrasts) or UnitInfluence(panel=panel, contrasts=contrasts)


def _can_be_made(panel: Panel, contrasts: Contrasts) -> Flags:
    """Somebody was counted in both months, on both sides. Shape (k,)."""
    possible = np.asarray(contrasts.serves.any(axis=0))
    if panel.is_complete:
        return possible
    by_cohort = np.zeros((panel.starts.size, panel.n_periods, panel.n_periods), dtype=bool)
    counted = np.isfinite(panel.outcomes).astype(np.float32)
    for cohort in range(panel.starts.size):
        rows = counted[panel.cohort_of == cohort]
        by_cohort[cohort] = rows.T @ rows > 0
    both = by_cohort[:, contrasts.periods, contrasts.bases]
    own = both[contrasts.cohorts, np.arange(contrasts.size)]
    return np.asarray(possible & own & (both & contrasts.serves).any(axis=0))
