"""Pretend the training had been held in the office's own past: what would have been found?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import Estimate, Measurement, NoAnswer, Silence
from dampak.statistics.arrays import (
    Floats,
    Integers,
    matrix_of_numbers,
    refuse_unless_generator,
    whole_number,
)
from dampak.statistics.phased import phased_effect
from dampak.statistics.power.goal import USUAL, Goal
from dampak.statistics.power.weighing import Analysis, rollout_of
from dampak.statistics.staggered import group_time_effects, overall_effect


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OwnPast:
    """The intervals of roll-outs that were only pretended; the truth behind each is 0.

    ``lows`` and ``highs`` (n_answered,) are in the unit of the outcome; ``n_redraws`` roll-outs
    were pretended. An effect that starts with the training and stays would have moved both ends
    by itself, so one set of intervals answers for every size of effect.
    """

    lows: Floats
    highs: Floats
    n_redraws: int
    goal: Goal

    @property
    def false_claims(self) -> Measurement:
        """The share of pretended roll-outs that found something, where there was nothing."""
        return self.chance_to_find(0.0)

    @property
    def smallest_detectable(self) -> float:
        """The effect, upwards or downwards, that would have been found as often as asked."""
        distances = np.sort(np.concatenate([-self.lows, self.highs]))
        at = int(np.ceil(self.goal.power * distances.size)) - 1
        return float(np.nextafter(max(distances[at], 0.0), np.inf))

    def chance_to_find(self, effect: float) -> Measurement:
        """The share that would have found this effect; its range is that of the redrawing alone."""
        found = (self.lows + effect > 0) | (self.highs + effect < 0)
        n, tail = found.size, (1 - self.goal.confidence) / 2
        k = int(found.sum())
        return Measurement(
            value=k / n,
            low=float(special.betaincinv(k, n - k + 1, tail)) if k else 0.0,
            high=float(special.betaincinv(k + 1, n - k, 1 - tail)) if k < n else 1.0,
            confidence=self.goal.confidence,
            n=n,
            method="power_on_own_past/1",
        )


def power_on_own_past(
    *,
    outcomes: ArrayLike,
    first_treated: ArrayLike,
    n_periods: int,
    rng: np.random.Generator,
    analysis: Analysis = "staggered",
    goal: Goal = USUAL,
    redraws: int = 400,
) -> OwnPast | NoAnswer:
    """Deal the planned dates of training out in past months, again and again, and analyse each.

    Parameters
    ----------
    outcomes
        Shape (n_units, n_past) of months in which nobody was trained; NaN where nothing was
        counted.
    first_treated
        Shape (n_planned,), at most n_units: the planned first months; -1 for never.
    n_periods
        Months of the plan, at most n_past; each time another stretch of the past is taken.
    rng
        Chooses stretches and units and deals out the dates.
    analysis, goal
        As in `smallest_detectable_effect`.
    redraws
        How often.

    Returns
    -------
    OwnPast
        False claims, the smallest detectable effect, and the chance to find any effect, with the
        outcome's true shape, dependence and gaps: no model of it is used.
    NoAnswer
        If the past has fewer units or months than the plan, or the analysis refuses every time.

    Raises
    ------
    ValueError
        If an argument has the wrong shape or is not offered.

    References
    ----------
    Bertrand, Duflo and Mullainathan (2004), Quarterly Journal of Economics 119, 249-275.
    """
    refuse_unless_generator(rng)
    past = matrix_of_numbers(outcomes, name="outcomes")
    redraws = whole_number(redraws, name="redraws", at_least=1)
    n_periods = whole_number(n_periods, name="n_periods")
    rollout = rollout_of(first_treated, n_periods=n_periods)
    if isinstance(rollout, NoAnswer):
        return rollout
    if past.shape[0] < rollout.first.size:
        return NoAnswer(
            why=Silence.TOO_FEW_UNITS, needed=int(rollout.first.size), found=past.shape[0]
        )
    if past.shape[1] < n_periods:
        return NoAnswer(why=Silence.TOO_FEW_MONTHS, needed=n_periods, found=past.shape[1])
    answers = [
        _pretended(past, rollout.first, n_periods, (analysis, goal), rng) for _ in range(redraws)
    ]
    found = [answer for answer in answers if isinstance(answer, Estimate)]
    if not found:
        return next(answer for answer in answers if isinstance(answer, NoAnswer))
    return OwnPast(
        lows=np.array([answer.low for answer in found]),
        highs=np.array([answer.high for answer in found]),
        n_redraws=redraws,
        goal=goal,
    )


def _pretended(
    past: Floats,
    first: Integers,
    n_periods: int,
    asked: tuple[Analysis, Goal],
    rng: np.random.Generator,
) -> Estimate | NoAnswer:
    analysis, goal = asked
    start = int(rng.integers(past.shape[1] - n_periods + 1))
    units = rng.permutation(past.shape[0])[: first.size]
    outcomes = past[units, start : start + n_periods]
    if analysis != "staggered":
        return phased_effect(
            outcomes=outcomes,
            first_treated=first,
            rng=rng,
            contrast=analysis,
            draws=999,
            confidence=goal.confidence,
        )
    effects = group_time_effects(outcomes=outcomes, first_treated=first)
    if isinstance(effects, NoAnswer):
        return effects
    return overall_effect(effects, rng=rng, confidence=goal.confidence)
