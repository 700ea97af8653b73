"""One number for the whole programme."""

import numpy as np
from scipy import special

from dampak.foundation.answers import Estimate, NoAnswer
from dampak.statistics.arrays import refuse_unless_generator, share_between_0_and_1
from dampak.statistics.intervals import spread_and_freedom
from dampak.statistics.randomisation import interval_by_inversion, redrawn
from dampak.statistics.staggered.aggregating import after_training, overall
from dampak.statistics.staggered.by_randomisation import (
    groups_of,
    has_few_units,
    refusal_to_redraw,
    table_of,
    too_few_to_redraw,
    training_of,
)
from dampak.statistics.staggered.effects import GroupTimeEffects
from dampak.statistics.staggered.evidence import Aggregated


def overall_effect(
    effects: GroupTimeEffects, *, rng: np.random.Generator, confidence: float = 0.95
) -> Estimate | NoAnswer:
    """Average the effects over all cohorts and months after the training.

    Parameters
    ----------
    effects
        What `group_time_effects` returned.
    rng
        Deals the training out anew when there are few units; not touched otherwise.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Estimate
        ``value`` in the unit of the outcome: the mean over cohorts and months since training,
        each weighted by its trained units (with gaps: those counted). ``group_time_overall/2``:
        the standard error is the published one, the interval is Welch's, with the units trained
        and those never trained as its two groups, each worth as many units as the inequality of
        their weights allows. ``group_time_overall_by_randomisation/1`` with fewer than ten
        units on a side: the interval holds every constant effect that a permutation of the cohorts
        does not reject, and there is no standard error. ``n_comparison`` counts the units that
        serve only as comparison.
    NoAnswer
        With few units and gaps, weights or covariates; or too few units for this confidence.

    Raises
    ------
    ValueError
        If ``confidence`` is outside (0, 1).

    References
    ----------
    Callaway and Sant'Anna (2021), eq. 3.10 and the influence function of R's ``did::aggte``.
    """
    refuse_unless_generator(rng)
    confidence = share_between_0_and_1(confidence, name="confidence")
    answer = overall(effects)
    if has_few_units(answer):
        return _by_randomisation(effects, answer, confidence, rng)
    spread, freedom = spread_and_freedom(answer.sides.squares, answer.sides.worth)
    half_width = special.stdtrit(freedom[0], (1 + confidence) / 2) * spread[0]
    value = float(answer.values[0])
    return Estimate(
        value=value,
        low=float(value - half_width),
        high=float(value + half_width),
        confidence=confidence,
        n_trained=int(answer.n_trained[0]),
        n_comparison=int(answer.n_comparison[0]),
        method="group_time_overall/2",
        standard_error=float(answer.standard_errors[0]),
    )


def _by_randomisation(
    effects: GroupTimeEffects, answer: Aggregated, confidence: float, rng: np.random.Generator
) -> Estimate | NoAnswer:
    if refusal := refusal_to_redraw(effects, answer):
        return refusal
    chosen = after_training(effects)[:, None]
    value = float(answer.values[0])
    tables = [table_of(effects, chosen, y) for y in (effects.panel.outcomes, training_of(effects))]
    outcome, training = redrawn(np.concatenate(tables, axis=2), groups_of(effects), rng=rng).T
    low, high = interval_by_inversion(value, outcome, training, confidence=confidence)
    if not np.isfinite([low, high]).all():
        return too_few_to_redraw(answer, confidence)
    return Estimate(
        value=value,
        low=low,
        high=high,
        confidence=confidence,
        n_trained=int(answer.n_trained[0]),
        n_comparison=int(answer.n_comparison[0]),
        method="group_time_overall_by_randomisation/1",
    )
