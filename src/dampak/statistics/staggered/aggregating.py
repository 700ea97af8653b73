"""Many effects become one, weighted by the size of the cohorts, with the doubt that belongs."""

from dataclasses import dataclass

import numpy as np

from dampak.statistics.arrays import Flags, Floats, Integers
from dampak.statistics.staggered.effects import GroupTimeEffects


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Aggregated:
    """Each of j answers is a mean of effects.

    ``values`` (j,) are in the unit of the outcome. ``scores`` (n_units, j) are each unit's
    influence on them; the sum of their squares is the published variance. ``is_trained`` and
    ``is_comparison`` (n_units, j) say on which side a unit stood; a unit that was compared with
    before its own training counts as trained.
    """

    values: Floats
    scores: Floats
    is_trained: Flags
    is_comparison: Flags

    @property
    def standard_errors(self) -> Floats:
        return np.asarray(np.sqrt((self.scores**2).sum(axis=0)))

    @property
    def n_trained(self) -> Integers:
        return np.asarray(self.is_trained.sum(axis=0))

    @property
    def n_comparison(self) -> Integers:
        return np.asarray(self.is_comparison.sum(axis=0))


def after_training(effects: GroupTimeEffects) -> Flags:
    """The effects that the overall answer is made of. Shape (k,)."""
    return effects.is_after & ~effects.is_reference


def cohort_weights(effects: GroupTimeEffects, chosen: Flags) -> Floats:
    """The weight of each effect in each answer: the size of its cohort. Shape (k, j)."""
    cohorts, size = np.unique(effects.panel.first_trained, return_counts=True)
    weights = chosen * size[np.searchsorted(cohorts, effects.cohorts)][:, None]
    return np.asarray(weights / weights.sum(axis=0))


def aggregated(effects: GroupTimeEffects, chosen: Flags) -> Aggregated:
    """Average the chosen effects; ``chosen`` (k, j) says which effects go into which answer."""
    weights = cohort_weights(effects, chosen)
    values = effects.values @ weights
    shape = (effects.panel.n_units, chosen.shape[1])
    scores = np.zeros(shape)
    is_trained, is_comparison = np.zeros(shape, bool), np.zeros(shape, bool)
    for cells, _, part in effects.blocks():
        touched = np.flatnonzero(chosen[cells].any(axis=0))
        picks = chosen[cells][:, touched].astype(np.float32)
        scores[:, touched] += part.scores @ weights[cells][:, touched]
        is_trained[:, touched] |= part.is_trained @ picks > 0
        is_comparison[:, touched] |= part.is_comparison @ picks > 0
    return Aggregated(
        values=values,
        scores=scores + _share_scores(effects, chosen, values),
        is_trained=is_trained,
        is_comparison=is_comparison & ~is_trained,
    )


def _share_scores(effects: GroupTimeEffects, chosen: Flags, values: Floats) -> Floats:
    """The cohort sizes are a draw too: what one more unit of a cohort does to the mean."""
    cohorts, label, size = np.unique(
        effects.panel.first_trained, return_inverse=True, return_counts=True
    )
    at = np.searchsorted(cohorts, effects.cohorts)
    pulls = np.zeros((cohorts.size, chosen.shape[1]))
    np.add.at(pulls, at, chosen * (effects.values[:, None] - values))
    return np.asarray((pulls / (chosen * size[at][:, None]).sum(axis=0))[label])
