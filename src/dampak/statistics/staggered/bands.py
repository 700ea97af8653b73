"""Several answers side by side, with bands that hold for all of them at once."""

from dataclasses import dataclass

import numpy as np

from dampak.foundation.answers import NoAnswer, Silence
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

MIN_BEHIND_AN_ERROR = 5  # trained units; a standard error from fewer is luck
MIN_BEHIND_A_DRAWING = 2  # permutations borrow their spread from all units


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
    the published covariance, carried over to t with the degrees of freedom of the smaller side of
    each answer. With fewer: the largest distance under permutations of the cohorts, after the
    overall effect has been taken out of the outcomes, widened by n / (n - 2) for having done so.
    Both cover 95 to 99 of 100 in simulated panels of 8 to 60 units; Satterthwaite's degrees of
    freedom cover 91 to 94, and permutations that are not widened 80 (8 units) to 94.
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
    spread, _ = spread_and_freedom(answer.scores, answer.is_trained, answer.is_comparison)
    sides = np.array([answer.n_trained, answer.n_comparison])
    smaller_side = np.where(sides > 1, sides, sides.max()).min(axis=0)
    critical = simultaneous_critical_value(
        answer.scores, confidence=confidence, rng=rng, draws=draws
    )
    return Bands(
        answer=answer,
        half_widths=spread * t_for_z(critical, smaller_side - 1.0),
        critical_value=critical,
        method="sup_t",
    )


def _by_permutation(answer: Aggregated, redrawn_values: Floats, confidence: float) -> Bands:
    n_units = answer.scores.shape[0]
    spread = redrawn_values.std(axis=0)
    critical = float(np.quantile(np.abs(redrawn_values / spread).max(axis=1), confidence))
    critical *= n_units / (n_units - 2)
    return Bands(
        answer=answer, half_widths=critical * spread, critical_value=critical, method="permutation"
    )


def answerable(effects: GroupTimeEffects, chosen: Flags) -> Flags | NoAnswer:
    """Which of the answers rest on enough trained units and on some spread. Shape (j,)."""
    overall = aggregated(effects, after_training(effects)[:, None])
    answer = aggregated(effects, chosen)
    needed = MIN_BEHIND_A_DRAWING if has_few_units(overall) else MIN_BEHIND_AN_ERROR
    is_enough = answer.n_trained >= needed
    if not is_enough.any():
        found = int(answer.n_trained.max())
        return NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=needed, found=found)
    has_spread = answer.standard_errors > effects.panel.dust
    kept = np.asarray(is_enough & has_spread)
    return kept if kept.any() else NoAnswer(why=Silence.NO_SPREAD)
