"""Imputation where months are missing: still exact, one equation per month."""

import numpy as np

from dampak.statistics.arrays import Flags, Floats
from dampak.statistics.imputation.fit import Cohorts, Imputed, can_be_imputed, since_training
from dampak.statistics.panel import Panel
from dampak.statistics.two_way.projection import TwoWay, two_way_of


def imputed_from_units(
    panel: Panel, cohorts: Cohorts, picks: Flags, *, pooled: bool = False
) -> Imputed:
    """The answers and every unit's part in their variance, from any panel.

    ``picks`` (g, n_periods, j) says which cells go into which answer. With ``pooled`` the effects
    of one cohort are set against those of all cohorts as long after training, instead of against
    themselves.
    """
    untrained, trained = _cells(panel)
    fit = two_way_of(untrained)
    effects = _left_over(panel, fit)
    trained &= can_be_imputed(untrained)
    centred = _centred(effects, trained, cohorts, pooled=pooled)
    by_row = np.empty((panel.n_units, picks.shape[2]))
    scores, by_month = np.empty_like(by_row), np.zeros(picks.shape[1:])
    total = np.zeros(picks.shape[2])
    for g, pick in enumerate(picks.astype(np.float64)):
        rows = cohorts.label == g
        by_row[rows] = trained[rows] @ pick
        scores[rows] = centred[rows] @ pick
        by_month += trained[rows].sum(axis=0)[:, None] * pick
        total += (effects[rows] * trained[rows]).sum(axis=0) @ pick
    size = by_row.sum(axis=0)
    safe = np.where(size > 0, size, np.nan)
    _, months = fit.effects(by_row / safe, by_month / safe)
    scores = scores / safe - (effects * untrained) @ months
    serves = np.asarray(untrained.any(axis=1))[:, None]
    return Imputed(
        values=total / safe,
        scores=scores,
        is_trained=by_row > 0,
        is_comparison=(by_row == 0) & serves,
    )


def _cells(panel: Panel) -> tuple[Floats, Flags]:
    """Counted months before the training as weights, and those after it as flags."""
    counted = np.isfinite(panel.outcomes)
    before = np.arange(panel.n_periods) < panel.first_trained[:, None]
    return (counted & before).astype(np.float64), counted & ~before


def _left_over(panel: Panel, fit: TwoWay) -> Floats:
    """Outcome less unit effect and month effect, 0 where nothing was counted."""
    y = np.nan_to_num(panel.outcomes, nan=0.0)
    y -= ((y * fit.weights).sum(axis=1) * fit.per_row)[:, None]  # levels cost digits
    own, month = fit.effects(
        (y * fit.weights).sum(axis=1)[:, None], (y * fit.weights).sum(axis=0)[:, None]
    )
    y -= own
    y -= month.T
    return y


def _centred(effects: Floats, trained: Flags, cohorts: Cohorts, *, pooled: bool) -> Floats:
    """Effects less the mean of their cohort and month, or of their months since training."""
    groups = np.arange(cohorts.size.size * effects.shape[1]).reshape(cohorts.size.size, -1)
    if pooled:
        groups = since_training(cohorts, effects.shape[1])
        groups = groups - groups.min()
    of_cell = groups[cohorts.label]
    size = np.bincount(of_cell.ravel(), weights=trained.ravel())
    total = np.bincount(of_cell.ravel(), weights=(effects * trained).ravel())
    mean = np.divide(total, size, out=np.zeros_like(total), where=size > 0)
    centred = (effects - mean[of_cell]) * trained
    if pooled:  # a mean of few is drawn towards each of them
        centred *= np.sqrt(size / np.maximum(size - 1, 1))[of_cell]
    return np.asarray(centred)
