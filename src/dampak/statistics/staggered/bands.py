"""Several answers side by side, with bands that hold for all of them at once."""

from dataclasses import dataclass

import numpy as np

from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import Flags, Floats
from dampak.statistics.intervals import (
    simultaneous_critical_value,
    spread_and_freedom,
    t_for_z,
)
from dampak.statistics.randomisation import DRAWS, redrawn
from dampak.statistics.staggered.aggregating import Aggregated, after_training, aggregated
from dampak.statistics.staggered.by_randomisation import (
    groups_of,
    has_few_units,
    refusal_to_redraw,
    table_of,
    training_of,
)
from dampak.statistics.staggered.effects import GroupTimeEffects


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bands:
    """j answers, the half widths of their bands (j,), and how these were found."""

    answer: Aggregated
    half_widths: Floats
    critical_value: float
    method: str


def bands_of(
    effects: GroupTimeEffects,
    chosen: Flags,
    *,
    confidence: float,
    rng: np.random.Generator,
    draws: int = DRAWS,
) -> Bands | NoAnswer:
    """Bands around the answers that ``chosen`` (k, j) makes of the effects.

    With ten units or more on both sides of the overall effect: the sup-t value of a normal with
    the published covariance, carried over to t with each answer's own degrees of freedom. With
    fewer: the largest distance under permutations of the cohorts, after the overall effect has
    been taken out of the outcomes.
    """
    overall = aggregated(effects, after_training(effects)[:, None])
    answer = aggregated(effects, chosen)
    if not has_few_units(overall):
        return _by_covariance(answer, confidence=confidence, rng=rng, draws=draws)
    if refusal := refusal_to_redraw(effects):
        return refusal
    without_effect = effects.panel.outcomes - overall.values[0] * training_of(effects)
    table = table_of(effects, chosen, without_effect)
    return _by_permutation(
        answer, redrawn(table, groups_of(effects), rng=rng, draws=draws), confidence
    )


def _by_covariance(
    answer: Aggregated, *, confidence: float, rng: np.random.Generator, draws: int
) -> Bands:
    spread, freedom = spread_and_freedom(answer.scores, answer.is_trained, answer.is_comparison)
    critical = simultaneous_critical_value(
        answer.scores, confidence=confidence, rng=rng, draws=draws
    )
    return Bands(
        answer=answer,
        half_widths=spread * t_for_z(critical, freedom),
        critical_value=critical,
        method="sup_t",
    )


def _by_permutation(answer: Aggregated, redrawn_values: Floats, confidence: float) -> Bands:
    spread = redrawn_values.std(axis=0)
    critical = float(np.quantile(np.abs(redrawn_values / spread).max(axis=1), confidence))
    return Bands(
        answer=answer, half_widths=critical * spread, critical_value=critical, method="permutation"
    )


def answerable(effects: GroupTimeEffects, chosen: Flags, *, at_least: int = 2) -> Flags:
    """Which of the answers rest on enough trained units and on some spread. Shape (j,)."""
    answer = aggregated(effects, chosen)
    has_spread = answer.standard_errors > effects.panel.dust
    return np.asarray((answer.n_trained >= at_least) & has_spread)
