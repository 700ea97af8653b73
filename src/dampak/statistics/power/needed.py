"""How many units, or how many months, would show the effect that matters?"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import finite_number, vector_of_positions
from dampak.statistics.power.detectable import Detectable, detectable_in
from dampak.statistics.power.goal import USUAL, Goal
from dampak.statistics.power.history import History
from dampak.statistics.power.weighing import Analysis, rollout_of

MOST_ROUNDS = 4096
MOST_MONTHS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """``value`` units or months are needed; ``detectable`` is what that plan can find."""

    value: int
    detectable: Detectable
    method: str


def units_needed(
    *,
    history: History,
    effect: float,
    first_treated: ArrayLike,
    n_periods: int,
    analysis: Analysis = "staggered",
    goal: Goal = USUAL,
) -> Needed | NoAnswer:
    """The fewest units, in whole rounds of a pattern, that find an effect as often as asked.

    Parameters
    ----------
    history, n_periods, analysis, goal
        As in `smallest_detectable_effect`.
    effect
        The smallest effect that matters, in the unit of the outcome; its sign does not matter.
    first_treated
        One round of the pattern in which units are dealt out, such as ``[6, -1]`` for a trained
        and an untrained unit, or ``[4, 8, 12, 16]`` for four equal groups.

    Returns
    -------
    Needed
        ``units_needed/1``.
    NoAnswer
        If no number of units would do, because the plan compares nothing, or more than 4,096
        rounds would be needed.

    Raises
    ------
    ValueError
        If ``effect`` is 0 or not finite, or another argument is wrong.
    """
    pattern = np.atleast_1d(np.asarray(first_treated))

    def plan(rounds: int) -> Detectable | NoAnswer:
        rollout = rollout_of(np.tile(pattern, rounds), n_periods=n_periods)
        if isinstance(rollout, NoAnswer):
            return rollout
        return detectable_in(rollout, history=history, analysis=analysis, goal=goal)

    found = _fewest(plan, _size(effect), least=1, most=MOST_ROUNDS)
    if isinstance(found, NoAnswer):
        return found
    rounds, detectable = found
    return Needed(value=rounds * pattern.size, detectable=detectable, method="units_needed/1")


def months_needed(
    *,
    history: History,
    effect: float,
    first_treated: ArrayLike,
    analysis: Analysis = "staggered",
    goal: Goal = USUAL,
) -> Needed | NoAnswer:
    """The fewest months, those before the training included, that find an effect.

    Only months after the last start are added: who is trained when, and the months before, stay as
    planned. Arguments and refusals as in `units_needed`, with ``first_treated`` (n_units,) for
    every unit. More months help only as far as the months before allow; if 120 do not do,
    the answer is that there are too few units.
    """
    planned = np.atleast_1d(np.asarray(first_treated))
    first = vector_of_positions(planned, name="first_treated", length=planned.size)

    def plan(n_periods: int) -> Detectable | NoAnswer:
        rollout = rollout_of(first, n_periods=n_periods)
        if isinstance(rollout, NoAnswer):
            return rollout
        return detectable_in(rollout, history=history, analysis=analysis, goal=goal)

    least = int(first.max(initial=0)) + 1
    found = _fewest(plan, _size(effect), least=least, most=max(MOST_MONTHS, least))
    if isinstance(found, NoAnswer):
        return found
    return Needed(value=found[0], detectable=found[1], method="months_needed/1")


def _size(effect: float) -> float:
    if finite_number(effect, name="effect") == 0:
        raise ValueError("effect must be a finite number other than 0, got 0")
    return abs(float(effect))


def _fewest(
    plan: Callable[[int], Detectable | NoAnswer], effect: float, *, least: int, most: int
) -> tuple[int, Detectable] | NoAnswer:
    """The smallest size whose plan finds the effect: doubling, then halving the gap."""
    below, size, answer = least - 1, least, plan(least)
    while isinstance(answer, NoAnswer) or answer.value > effect:
        if size >= most:
            return _not_even(answer)
        below, size = size, min(2 * size, most)
        answer = plan(size)
    while size - below > 1:
        middle = (below + size) // 2
        tried = plan(middle)
        if isinstance(tried, NoAnswer) or tried.value > effect:
            below = middle
        else:
            size, answer = middle, tried
    return size, answer


def _not_even(answer: Detectable | NoAnswer) -> NoAnswer:
    if isinstance(answer, NoAnswer):
        return answer
    return NoAnswer(why=Silence.TOO_FEW_UNITS, needed=answer.n_units + 1, found=answer.n_units)
