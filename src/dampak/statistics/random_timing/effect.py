"""The sharpest effect when the month of training was drawn by lot."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import (
    Flags,
    Floats,
    finite_number,
    refuse_unless_generator,
    share_between_0_and_1,
    whole_number,
)
from dampak.statistics.imputation.few_units import too_few_to_redraw
from dampak.statistics.intervals import spread_and_freedom
from dampak.statistics.random_timing.drawn import Drawn, drawn_of
from dampak.statistics.random_timing.moments import Moments, moments_of, redrawn_moments
from dampak.statistics.random_timing.refined import refined_variance
from dampak.statistics.searching import ends_of

ENOUGH_UNITS = 10  # with fewer on a side, standard errors are too small by a wide margin
SMALL_COHORT = 5  # one smaller shows too little of its own spread
DRAWS = 1_999
POINTS = 41
AFTER, BEFORE = np.eye(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomTimingEffect:
    """An effect under random timing, in the unit of the outcome.

    ``adjustment`` is how much of the difference before the training was taken off: 0 compares the
    months after alone, 1 is the difference-in-differences of `dampak.statistics.staggered`.
    ``standard_error`` is Neyman's; ``refined_standard_error`` the published refinement, None where
    the cohorts are too small for it. ``standard_error`` is None where the interval was found by
    permutation.
    """

    value: float
    low: float
    high: float
    confidence: float
    n_trained: int
    n_comparison: int
    adjustment: float
    method: str
    standard_error: float | None = None
    refined_standard_error: float | None = None


@dataclass(frozen=True, slots=True)
class _Ask:
    adjustment: float | None
    confidence: float
    draws: int


def random_timing_effect(
    *,
    outcomes: ArrayLike,
    first_treated: ArrayLike,
    rng: np.random.Generator,
    adjustment: float | None = None,
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> RandomTimingEffect | NoAnswer:
    """Average the effects over trained unit-months, using that the order was drawn by lot.

    Parameters
    ----------
    outcomes
        Shape (n_units, n_periods), in the unit of the outcome, without gaps.
    first_treated
        Shape (n_units,). Position of the first period of training; -1 if never while the data
        run. Units trained in period 0 have no period before and are left out.
    rng, draws
        Draw the order anew where units are few; not touched otherwise.
    adjustment
        How much of the difference before the training to take off, if that was fixed beforehand: 0
        for a plain difference in means, 1 for a difference-in-differences. None takes what makes
        the variance least.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    RandomTimingEffect
        ``value`` averages over all trained unit-months in which some units are not trained yet.
        ``random_timing/1``: t with Satterthwaite's degrees of freedom, one less for the adjustment.
        ``random_timing_by_permutation/1`` with fewer than ten units trained or never trained, or
        a cohort of fewer than five: every constant effect that the studentised permutation test
        does not reject. ``n_comparison`` counts the units that serve only as comparison.
    NoAnswer
        If nobody was trained, everybody at once, or a cohort holds a single unit; with gaps; if
        the outcome never moves; if the units are too few for this confidence.

    Raises
    ------
    ValueError
        If an argument has the wrong shape, is infinite or not a number; if ``confidence`` is
        outside (0, 1) or ``adjustment`` not finite.

    Notes
    -----
    Rests on the lot and on units not changing before their training, not on parallel trends. If
    the order was *not* drawn by lot, the adjustment has nothing to stand on: use
    `dampak.statistics.staggered`.

    References
    ----------
    Roth and Sant'Anna (2023), Journal of Political Economy Microeconomics 1, 669-709.
    """
    refuse_unless_generator(rng)
    confidence = share_between_0_and_1(confidence, name="confidence")
    draws = whole_number(draws, name="draws", at_least=1)
    if adjustment is not None:
        adjustment = finite_number(adjustment, name="adjustment")
    drawn = drawn_of(outcomes=outcomes, first_treated=first_treated)
    if isinstance(drawn, NoAnswer):
        return drawn
    said = drawn.forms.per_unit(drawn.outcomes)
    found = moments_of(said, drawn.slots, np.arange(drawn.slots.size)[None])
    value, taken, error = (float(each[0]) for each in found.studentised(AFTER, BEFORE, adjustment))
    if error <= drawn.dust:
        return NoAnswer(why=Silence.NO_SPREAD)
    few = min(drawn.n_trained, drawn.n_comparison) < ENOUGH_UNITS
    if few or drawn.size.min() < SMALL_COHORT:
        ends = _by_permutation(drawn, _Ask(adjustment, confidence, draws), rng)
        if isinstance(ends, NoAnswer):
            return ends
        return _effect(drawn, value, ends, confidence, taken, error=None)
    half_width = _half_width(drawn, said, taken, confidence, is_fitted=adjustment is None)
    ends = value - half_width, value + half_width
    return _effect(drawn, value, ends, confidence, taken, error=error)


def random_timing_test(
    *,
    outcomes: ArrayLike,
    first_treated: ArrayLike,
    rng: np.random.Generator,
    null: float = 0.0,
    draws: int = DRAWS,
) -> float | NoAnswer:
    """How surprising the effect is, had the training the same effect ``null`` on every unit.

    Exact by the lot, whatever the number of units, and in large samples right for the mean effect
    too, because the effect is divided by its standard error in every drawing.

    Parameters and errors are those of `random_timing_effect`.

    Returns
    -------
    float
        The p-value of the two-sided permutation test.
    NoAnswer
        As from `random_timing_effect`.
    """
    refuse_unless_generator(rng)
    null, draws = finite_number(null, name="null"), whole_number(draws, name="draws", at_least=1)
    drawn = drawn_of(outcomes=outcomes, first_treated=first_treated)
    if isinstance(drawn, NoAnswer):
        return drawn
    said = drawn.forms.per_unit(drawn.outcomes - null * drawn.training)
    found = moments_of(said, drawn.slots, np.arange(drawn.slots.size)[None])
    if found.studentised(AFTER, BEFORE, None)[2][0] <= drawn.dust:
        return NoAnswer(why=Silence.NO_SPREAD)
    others = redrawn_moments(said, drawn.slots, rng=rng, draws=draws)
    return _p_value(found, others, [1.0, 0], [0.0, 1], None)


def _half_width(
    drawn: Drawn, said: Floats, adjustment: float, confidence: float, *, is_fitted: bool
) -> float:
    own = said[:, np.arange(drawn.slots.size), drawn.slots]
    scores = own[0] - adjustment * own[1]
    means = np.bincount(drawn.slots, scores) / drawn.size
    squares = np.bincount(drawn.slots, (scores - means[drawn.slots]) ** 2) / drawn.size**2
    spread, freedom = spread_and_freedom(squares[:, None], drawn.size[:, None].astype(np.float64))
    left = max(float(freedom[0]) - is_fitted, 1.0)
    widened = float(spread[0]) * np.sqrt((left + is_fitted) / left)
    return float(special.stdtrit(left, (1 + confidence) / 2) * widened)


def _by_permutation(
    drawn: Drawn, ask: _Ask, rng: np.random.Generator
) -> tuple[float, float] | NoAnswer:
    """All constant effects that the studentised test does not reject."""
    per_unit = drawn.forms.per_unit
    said = np.concatenate([per_unit(drawn.outcomes), per_unit(drawn.training)])
    found = moments_of(said, drawn.slots, np.arange(drawn.slots.size)[None])
    others = redrawn_moments(said, drawn.slots, rng=rng, draws=ask.draws)

    def accepts(effects: Floats) -> Flags:
        p_values = [
            _p_value(found, others, [1.0, 0, -x, 0], [0.0, 1, 0, -x], ask.adjustment)
            for x in effects
        ]
        return np.array(p_values) > 1 - ask.confidence

    one = np.eye(4)
    value, _, error = found.studentised(one[0], one[1], ask.adjustment)
    ends = ends_of(accepts, around=float(value[0]), spread=float(error[0]), points=POINTS)
    if ends is None or not np.isfinite(ends).all():
        return too_few_to_redraw(drawn.n_trained, drawn.n_comparison, ask.confidence)
    return ends


def _p_value(
    found: Moments,
    others: Moments,
    after: list[float],
    before: list[float],
    adjustment: float | None,
) -> float:
    roles = np.array(after), np.array(before)
    value, _, error = found.studentised(*roles, adjustment)
    values, _, errors = others.studentised(*roles, adjustment)
    at_least = np.abs(values) * error[0] >= np.abs(value[0]) * errors * (1 - 1e-9)
    return float((1 + at_least.sum()) / (1 + values.size))


def _effect(
    drawn: Drawn,
    value: float,
    ends: tuple[float, float],
    confidence: float,
    adjustment: float,
    *,
    error: float | None,
) -> RandomTimingEffect:
    refined = None if error is None else refined_variance(drawn, error**2)
    return RandomTimingEffect(
        value=value,
        low=ends[0],
        high=ends[1],
        confidence=confidence,
        n_trained=drawn.n_trained,
        n_comparison=drawn.n_comparison,
        adjustment=adjustment,
        method="random_timing/1" if error is not None else "random_timing_by_permutation/1",
        standard_error=error,
        refined_standard_error=None if refined is None else float(np.sqrt(refined)),
    )
