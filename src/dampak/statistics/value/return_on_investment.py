"""Was it worth its money?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import Floats, share_between_0_and_1, vector_of_numbers, whole_number
from dampak.statistics.value.cost_per_effect import LEAST_AMOUNT

FEWEST_DRAWS = 1_000  # the ends of a 95 % interval then rest on 25 drawings each


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnOnInvestment:
    """Benefit beside cost, all from the same drawings.

    ``benefit`` and ``net_benefit`` in money; ``benefit_per_cost`` (BCR) and ``return_share``
    without unit: 0.5 means that every rupiah came back with half a rupiah on top (ROI 50 %).
    ``share_paid_back`` is the share of the drawings in which the benefit exceeds the cost;
    ``break_even_share`` is the share of the estimated benefit that would just have paid the cost.
    """

    benefit: Measurement
    net_benefit: Measurement
    benefit_per_cost: Measurement
    return_share: Measurement
    share_paid_back: float
    break_even_share: float
    method: str = "return_on_investment/1"


def benefit_drawings(
    *,
    effect: ArrayLike,
    exposure: ArrayLike,
    value_of_one: ArrayLike,
    isolated_share: ArrayLike = 1.0,
    remaining_share: ArrayLike = 1.0,
) -> Floats:
    """Money from a change: effect x exposure x value of one x isolated x remaining.

    Each argument is one number, or has shape (draws,) where it is in doubt; the same position is
    the same world. ``effect`` per unit-month is positive when it is the wanted one; ``exposure``
    in unit-months (requests, hours); ``value_of_one`` in money for one unit of the outcome;
    ``isolated_share`` is what the training may claim, 1 after a comparison (Phillips' estimate x
    confidence otherwise); ``remaining_share`` is what is left of the change over the period.

    Raises
    ------
    ValueError
        If an argument is not finite, the shapes do not fit, a share lies outside 0 to 1, or an
        exposure is negative.
    """
    parts = {
        "effect": effect,
        "exposure": exposure,
        "value_of_one": value_of_one,
        "isolated_share": isolated_share,
        "remaining_share": remaining_share,
    }
    known = {name: vector_of_numbers(np.atleast_1d(v), name=name) for name, v in parts.items()}
    for name in ("isolated_share", "remaining_share"):
        outside = known[name][(known[name] < 0) | (known[name] > 1)]
        if outside.size:
            raise ValueError(f"{name} must lie between 0 and 1, got {outside[0]:g}")
    if (known["exposure"] < 0).any():
        raise ValueError(f"exposure cannot be negative, got {known['exposure'].min():g}")
    sizes = {len(values) for values in known.values()} - {1}
    if len(sizes) > 1:
        raise ValueError(f"the drawings must be equally many everywhere, got {sorted(sizes)}")
    return np.asarray(np.prod(np.broadcast_arrays(*known.values()), axis=0))


def return_on_investment(
    *, benefit: ArrayLike, cost: ArrayLike, n: int, confidence: float = 0.95
) -> ReturnOnInvestment | NoAnswer:
    """Set drawings of the benefit beside the cost.

    Parameters
    ----------
    benefit
        Shape (draws,), money, from `benefit_drawings`; negative where harm was done.
    cost
        Money above nought: one number, or shape (draws,) if it is in doubt.
    n
        Trained units behind the effect; only reported.
    confidence
        Coverage of the intervals, strictly between 0 and 1.

    Returns
    -------
    ReturnOnInvestment
        Values from the medians of benefit and cost, intervals from the quantiles of the drawings.
    NoAnswer
        If there are fewer than 1,000 drawings, or no cost is known (empty).

    Raises
    ------
    ValueError
        If a drawing is not finite, a cost is nought or negative, or the shapes do not fit.

    References
    ----------
    Phillips and Phillips (2016), Handbook of Training Evaluation, 4th ed.: BCR and ROI.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    n = whole_number(n, name="n")
    money = vector_of_numbers(benefit, name="benefit")
    spent = vector_of_numbers(np.atleast_1d(cost), name="cost")
    if money.size < FEWEST_DRAWS:
        return NoAnswer(why=Silence.TOO_FEW_CASES, needed=FEWEST_DRAWS, found=money.size)
    if not spent.size:
        return NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    if spent.min() < LEAST_AMOUNT:
        raise ValueError(f"cost must be above 0, got {spent.min():g}")
    if spent.size not in (1, money.size):
        raise ValueError(f"cost must hold 1 or {money.size} numbers, got {spent.size}")
    middle, middle_cost = float(np.median(money)), float(np.median(spent))

    def measured(drawn: Floats, value: float, what: str) -> Measurement:
        low, high = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2])
        return Measurement(
            value=value,
            low=float(low),
            high=float(high),
            confidence=confidence,
            n=n,
            method=f"{what}/1",
        )

    ratio = middle / middle_cost
    return ReturnOnInvestment(
        benefit=measured(money, middle, "benefit"),
        net_benefit=measured(money - spent, middle - middle_cost, "net_benefit"),
        benefit_per_cost=measured(money / spent, ratio, "benefit_per_cost"),
        return_share=measured(money / spent - 1, ratio - 1, "return_share"),
        share_paid_back=float((money > spent).mean()),
        break_even_share=float(np.inf) if middle <= 0 else middle_cost / middle,
    )
