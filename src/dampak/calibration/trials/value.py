"""Money: costs per effect, returns, and people's discounted opinions."""

import numpy as np
from scipy import special

from dampak.calibration.trial import REFUSED, Seen, Trial, seen
from dampak.foundation.answers import Estimate, NoAnswer
from dampak.statistics.value import (
    Doubtful,
    benefit_drawings,
    drawings_of,
    isolated_share,
    ratio_with_doubt,
    return_on_investment,
)


def cost_per_gain(rng: np.random.Generator, effect: float) -> Seen:
    """Fifteen offices, each with its own cost and gain, the two going together."""
    shared = rng.normal(size=15)
    cost = 40 + 6 * shared + rng.normal(0, 6, 15)
    gain = effect + shared + rng.normal(0, 1, 15)
    covariance = np.cov(cost, gain) / 15
    answer = ratio_with_doubt(
        numerator=Doubtful(value=float(cost.mean()), standard_error=float(covariance[0, 0] ** 0.5)),
        denominator=Doubtful(
            value=float(gain.mean()), standard_error=float(covariance[1, 1] ** 0.5)
        ),
        covariance=float(covariance[0, 1]),
        freedom=14,
        n=15,
    )
    if effect == 0:  # a cost per change that is not there would be the false claim
        return Seen(claimed=float(not isinstance(answer, NoAnswer)))
    return Seen(covered=seen(answer, truth=40 / effect).covered)


def ascribed_by_people(rng: np.random.Generator, _effect: float) -> Seen:
    """Twelve superiors; most ascribe little and are half sure."""
    answer = isolated_share(ascribed=rng.beta(1.5, 3, 12), sure=rng.beta(4, 2, 12))
    return Seen(covered=seen(answer, truth=(1.5 / 4.5) * (4 / 6)).covered)


def returned(rng: np.random.Generator, effect: float) -> Seen:
    """Twenty trained and twenty other units; an effect of 4 is worth twice its cost."""
    trained, others = rng.normal(effect, 3, 20), rng.normal(0, 3, 20)
    answer = return_on_investment(
        benefit=benefit_drawings(
            effect=drawings_of(_difference(trained, others), rng=rng, draws=4_000),
            exposure=240,
            value_of_one=50.0,
        ),
        cost=24_000.0,
        n=20,
    )
    if isinstance(answer, NoAnswer):
        return REFUSED
    return seen(answer.return_share, truth=effect / 2 - 1, null=-1.0)


def _difference(trained: np.ndarray, others: np.ndarray) -> Estimate:
    error = float(np.sqrt(trained.var(ddof=1) / 20 + others.var(ddof=1) / 20))
    value, half = float(trained.mean() - others.mean()), float(special.stdtrit(38, 0.975)) * error
    return Estimate(
        value=value,
        low=value - half,
        high=value + half,
        confidence=0.95,
        n_trained=20,
        n_comparison=20,
        method="welch/1",
        standard_error=error,
    )


TRIALS = (
    Trial(
        code="cost-per-gain",
        method="ratio_by_fieller/1",
        world="15 offices, cost and gain go together",
        once=cost_per_gain,
        effect=1.5,
    ),
    Trial(
        code="ascribed-share",
        method="isolated_share/1",
        world="12 superiors, skewed opinions",
        once=ascribed_by_people,
        effect=None,
        n_small=300,
    ),
    Trial(
        code="return-on-investment",
        method="return_on_investment/1",
        world="20 trained and 20 other units, benefit twice the cost",
        once=returned,
        effect=4.0,
    ),
)
