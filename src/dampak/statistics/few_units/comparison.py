"""What a weighting of donors and months says about the trained units."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import SMALLEST, Floats, Integers
from dampak.statistics.few_units.block import Block
from dampak.statistics.few_units.placebos import Judged, Placebos, placebos_of, too_few_donors
from dampak.statistics.few_units.simplex import SETTLED
from dampak.statistics.panel import RESOLUTION
from dampak.statistics.randomisation import interval_by_inversion

OUT_OF_REACH = 2.0  # times the usual error of a placebo before the training


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """``of_donors`` (n_donors,) sum to 1; ``of_months`` (n_before,) sum to 1, or are all 0.

    Months of weight 0 mean that levels are compared as they are. ``duality_gap`` is that of
    `Blend`, the larger one if two were found.
    """

    of_donors: Floats
    of_months: Floats
    duality_gap: float = 0.0


Weigher = Callable[[Block], Weights]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SyntheticComparison:
    """How far the trained moved away from a blend of units never trained.

    ``value``, ``low``, ``high``, ``standard_error``, ``gaps``, ``error_before``,
    ``placebo_values`` and ``placebo_errors_before`` are in the unit of the outcome.

    - ``p_value``: share of the placebos, the trained counted in, that moved at least as far;
      it cannot fall below ``smallest_p_value``. ``ratio_p_value`` is the same with each movement
      divided by the error before the training.
    - ``standard_error``: the standard deviation of the placebos. The interval does not rest on it.
    - ``gaps`` (n_periods,): trained less blend, month by month, less their weighted mean before
      (nothing is taken off where levels are compared). ``value`` is their mean after.
    - ``error_before``: root mean square of the gaps before the training, about their mean unless
      levels are compared.
    - ``placebo_values`` and ``placebo_errors_before`` (n_placebos,): the same of units that were
      not trained, or mostly not; what the estimated effect adds to them is taken off.
    - ``donor_weights`` and ``donor_rows`` (n_donors,): how much of each donor, and which row of
      the data it was. ``month_weights`` (n_before,).
    - ``duality_gap``: how much better other weights could at most have been, see `Blend`.
    """

    value: float
    low: float
    high: float
    confidence: float
    n_trained: int
    n_comparison: int
    method: str
    standard_error: float
    p_value: float
    smallest_p_value: float
    ratio_p_value: float
    gaps: Floats
    error_before: float
    placebo_values: Floats
    placebo_errors_before: Floats
    donor_weights: Floats
    donor_rows: Integers
    month_weights: Floats
    duality_gap: float


def compared(
    block: Block, weigher: Weigher, *, method: str, confidence: float, rng: np.random.Generator
) -> SyntheticComparison | NoAnswer:
    """The comparison, its placebos, and all constant effects that these do not reject."""
    if refusal := too_few_donors(block, confidence):
        return refusal
    weights = weigher(block)
    if weights.duality_gap > SETTLED:
        return NoAnswer(why=Silence.NO_STABLE_SOLUTION)
    own = judged(block, weights)
    placebos = placebos_of(block, lambda each: judged(each, weigher(each)), rng=rng)
    if max(abs(own.value), np.abs(placebos.values).max()) <= _dust(block):
        return NoAnswer(why=Silence.NO_SPREAD)
    low, high = interval_by_inversion(
        own.value, placebos.values, placebos.training, confidence=confidence
    )
    if not np.isfinite([low, high]).all():
        found = block.n_donors
        return NoAnswer(why=Silence.TOO_FEW_COMPARISON, needed=found + 1, found=found)
    if high - low <= _dust(block):  # nearly all units stood still together
        return NoAnswer(why=Silence.NO_SPREAD)
    return _record(block, weights, own, placebos, (low, high, confidence, method))


def judged(block: Block, weights: Weights) -> Judged:
    """The movement after, the error before, and how much of the real training is in it."""
    gaps = gaps_of(block, weights)
    before = gaps[: block.n_before]
    around = before.mean() if weights.of_months.any() else 0.0
    really = block.was_trained
    in_blend = weights.of_donors @ really[~block.is_treated]
    return Judged(
        value=float(gaps[block.n_before :].mean()),
        error_before=float(np.sqrt(np.mean((before - around) ** 2))),
        training=float(really[block.is_treated].mean() - in_blend),
    )


def gaps_of(block: Block, weights: Weights) -> Floats:
    """Treated less blend by period, less the weighted mean before. Shape (n_periods,)."""
    gaps = block.target - weights.of_donors @ block.donors
    return np.asarray(gaps - weights.of_months @ gaps[: block.n_before])


def unless_out_of_reach(
    answer: SyntheticComparison | NoAnswer,
) -> SyntheticComparison | NoAnswer:
    """Silence if no blend comes near the trained: worse than every placebo and twice the median."""
    if isinstance(answer, NoAnswer):
        return answer
    worst, usual = answer.placebo_errors_before.max(), np.median(answer.placebo_errors_before)
    if answer.error_before > max(worst, OUT_OF_REACH * usual):
        return NoAnswer(why=Silence.NO_OVERLAP)
    return answer


def _dust(block: Block) -> float:
    return max(RESOLUTION * float(np.abs(block.outcomes).max()), SMALLEST)


def _record(
    block: Block,
    weights: Weights,
    own: Judged,
    placebos: Placebos,
    found: tuple[float, float, float, str],
) -> SyntheticComparison:
    low, high, confidence, method = found
    as_if_untrained = placebos.values - own.value * placebos.training
    return SyntheticComparison(
        value=own.value,
        low=low,
        high=high,
        confidence=confidence,
        n_trained=block.n_treated,
        n_comparison=block.n_donors,
        method=method,
        standard_error=float(as_if_untrained.std()),
        p_value=placebos.rank_of(own),
        smallest_p_value=1 / (placebos.values.size + 1),
        ratio_p_value=placebos.rank_of_ratio(own),
        gaps=gaps_of(block, weights),
        error_before=own.error_before,
        placebo_values=as_if_untrained,
        placebo_errors_before=placebos.errors_before,
        donor_weights=weights.of_donors,
        donor_rows=block.rows[~block.is_treated],
        month_weights=weights.of_months,
        duality_gap=weights.duality_gap,
    )
