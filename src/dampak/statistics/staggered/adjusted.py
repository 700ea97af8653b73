"""Effects where the trained differ from the others in something known before the training."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import Floats, Integers, matrix_of_numbers
from dampak.statistics.panel import Panel, panel_of
from dampak.statistics.staggered.adjusting import Adjustment, TwoGroups, adjusted_difference
from dampak.statistics.staggered.by_influence import Influence, UnitInfluence
from dampak.statistics.staggered.contrasts import Contrasts, Design
from dampak.statistics.staggered.effects import GroupTimeEffects
from dampak.statistics.staggered.group_time import effects_of

ADJUSTMENTS = ("doubly_robust", "regression", "weighting")
AS_USUAL = Design()


def adjusted_group_time_effects(
    *,
    outcomes: ArrayLike,
    first_treated: ArrayLike,
    covariates: ArrayLike,
    adjustment: Adjustment = "doubly_robust",
    weights: ArrayLike | None = None,
    design: Design = AS_USUAL,
) -> GroupTimeEffects | NoAnswer:
    """Compare each cohort's change with that of units not trained yet that were like it before.

    Parameters
    ----------
    outcomes, first_treated, weights
        As in `group_time_effects`.
    covariates
        Shape (n_units, n_covariates). What was known of each unit before any training, the same in
        all periods: size, kind as 0 and 1, budget. Its unit of measurement does not matter.
    adjustment
        ``"regression"``: expects of the trained what a line through the comparison says.
        ``"weighting"``: weights the comparison by its odds of having been trained (a logit),
        until it is like the trained. ``"doubly_robust"``: both, and right if one of them is.
    design
        Comparison, base, anticipation and horizon, as in `group_time_effects`.

    Returns
    -------
    GroupTimeEffects
        For every question that `group_time_effects` is the start of. The standard errors carry the
        doubt of the fitted line and logit.
    NoAnswer
        As from `group_time_effects`; if a covariate cannot be told from the others or from a
        constant among the comparison (not separable); if a unit is so likely to be trained
        (99.5 %) that none is like it (no overlap); with too few comparison units to fit a line
        through. One comparison that cannot be made silences all: leaving it out would change the
        question.

    Raises
    ------
    ValueError
        As in `group_time_effects`; if a covariate is missing for a unit, or the adjustment is not
        offered.

    Notes
    -----
    Rests on parallel trends among units alike in the covariates, and on there being such units.
    Covariates that the training itself may change must not be used.

    References
    ----------
    Callaway and Sant'Anna (2021), Journal of Econometrics 225, 200-230. Sant'Anna and Zhao (2020),
    Journal of Econometrics 219, 101-122.
    """
    if adjustment not in ADJUSTMENTS:
        raise ValueError(f"adjustment must be one of {ADJUSTMENTS}, got {adjustment!r}")
    known = matrix_of_numbers(covariates, name="covariates")
    panel = panel_of(outcomes=outcomes, first_treated=first_treated, weights=weights)
    _check(known, n_units=len(np.asarray(first_treated)))
    if isinstance(panel, NoAnswer):
        return panel
    adjusting = _Adjusting(covariates=known[panel.rows], adjustment=adjustment)
    return effects_of(panel, design, adjusting)


def _check(covariates: Floats, *, n_units: int) -> None:
    if covariates.shape[0] != n_units:
        raise ValueError(
            f"covariates must have one row per unit ({n_units}), got {covariates.shape}"
        )
    missing = np.flatnonzero(np.isnan(covariates).any(axis=1))
    if missing.size:
        raise ValueError(
            f"covariates are missing for {missing.size} units (first: row {missing[0]}); "
            "fill them in or leave these units out"
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Adjusting:
    """Covariates (n_units, n_covariates) and what to do with them, as an engine for a panel."""

    covariates: Floats
    adjustment: Adjustment

    def __call__(self, panel: Panel, contrasts: Contrasts) -> UnitInfluence | NoAnswer:
        plain = UnitInfluence(panel=panel, contrasts=contrasts)
        stored = []
        for cells, part in plain.blocks():
            changes = panel.outcomes[:, contrasts.periods[cells]]
            changes -= panel.outcomes[:, contrasts.bases[cells]]
            adjusted = self._adjusted(panel, changes, part)
            if isinstance(adjusted, NoAnswer):
                return adjusted
            stored.append(adjusted)
        return UnitInfluence(
            panel=panel,
            contrasts=contrasts,
            stored=tuple(stored),
            n_fitted=self.covariates.shape[1],
        )

    def _adjusted(self, panel: Panel, changes: Floats, part: Influence) -> Influence | NoAnswer:
        values, scores = np.zeros_like(part.values), np.zeros_like(part.scores)
        for columns in _with_the_same_units(part):
            trained = part.is_trained[:, columns[0]]
            rows = np.flatnonzero(trained | part.is_comparison[:, columns[0]])
            groups = TwoGroups(
                changes=changes[np.ix_(rows, columns)],
                design=_design(self.covariates[rows]),
                weights=panel.unit_weights[rows],
                is_trained=trained[rows],
            )
            found = adjusted_difference(groups, self.adjustment)
            if isinstance(found, NoAnswer):
                return found
            values[columns] = found.values
            scores[np.ix_(rows, columns)] = found.scores
        return replace(part, values=values, scores=scores)


def _with_the_same_units(part: Influence) -> list[Integers]:
    """Comparisons of the same units with the same, whose models need to be fitted only once."""
    roles = np.packbits(np.vstack([part.is_trained, part.is_comparison]), axis=0)
    alike = np.unique(roles, axis=1, return_inverse=True)[1]
    return [np.flatnonzero(alike == number) for number in range(alike.max() + 1)]


def _design(covariates: Floats) -> Floats:
    """A constant and the covariates, standardised: their units of measurement must not matter."""
    spread = covariates.std(axis=0)
    known = (covariates - covariates.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return np.column_stack([np.ones(len(known)), known])
