"""What could this roll-out show, if it goes ahead as planned?"""

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import finite_number, share_between_0_and_1
from dampak.statistics.phased.draw import ONE_LOTTERY, Lots, lots_of
from dampak.statistics.power.evidence import Evidence, by_permutation, by_welch
from dampak.statistics.power.goal import USUAL, Goal, chance_to_find, errors_to_find
from dampak.statistics.power.history import History
from dampak.statistics.power.weighing import Analysis, Rollout, rollout_of, weights_of
from dampak.statistics.staggered.by_randomisation import ENOUGH_UNITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Detectable:
    """What a plan can find. ``value`` and ``standard_error`` are in the unit of the outcome.

    An effect of ``value`` is found with chance ``power`` by an interval of this ``confidence``;
    ``freedom`` are the degrees of freedom of its t distribution, ``widening`` is how many true
    standard errors its own come to. ``past_freedom`` are the degrees of freedom with which the past
    knew ``standard_error`` squared (a million where the history is assumed).
    """

    value: float
    standard_error: float
    freedom: float
    widening: float
    past_freedom: float
    power: float
    confidence: float
    n_units: int
    n_periods: int
    method: str


def smallest_detectable_effect(
    *,
    history: History,
    first_treated: ArrayLike,
    n_periods: int,
    analysis: Analysis = "staggered",
    goal: Goal = USUAL,
) -> Detectable | NoAnswer:
    """The smallest effect that a planned roll-out finds with the chance that is asked for.

    Parameters
    ----------
    history
        How the outcome varies: from `history_of` past months, or assumed.
    first_treated
        Shape (n_units,). The planned first period of training of each unit; -1 for never.
    n_periods
        Months that will be counted in all, those before the training included.
    analysis
        How the data will be analysed: ``"staggered"`` (``staggered.overall_effect``), or a
        contrast of ``phased.phased_effect``, if a lottery decides the order.
    goal
        Power and confidence.

    Returns
    -------
    Detectable
        ``detectable_<analysis>/1``, for one effect that starts in the first period of training.
    NoAnswer
        If nobody or everybody is trained at once, no month compares trained with untrained units,
        there are too few units, or a lottery could fall in too few ways.

    Raises
    ------
    ValueError
        If an argument has the wrong shape or is not offered.

    Notes
    -----
    The analysis is a weighted sum of outcomes whose weights the plan fixes; its variance follows
    from the history, unit by unit. The chance is the average over what the true variance may be
    after a past of so many units and months, so that short pasts ask for larger effects; for one
    past by itself the true power scatters about the promise.

    References
    ----------
    Hussey and Hughes (2007), Contemporary Clinical Trials 28, 182-191. Bloom (1995), Evaluation
    Review 19, 547-556. Burlig, Preonas and Woerman (2020), Journal of Development Economics 144.
    """
    rollout = rollout_of(first_treated, n_periods=n_periods)
    if isinstance(rollout, NoAnswer):
        return rollout
    return detectable_in(rollout, history=history, analysis=analysis, goal=goal)


def power_of_effect(
    *,
    history: History,
    effect: float,
    first_treated: ArrayLike,
    n_periods: int,
    analysis: Analysis = "staggered",
    confidence: float = 0.95,
) -> float | NoAnswer:
    """The chance that a planned roll-out finds an effect; arguments as above, ``effect`` in the
    unit of the outcome."""
    confidence = share_between_0_and_1(confidence, name="confidence")
    effect = finite_number(effect, name="effect")
    goal = Goal(power=(1 + 1 - confidence) / 2, confidence=confidence)
    rollout = rollout_of(first_treated, n_periods=n_periods)
    if isinstance(rollout, NoAnswer):
        return rollout
    known = _known(rollout, history, analysis, goal)
    if isinstance(known, NoAnswer):
        return known
    error, evidence = known
    return chance_to_find(effect / error, **asdict(evidence))


def detectable_in(
    rollout: Rollout, *, history: History, analysis: Analysis, goal: Goal
) -> Detectable | NoAnswer:
    """The same for a roll-out that has been checked."""
    known = _known(rollout, history, analysis, goal)
    if isinstance(known, NoAnswer):
        return known
    error, evidence = known
    attained = asdict(evidence) | {"goal": Goal(power=goal.power, confidence=evidence.confidence)}
    del attained["confidence"]
    name = analysis if isinstance(analysis, str) else "working_covariance"
    return Detectable(
        value=error * errors_to_find(**attained),
        standard_error=error,
        freedom=evidence.freedom,
        widening=evidence.widening,
        past_freedom=evidence.past_freedom,
        power=goal.power,
        confidence=goal.confidence,
        n_units=int(rollout.first.size),
        n_periods=rollout.n_periods,
        method=f"detectable_{name}/1",
    )


def _known(
    rollout: Rollout, history: History, analysis: Analysis, goal: Goal
) -> tuple[float, Evidence] | NoAnswer:
    """The true standard error of the plan, and what the analysis will know of it."""
    lots = None if _is_by_welch(rollout, analysis) else _lots(rollout)
    needed = int(np.ceil(2 / (1 - goal.confidence) - 1e-9))
    if lots is not None and lots.n_orderings < needed:
        return NoAnswer(why=Silence.TOO_FEW_ORDERINGS, needed=needed, found=lots.n_orderings)
    weights = weights_of(rollout, analysis)
    if not weights.any():
        return NoAnswer(why=Silence.NO_MONTHS_BEFORE, needed=1, found=0)
    parts = ((weights @ history.covariance(rollout.n_periods)) * weights).sum(axis=1)
    error = float(np.sqrt(parts.sum()))
    if lots is None:
        return error, by_welch(history, rollout, weights, confidence=goal.confidence)
    sizes = np.unique(rollout.first, return_counts=True)[1]
    return error, by_permutation(
        history,
        weights,
        confidence=goal.confidence,
        n_orderings=lots.n_orderings,
        n_alike=2 if sizes.size == 2 and np.ptp(sizes) == 0 else 1,
    )


def _is_by_welch(rollout: Rollout, analysis: Analysis) -> bool:
    n_never = int((rollout.first < 0).sum())
    is_enough = min(n_never, rollout.first.size - n_never) >= ENOUGH_UNITS
    return analysis == "staggered" and is_enough


def _lots(rollout: Rollout) -> Lots:
    return lots_of(ONE_LOTTERY, first=rollout.first, n_periods=rollout.n_periods)
