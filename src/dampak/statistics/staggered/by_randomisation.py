"""With few units: what the answers would have been, had the cohorts been dealt out otherwise."""

import math

import numpy as np

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, Integers
from dampak.statistics.staggered.aggregating import Aggregated, cohort_weights
from dampak.statistics.staggered.effects import GroupTimeEffects

ENOUGH_UNITS = 10  # with fewer on a side, standard errors are too small by a wide margin


def has_few_units(answer: Aggregated) -> bool:
    """Whether the largest of the answers rests on too few units for a standard error."""
    return bool(min(answer.n_trained.max(), answer.n_comparison.max()) < ENOUGH_UNITS)


def refusal_to_redraw(effects: GroupTimeEffects) -> NoAnswer | None:
    """Cohorts can be dealt out anew only if every unit was counted in every month."""
    outcomes = effects.panel.outcomes
    if effects.panel.is_complete:
        return None
    counted = int(np.isfinite(outcomes).sum())
    return NoAnswer(why=Silence.FEW_UNITS_WITH_GAPS, needed=outcomes.size, found=counted)


def groups_of(effects: GroupTimeEffects) -> Integers:
    """The cohort of each unit, numbered from 0. Shape (n_units,)."""
    return np.unique(effects.panel.first_trained, return_inverse=True)[1]


def training_of(effects: GroupTimeEffects) -> Floats:
    """1 from the first month of training on, else 0. Shape (n_units, n_periods)."""
    panel = effects.panel
    return (np.arange(panel.n_periods) >= panel.first_trained[:, None]).astype(np.float64)


def table_of(effects: GroupTimeEffects, chosen: Flags, outcomes: Floats) -> Floats:
    """What each unit adds to each answer in each cohort. Shape (n_units, n_groups, j)."""
    weights = cohort_weights(effects, chosen)
    one_of_each = np.unique(effects.panel.first_trained, return_index=True)[1]
    shape = (outcomes.shape[0], one_of_each.size, chosen.shape[1])
    table = np.zeros(shape)
    for cells, contrast, part in effects.blocks():
        changes = outcomes[:, contrast.periods] - outcomes[:, contrast.bases]
        roles = part.is_trained / part.n_trained - part.is_comparison / part.n_comparison
        rules = roles[one_of_each].T[:, :, None] * weights[cells][:, None, :]
        table += (changes @ rules.reshape(changes.shape[1], -1)).reshape(shape)
    return table


def too_few_to_redraw(answer: Aggregated, confidence: float) -> NoAnswer:
    """Even all ways to deal out the training are too few for this confidence."""
    trained, comparison = int(answer.n_trained[0]), int(answer.n_comparison[0])
    smaller, larger = sorted((trained, comparison))
    needed = smaller + 1
    while math.comb(needed + larger, needed) < 2 / (1 - confidence):
        needed += 1
    few_trained = trained <= comparison
    why = Silence.TOO_FEW_TRAINED if few_trained else Silence.TOO_FEW_COMPARISON
    return NoAnswer(why=why, needed=needed, found=smaller)
