"""What is asked of a plan, and the t distribution when there is something to find."""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from dampak.statistics.arrays import Floats, share_between_0_and_1

CERTAIN = 1e6  # degrees of freedom of a variance that is assumed, not learnt
LEARNT = 64  # values that a variance learnt from a past may have had in truth


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


def chance_to_find(
    errors: float,
    *,
    freedom: float,
    confidence: float,
    widening: float = 1.0,
    past_freedom: float = CERTAIN,
) -> float:
    """The power of a two-sided t test of an effect that is so many standard errors large.

    ``widening`` multiplies the errors that the test finds. If the standard error was learnt from a
    past, with ``past_freedom``, this is the average over what it may have been in truth.
    """
    critical = widening * special.stdtrit(freedom, (1 + confidence) / 2)
    true = abs(errors) * np.sqrt(_variances_learnt(past_freedom))
    tails = special.nctdtr(freedom, true, np.array([[critical], [-critical]]))
    below, beyond = np.nan_to_num(tails)  # not a number where it is too small to be worked out
    return float(np.mean(1 - below + beyond))


def _variances_learnt(freedom: float) -> Floats:
    """Of a variance of 1, as likely one as the other."""
    if freedom >= CERTAIN:
        return np.ones(1)
    shares = (np.arange(LEARNT) + 0.5) / LEARNT
    return np.asarray(special.gammaincinv(freedom / 2, shares) * 2 / freedom)


def errors_to_find(
    goal: Goal, *, freedom: float, widening: float = 1.0, past_freedom: float = CERTAIN
) -> float:
    """How many standard errors large an effect must be to be found with this chance.

    Exact if the standard error is known; Bloom (1995) adds two quantiles of t instead, which comes
    near. The other arguments are those of `chance_to_find`.
    """

    def missing(errors: float) -> float:
        chance = chance_to_find(
            errors,
            freedom=freedom,
            confidence=goal.confidence,
            widening=widening,
            past_freedom=past_freedom,
        )
        return chance - goal.power

    most = 10.0
    while missing(most) < 0:
        most *= 2
    return float(optimize.brentq(missing, 0.0, most, xtol=1e-10))
