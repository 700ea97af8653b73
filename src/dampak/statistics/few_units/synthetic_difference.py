"""Synthetic difference-in-differences: a blend of units, and of the months before the training."""

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import Floats, refuse_unless_generator, share_between_0_and_1
from dampak.statistics.few_units.block import Block, block_of
from dampak.statistics.few_units.comparison import (
    SyntheticComparison,
    Weights,
    compared,
    unless_out_of_reach,
)
from dampak.statistics.few_units.simplex import Blend, closest_blend
from dampak.statistics.few_units.synthetic_control import EVENNESS


def synthetic_difference(
    *,
    outcomes: ArrayLike,
    first_treated: ArrayLike,
    rng: np.random.Generator,
    confidence: float = 0.95,
) -> SyntheticComparison | NoAnswer:
    """How far the trained moved beyond a blend of donors, since a blend of the months before.

    Parameters
    ----------
    outcomes, first_treated, rng, confidence
        As for `synthetic_control`.

    Returns
    -------
    SyntheticComparison
        ``synthetic_difference/1``. ``standard_error`` is the published placebo one, with all
        placebos tried where one unit was trained; the interval is the inverted placebo test.
    NoAnswer
        As `synthetic_control`.

    Raises
    ------
    ValueError
        As `synthetic_control`.

    Notes
    -----
    Bootstrap and jackknife over units have no meaning with one trained unit and are not offered.
    In the placebos the strength of the regularisation stays that of the data, as published.

    References
    ----------
    Arkhangelsky, Athey, Hirshberg, Imbens and Wager (2021), AER 111, 4088-4118: algorithms 1 and 4.
    """
    refuse_unless_generator(rng)
    confidence = share_between_0_and_1(confidence, name="confidence")
    block = block_of(outcomes=outcomes, first_treated=first_treated)
    if isinstance(block, NoAnswer):
        return block
    noise, n_after = block.noise, block.outcomes.shape[1] - block.n_before
    zeta = (block.n_treated * n_after) ** 0.25 * noise

    def weigher(each: Block) -> Weights:
        donors, months = _blend_of_donors(each, zeta), _blend_of_months(each, EVENNESS * noise)
        gap = max(donors.duality_gap, months.duality_gap)
        return Weights(of_donors=donors.weights, of_months=months.weights, duality_gap=gap)

    return unless_out_of_reach(
        compared(block, weigher, method="synthetic_difference/1", confidence=confidence, rng=rng)
    )


def _blend_of_donors(block: Block, zeta: float) -> Blend:
    donors, target = block.donors[:, : block.n_before].T, block.target[: block.n_before]
    return closest_blend(
        donors - donors.mean(axis=0), target - target.mean(), ridge=block.n_before * zeta**2
    )


def _blend_of_months(block: Block, zeta: float) -> Blend:
    outcomes = block.never_trained
    level = outcomes[:, : block.n_before].mean(axis=1, keepdims=True)
    moved: Floats = outcomes - level  # weights sum to 1, so a donor's level changes nothing
    before, after = moved[:, : block.n_before], moved[:, block.n_before :].mean(axis=1)
    return closest_blend(
        before - before.mean(axis=0), after - after.mean(), ridge=len(outcomes) * zeta**2
    )
