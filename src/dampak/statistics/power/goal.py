"""What is asked of a plan, and the t distribution when there is something to find."""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from dampak.statistics.arrays import share_between_0_and_1


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """Find an effect with chance ``power``, by an interval of this ``confidence``."""

    power: float = 0.8
    confidence: float = 0.95

    def __post_init__(self) -> None:
        share_between_0_and_1(self.power, name="power")
        share_between_0_and_1(self.confidence, name="confidence")
        if self.power <= 1 - self.confidence:
            raise ValueError(
                f"power must lie above the false claims allowed ({1 - self.confidence:.3g}), "
                f"got {self.power}"
            )


USUAL = Goal()


def chance_to_find(errors: float, *, freedom: float, confidence: float) -> float:
    """The power of a two-sided t test of an effect that is so many standard errors large."""
    critical = special.stdtrit(freedom, (1 + confidence) / 2)
    tails = special.nctdtr(freedom, abs(errors), [critical, -critical])
    below, beyond = np.nan_to_num(tails)  # not a number where it is too small to be worked out
    return float(1 - below + beyond)


def errors_to_find(goal: Goal, *, freedom: float) -> float:
    """How many standard errors large an effect must be to be found with this chance.

    Exact; Bloom (1995) adds two quantiles of t instead, which comes near.
    """

    def missing(errors: float) -> float:
        return chance_to_find(errors, freedom=freedom, confidence=goal.confidence) - goal.power

    most = 10.0
    while missing(most) < 0:
        most *= 2
    return float(optimize.brentq(missing, 0.0, most, xtol=1e-10))
