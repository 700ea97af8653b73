"""The interval of a coefficient of agreement, which can be no larger than one."""

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import Floats

PERFECT = 1 - 1e-12
ROUNDING = 1e-24  # of the squares of coefficients; less is not a difference between them
MOST_LEAN = 0.3  # at most twice as long upwards; one odd thing among few is no law


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """How a coefficient varies over the things judged.

    ``spread`` is its standard error, ``bias`` how far it lies too high on average, and ``lean`` how
    much more often it errs far upwards than far downwards (Efron's acceleration).
    """

    spread: float
    bias: float = 0.0
    lean: float = 0.0


def doubt_of_leaving_one_out(value: float, without_each: Floats) -> Doubt:
    """The jackknife's doubt, from the coefficient without each of the n things."""
    known = without_each[np.isfinite(without_each)]
    if known.size < 2:
        return Doubt(spread=0.0)
    n, moved = known.size, known.mean() - known
    squares = (moved**2).sum()
    if squares <= ROUNDING:
        return Doubt(spread=0.0)
    return Doubt(
        spread=float(np.sqrt((n - 1) / n * squares)),
        bias=float((n - 1) * (known.mean() - value)),
        lean=float((moved**3).sum() / (6 * squares**1.5)),
    )


def agreement_measured(
    value: float, *, doubt: Doubt, n: int, confidence: float, method: str
) -> Measurement | NoAnswer:
    """A coefficient with its interval over ``n`` things judged.

    A t interval of n - 1 degrees of freedom on Fisher's scale, arctanh, so that it stays within
    -1 and 1 and is longer downwards where agreement is high. Where it is low and errs upwards more
    than downwards, the interval is moved up accordingly (DiCiccio and Efron 1992, Biometrika 79,
    231-245). Under perfect agreement, or contradiction, there is no spread and no standard error:
    see `lowest_of_perfect`. Without a spread in between the data say nothing about the doubt.
    """
    tail = (1 - confidence) / 2
    if abs(value) >= PERFECT:
        ends = math.copysign(lowest_of_perfect(n, tail), value), math.copysign(1.0, value)
        low, high = sorted(ends)
    elif doubt.spread <= 0:
        return NoAnswer(why=Silence.EXACT_FIT)
    else:
        centre = math.atanh(min(max(value - doubt.bias, -PERFECT), PERFECT))
        step, t = doubt.spread / (1 - value**2), float(-special.stdtrit(n - 1, tail))
        lean = min(max(doubt.lean * t, 0.0), MOST_LEAN)
        low = math.tanh(centre - step * t / (1 + lean) ** 2)
        high = math.tanh(centre + step * t / (1 - lean) ** 2)
    return Measurement(
        value=value,
        low=min(low, value),
        high=max(high, value),
        confidence=confidence,
        n=n,
        method=method,
        standard_error=doubt.spread or None,
    )


def lowest_of_perfect(n: float, tail: float) -> float:
    """What ``n`` things without any disagreement cannot rule out.

    The agreement if things were judged by mere chance as often as n of them without one
    disagreement allow, at a one-sided confidence of 1 - ``tail``.
    """
    return float(tail ** (1 / n))
