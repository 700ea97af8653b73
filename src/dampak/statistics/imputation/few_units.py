"""With few units: what the answers would have been, had the cohorts been dealt out otherwise."""

import math

import numpy as np

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats
from dampak.statistics.imputation.answering import Answered
from dampak.statistics.imputation.complete import rules_of
from dampak.statistics.panel import Panel


def refusal_to_redraw(panel: Panel) -> NoAnswer | None:
    """Cohorts can be dealt out anew only if every unit was counted in every month."""
    if panel.is_complete:
        return None
    counted = int(np.isfinite(panel.outcomes).sum())
    return NoAnswer(why=Silence.FEW_UNITS_WITH_GAPS, needed=panel.outcomes.size, found=counted)


def training_of(panel: Panel) -> Floats:
    """1 from the first month of training on, else 0. Shape (n_units, n_periods)."""
    return (np.arange(panel.n_periods) >= panel.first_trained[:, None]).astype(np.float64)


def table_of(answered: Answered, outcomes: Floats) -> Floats:
    """What each unit adds to each answer in each cohort. Shape (n_units, g, j)."""
    cohorts = answered.cohorts
    weights = rules_of(cohorts, answered.picks).weights
    centred = outcomes - outcomes.mean(axis=1, keepdims=True)
    return np.asarray(np.einsum("it,gtj->igj", centred, weights / cohorts.size[:, None, None]))


def too_few_to_redraw(n_trained: int, n_comparison: int, confidence: float) -> NoAnswer:
    """Even all ways to deal out the training are too few for this confidence."""
    smaller, larger = sorted((n_trained, n_comparison))
    needed = smaller + 1
    while math.comb(needed + larger, needed) < 2 / (1 - confidence):
        needed += 1
    few_trained = n_trained <= n_comparison
    why = Silence.TOO_FEW_TRAINED if few_trained else Silence.TOO_FEW_COMPARISON
    return NoAnswer(why=why, needed=needed, found=smaller)
