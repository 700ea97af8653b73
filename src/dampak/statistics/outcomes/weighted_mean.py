"""The mean over all cases when units and months differ in size, and units hang together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import matrix_of_numbers, share_between_0_and_1
from dampak.statistics.outcomes.unit_doubt import welch_reach, worth_in_units


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedMean:
    """A mean over cases, in the unit of the outcome, with what the weights and the units cost it.

    ``n`` counts units. ``design_effect`` says how many times as large the variance is as if all
    unit-months had weighed the same and been independent; ``worth_units`` how many units of equal
    weight would say as much: one giant among dwarfs is worth little more than itself.
    """

    value: float
    low: float
    high: float
    confidence: float
    n: int
    design_effect: float
    worth_units: float
    method: str = "weighted_mean/1"
    standard_error: float | None = None


def weighted_mean(
    *, values: ArrayLike, weights: ArrayLike, confidence: float = 0.95
) -> WeightedMean | NoAnswer:
    """Give the mean over all cases from the means of unit-months and their numbers of cases.

    Parameters
    ----------
    values
        Shape (n_units, n_months), such as the mean days of each unit and month; NaN if none.
    weights
        Same shape, 0 or more: how many cases stand behind each.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    WeightedMean
        Sum of weight times value over sum of weights. Each unit is one piece of evidence,
        whatever its months have to do with one another: ``standard_error`` is the jackknife's over
        units; the interval that of `welch_reach`, which knows that large units decide it.
    NoAnswer
        With fewer than two units, or all worth fewer than two; if nothing differs.

    Raises
    ------
    ValueError
        If the tables differ in shape or a weight is negative or infinite.

    References
    ----------
    Kish (1965), Survey Sampling, 8.2, 11.7. Cochran (1977), Sampling Techniques, chapter 6. Bell
    and McCaffrey (2002), Survey Methodology 28, 169-181: the interval.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    table = matrix_of_numbers(values, name="values")
    cases = matrix_of_numbers(weights, name="weights")
    if cases.shape != table.shape or (cases < 0).any():
        raise ValueError(
            f"weights must have the shape of values, {table.shape}, and be 0 or more, "
            f"got shape {cases.shape}"
        )
    known = np.isfinite(table) & (cases > 0)
    table, cases = np.where(known, table, 0.0), np.where(known, cases, 0.0)
    sizes, sums = cases.sum(axis=1), (cases * table).sum(axis=1)
    sizes, sums = sizes[sizes > 0], sums[sizes > 0]
    worth = worth_in_units(sizes)
    if worth < 2:
        return NoAnswer(why=Silence.TOO_FEW_UNITS, needed=2, found=int(worth))
    value = float(sums.sum() / sizes.sum())
    parts = (sums - value * sizes) / sizes.sum()
    without = (sums.sum() - sums) / (sizes.sum() - sizes) - value
    spread = float(np.sqrt((sizes.size - 1) / sizes.size * (without**2).sum()))
    apart = table[known] - value
    if spread <= 1e-12 * np.abs(table).max():
        return NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)
    reach = welch_reach(parts, sizes, (sizes > 0,), confidence=confidence)
    return WeightedMean(
        value=value,
        low=value - reach,
        high=value + reach,
        confidence=confidence,
        n=sizes.size,
        design_effect=float(spread**2 * apart.size / apart.var(ddof=1)),
        worth_units=worth,
        standard_error=spread,
    )
