"""What one unit of change has cost."""

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from dampak.foundation.answers import Estimate, Measurement, NoAnswer, Silence
from dampak.statistics.arrays import finite_number, share_between_0_and_1, whole_number
from dampak.statistics.value.confidence_draws import refuse_outside_its_interval

LEAST_AMOUNT = 1e-50  # less is a slip of the unit, and dividing by it has no answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """A number known up to a normal error, such as a mean or a regression coefficient."""

    value: float
    standard_error: float

    def __post_init__(self) -> None:
        finite_number(self.value, name="value")
        finite_number(self.standard_error, name="standard_error", at_least=0.0)


def cost_per_effect(
    effect: Estimate, *, cost: float, exposure: float = 1.0
) -> Measurement | NoAnswer:
    """Divide a cost that is known by a change that is not.

    Parameters
    ----------
    effect
        The change per unit-month (or per request, per person), wanted direction or not: only its
        size counts. Its own interval is used, whatever method made it.
    cost
        Money spent, above nought, in one currency.
    exposure
        The number of unit-months (requests, persons) in which the change was enjoyed, above 0.

    Returns
    -------
    Measurement
        ``value`` in money per unit of the outcome: cost / (|effect| x exposure). As the cost is
        known, every value of the effect's interval maps to one cost, so the coverage is that of
        the effect; this is Fieller's interval with a numerator without error. ``n`` is the number
        of trained units.
    NoAnswer
        If the effect's interval holds nought: some of the values not ruled out cost without end.

    Raises
    ------
    ValueError
        If ``cost`` or ``exposure`` is not a number above nought, or the effect lies outside its
        own interval.

    References
    ----------
    Fieller (1954), Journal of the Royal Statistical Society B 16, 175-185.
    """
    cost = _above_nought(cost, name="cost")
    exposure = _above_nought(exposure, name="exposure")
    refuse_outside_its_interval(effect)
    if effect.low <= 0 <= effect.high:
        return NoAnswer(why=Silence.EFFECT_NOT_CLEAR)
    ends = sorted(cost / (abs(end) * exposure) for end in (effect.low, effect.high))
    return Measurement(
        value=cost / (abs(effect.value) * exposure),
        low=ends[0],
        high=ends[1],
        confidence=effect.confidence,
        n=effect.n_trained,
        method="cost_per_effect/1",
    )


def ratio_with_doubt(
    *,
    numerator: Doubtful,
    denominator: Doubtful,
    n: int,
    covariance: float = 0.0,
    freedom: float = math.inf,
    confidence: float = 0.95,
) -> Measurement | NoAnswer:
    """Divide one doubtful number by another, by Fieller's theorem.

    Parameters
    ----------
    numerator, denominator
        Jointly normal, such as mean cost per office and mean gain per office.
    n
        How many offices, people or cases both rest on; only reported.
    covariance
        Of the two errors; at most the product of the standard errors.
    freedom
        Degrees of freedom of the standard errors, infinite if they are known.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Measurement
        ``value`` = numerator / denominator. The interval holds every ratio r for which
        numerator - r x denominator cannot be told from nought: exact for normal errors.
    NoAnswer
        If the denominator cannot be told from nought: the set of ratios then has no end.

    Raises
    ------
    ValueError
        If ``covariance`` is more than the errors allow, ``freedom`` is not above nought, ``n`` is
        not a whole number, or ``confidence`` is outside (0, 1).

    References
    ----------
    Fieller (1954), JRSS B 16, 175-185. Zerbe (1978), The American Statistician 32, 103-105.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    if not (isinstance(freedom, int | float | np.number) and freedom > 0):
        raise ValueError(f"freedom must be above 0, or infinite, got {freedom!r}")
    n = whole_number(n, name="n")
    _refuse_impossible_covariance(numerator, denominator, covariance)
    squared = float(special.stdtrit(freedom, (1 + confidence) / 2)) ** 2
    a = denominator.value**2 - squared * denominator.standard_error**2
    b = numerator.value * denominator.value - squared * covariance
    c = numerator.value**2 - squared * numerator.standard_error**2
    if a <= 0:
        return NoAnswer(why=Silence.EFFECT_NOT_CLEAR)
    spread = math.sqrt(max(b * b - a * c, 0.0))
    return Measurement(
        value=numerator.value / denominator.value,
        low=(b - spread) / a,
        high=(b + spread) / a,
        confidence=confidence,
        n=n,
        method="ratio_by_fieller/1",
    )


def _above_nought(value: float, *, name: str) -> float:
    if finite_number(value, name=name) < LEAST_AMOUNT:
        raise ValueError(f"{name} must be above 0, got {value}")
    return float(value)


def _refuse_impossible_covariance(
    numerator: Doubtful, denominator: Doubtful, covariance: float
) -> None:
    most = numerator.standard_error * denominator.standard_error
    if abs(finite_number(covariance, name="covariance")) > most * (1 + 1e-9):
        raise ValueError(
            f"covariance must lie within the product of the standard errors ({most:g}), "
            f"got {covariance:g}"
        )
