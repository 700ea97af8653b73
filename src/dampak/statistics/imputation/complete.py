"""Imputation where every unit was counted in every month: the cohorts' means say everything."""

from dataclasses import dataclass

import numpy as np

from dampak.statistics.arrays import Flags, Floats
from dampak.statistics.imputation.fit import Cohorts, Imputed, can_be_imputed
from dampak.statistics.panel import Panel
from dampak.statistics.two_way.projection import TwoWay, two_way_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rules:
    """Each answer is a weighted sum of cohort means.

    ``weights`` (g, n_periods, j) add up to nought over the months of every cohort; ``chosen``
    (g, n_periods, j) is their part on the imputed cells. ``fit`` takes unit and month effects
    from the cells without training.
    """

    weights: Floats
    chosen: Floats
    fit: TwoWay

    def left_over(self, means: Floats) -> Floats:
        """Cohort means less unit and month effects. Shape (g, n_periods)."""
        weighted = self.fit.weights * means
        own, month = self.fit.effects(weighted.sum(axis=1)[:, None], weighted.sum(axis=0)[:, None])
        return np.asarray(means - own - month.T)


def rules_of(cohorts: Cohorts, picks: Flags) -> Rules:
    """How the answers follow from the cohort means. ``picks`` has shape (g, n_periods, j)."""
    untrained = cohorts.untrained(picks.shape[1])
    cells = np.asarray(untrained * cohorts.size[:, None], np.float64)
    fit = two_way_of(cells)
    usable = picks & (can_be_imputed(cells) & ~untrained)[:, :, None]
    chosen = np.asarray(usable * cohorts.size[:, None, None], np.float64)
    total = chosen.sum(axis=(0, 1))
    chosen /= np.where(total > 0, total, np.nan)
    by_row, by_month = fit.effects(chosen.sum(axis=1), chosen.sum(axis=0))
    fitted = by_row[:, None, :] + by_month[None, :, :]
    return Rules(weights=chosen - cells[:, :, None] * fitted, chosen=chosen, fit=fit)


def imputed_from_cohorts(panel: Panel, cohorts: Cohorts, picks: Flags) -> Imputed:
    """The answers and every unit's part in their variance, from a complete panel.

    A unit's part is its distance from its cohort, and its cohort's distance from the fit in the
    months before training.
    """
    rules = rules_of(cohorts, picks)
    means = np.empty(picks.shape[:2])
    scores = np.empty((panel.n_units, picks.shape[2]))
    for g, rows in enumerate(np.split(np.argsort(cohorts.label), np.cumsum(cohorts.size)[:-1])):
        block = panel.outcomes[rows]
        means[g] = block.mean(axis=0)
        block -= means[g]
        scores[rows] = block @ rules.weights[g]
    effects = rules.left_over(means)
    misfit = effects * cohorts.untrained(panel.n_periods)
    scores += np.einsum("gtj,gt->gj", rules.weights, misfit)[cohorts.label]
    scores /= cohorts.size[cohorts.label, None]
    is_trained = np.asarray((rules.chosen > 0).any(axis=1))[cohorts.label]
    return Imputed(
        values=np.einsum("gtj,gt->j", rules.chosen, effects),
        scores=scores,
        is_trained=is_trained,
        is_comparison=~is_trained,
    )
