"""How the imputed effect grows or fades with the months since training."""

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import (
    Flags,
    Floats,
    Integers,
    refuse_unless_generator,
    share_between_0_and_1,
    whole_number,
)
from dampak.statistics.imputation.answering import (
    Answered,
    after_training,
    answered,
    silence_of,
)
from dampak.statistics.imputation.few_units import refusal_to_redraw, table_of, training_of
from dampak.statistics.imputation.fit import Cohorts, since_training
from dampak.statistics.intervals import (
    cautious_freedom,
    simultaneous_critical_value,
    t_for_z,
)
from dampak.statistics.panel import panel_of
from dampak.statistics.randomisation import DRAWS
from dampak.statistics.redrawn_bands import spread_and_critical_value
from dampak.statistics.staggered import EventPoint, EventStudy

MIN_BEHIND_AN_ERROR = 5  # trained units; a standard error from fewer is luck
FEWEST_DRAWS = 100  # bands rest on the rarest of them
MIN_BEHIND_A_DRAWING = 2  # permutations borrow their spread from all units


def imputed_event_study(
    *,
    outcomes: ArrayLike,
    first_treated: ArrayLike,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> EventStudy | NoAnswer:
    """Average the imputed effects for each number of periods since training.

    Parameters
    ----------
    outcomes, first_treated, confidence
        As in `imputed_effect`; ``confidence`` is that of all bands together.
    rng, draws
        Draw the largest distance of all points, on which the bands rest.

    Returns
    -------
    EventStudy
        Points from the first period of training on: the months before belong to the fit and are
        tested by `imputation_pre_trend_test`. Points on fewer than five trained units (two where
        the bands are found by permutation) are left out. ``standard_error`` is the published one.
    NoAnswer
        As from `imputed_effect`, or if no point is left.

    Raises
    ------
    ValueError
        As `imputed_effect`; if ``draws`` is not a whole number of at least 100.

    References
    ----------
    Borusyak, Jaravel and Spiess (2024), Review of Economic Studies 91, section 4.
    """
    refuse_unless_generator(rng)
    confidence = share_between_0_and_1(confidence, name="confidence")
    draws = whole_number(draws, name="draws", at_least=FEWEST_DRAWS)
    panel = panel_of(outcomes=outcomes, first_treated=first_treated)
    if isinstance(panel, NoAnswer):
        return panel
    overall = answered(panel, after_training)
    if refusal := silence_of(overall.imputed, panel):
        return refusal
    if overall.has_few_units and (refusal := refusal_to_redraw(panel)):
        return refusal
    study = answered(panel, _each_time_since)
    kept = _answerable(study, few=overall.has_few_units)
    if isinstance(kept, NoAnswer):
        return kept
    study = study.keeping(kept)
    if overall.has_few_units:
        critical, half_widths = _by_permutation(overall, study, confidence, rng, draws)
    else:
        critical, half_widths = _by_covariance(study, confidence, rng, draws)
    return EventStudy(
        points=_points(study, np.flatnonzero(kept), half_widths, few=overall.has_few_units),
        confidence=confidence,
        method=f"imputation_event_study_{'permutation' if overall.has_few_units else 'sup_t'}/2",
        critical_value=critical,
    )


def _each_time_since(cohorts: Cohorts, n_periods: int) -> Flags:
    times = np.arange(n_periods - cohorts.first[0])
    return np.asarray(since_training(cohorts, n_periods)[:, :, None] == times)


def _answerable(study: Answered, *, few: bool) -> Flags | NoAnswer:
    """Which points rest on enough trained units and on some spread. Shape (j,)."""
    needed = MIN_BEHIND_A_DRAWING if few else MIN_BEHIND_AN_ERROR
    n_trained = study.n_trained
    if n_trained.max() < needed:
        return NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=needed, found=int(n_trained.max()))
    has_spread = study.imputed.standard_errors > study.panel.dust
    kept = np.asarray((n_trained >= needed) & has_spread)
    return kept if kept.any() else NoAnswer(why=Silence.NO_SPREAD)


def _by_covariance(
    study: Answered, confidence: float, rng: np.random.Generator, draws: int
) -> tuple[float, Floats]:
    """The sup-t value, carried over to t with cautious degrees of freedom."""
    spread, found = study.spread_and_freedom()
    critical = simultaneous_critical_value(
        study.scores.T @ study.scores, found, confidence=confidence, rng=rng, draws=draws
    )
    sides = np.stack([study.n_trained, study.n_comparison]).astype(np.float64)
    return critical, spread * t_for_z(critical, cautious_freedom(found, sides))


def _by_permutation(
    overall: Answered, study: Answered, confidence: float, rng: np.random.Generator, draws: int
) -> tuple[float, Floats]:
    """The largest distance among drawings, the overall effect taken out of the data and of each."""
    panel = overall.panel
    training = training_of(panel)
    without = panel.outcomes - overall.imputed.values[0] * training
    spread, critical = spread_and_critical_value(
        table_of(study, without),
        table_of(overall, without),
        table_of(study, training),
        study.cohorts.label,
        confidence=confidence,
        rng=rng,
        draws=draws,
    )
    return critical, critical * spread


def _points(
    study: Answered, times: Integers, half_widths: Floats, *, few: bool
) -> tuple[EventPoint, ...]:
    imputed = study.imputed
    return tuple(
        EventPoint(
            periods_since=int(time),
            value=float(imputed.values[j]),
            low=float(imputed.values[j] - half_widths[j]),
            high=float(imputed.values[j] + half_widths[j]),
            n_units=int(study.n_trained[j]),
            standard_error=None if few else float(imputed.standard_errors[j]),
        )
        for j, time in enumerate(times)
    )
