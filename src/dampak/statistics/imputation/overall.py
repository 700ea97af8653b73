"""One number for the programme: what came, less what the untrained months say would have come."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import Estimate, NoAnswer
from dampak.statistics.arrays import refuse_unless_generator, share_between_0_and_1
from dampak.statistics.imputation.answering import (
    Answered,
    after_training,
    answered,
    silence_of,
)
from dampak.statistics.imputation.few_units import (
    refusal_to_redraw,
    table_of,
    too_few_to_redraw,
    training_of,
)
from dampak.statistics.panel import panel_of
from dampak.statistics.randomisation import interval_by_inversion, redrawn


def imputed_effect(
    *,
    outcomes: ArrayLike,
    first_treated: ArrayLike,
    rng: np.random.Generator,
    confidence: float = 0.95,
) -> Estimate | NoAnswer:
    """Impute every trained unit-month from the untrained ones and average the differences.

    The level of each unit and the movement of each month are fitted on unit-months without
    training only; they say what the trained unit-months would have shown.

    Parameters
    ----------
    outcomes
        Shape (n_units, n_periods), in the unit of the outcome; NaN where nothing was counted.
    first_treated
        Shape (n_units,). Position of the first period of training; -1 if never while the data
        run. Units trained in period 0 have no period before and are left out.
    rng
        Deals the training out anew when there are few units; not touched otherwise.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Estimate
        ``value`` is the mean over all trained unit-months that can be imputed: months in which
        nobody is left untrained cannot. ``imputation/1``: the standard error is the published one;
        the interval enlarges each cohort's part by n / (n - 1), sets effects of cohorts of fewer
        than five units against those of all cohorts, and takes t with Satterthwaite's degrees of
        freedom. ``imputation_by_randomisation/1`` with fewer than ten units on a side: every
        constant effect that a permutation of the cohorts does not reject, without a standard
        error. ``n_comparison`` counts the units that serve only as comparison.
    NoAnswer
        If nobody was trained, everybody at once, or fewer than two units are left on a side; if
        the outcome never moves; with few units and gaps, or too few units for this confidence.

    Raises
    ------
    ValueError
        If an argument has the wrong shape, is infinite or not a number; if ``confidence`` is
        outside (0, 1).

    Notes
    -----
    Rests on parallel trends in *all* months, before the training too, which makes it sharper than
    `dampak.statistics.staggered` and more easily misled: print both. With gaps it is exact, by one
    equation per month; a gap must have nothing to do with the outcome.

    References
    ----------
    Borusyak, Jaravel and Spiess (2024), Review of Economic Studies 91, 3253-3285, theorem 3.
    """
    refuse_unless_generator(rng)
    confidence = share_between_0_and_1(confidence, name="confidence")
    panel = panel_of(outcomes=outcomes, first_treated=first_treated)
    if isinstance(panel, NoAnswer):
        return panel
    found = answered(panel, after_training)
    if refusal := silence_of(found.imputed, panel):
        return refusal
    if found.has_few_units:
        return _by_randomisation(found, confidence, rng)
    return _by_standard_error(found, confidence)


def _by_standard_error(found: Answered, confidence: float) -> Estimate:
    imputed = found.imputed
    value = float(imputed.values[0])
    spread, freedom = found.spread_and_freedom()
    half_width = float(special.stdtrit(freedom[0], (1 + confidence) / 2) * spread[0])
    return Estimate(
        value=value,
        low=value - half_width,
        high=value + half_width,
        confidence=confidence,
        n_trained=int(found.n_trained[0]),
        n_comparison=int(found.n_comparison[0]),
        method="imputation/1",
        standard_error=float(imputed.standard_errors[0]),
    )


def _by_randomisation(
    found: Answered, confidence: float, rng: np.random.Generator
) -> Estimate | NoAnswer:
    panel = found.panel
    if refusal := refusal_to_redraw(panel):
        return refusal
    value, sides = (
        float(found.imputed.values[0]),
        (int(found.n_trained[0]), int(found.n_comparison[0])),
    )
    tables = [table_of(found, y) for y in (panel.outcomes, training_of(panel))]
    drawn = redrawn(np.concatenate(tables, axis=2), found.cohorts.label, rng=rng)
    low, high = interval_by_inversion(value, *drawn.T, confidence=confidence)
    if not np.isfinite([low, high]).all():
        return too_few_to_redraw(*sides, confidence)
    return Estimate(
        value=value,
        low=low,
        high=high,
        confidence=confidence,
        n_trained=sides[0],
        n_comparison=sides[1],
        method="imputation_by_randomisation/1",
    )
