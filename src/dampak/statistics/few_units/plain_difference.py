"""Difference-in-differences with few trained units, judged by placebos."""

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import refuse_unless_generator, share_between_0_and_1
from dampak.statistics.few_units.block import Block, block_of
from dampak.statistics.few_units.comparison import SyntheticComparison, Weights, compared


def plain_difference(
    *,
    outcomes: ArrayLike,
    first_treated: ArrayLike,
    rng: np.random.Generator,
    confidence: float = 0.95,
) -> SyntheticComparison | NoAnswer:
    """Compare the change of the trained units with the average change of the donors.

    Every donor and every month before the training counts the same: the yardstick that a blend
    should be held against. Unlike a blend it is not refused when the trained moved differently
    before; ``error_before`` beside ``placebo_errors_before`` shows it.

    Parameters
    ----------
    outcomes, first_treated, rng, confidence
        As for `synthetic_control`.

    Returns
    -------
    SyntheticComparison
        ``plain_difference/1``, with the placebo interval of `synthetic_control`.
    NoAnswer
        As `synthetic_control`, except for poor fit.

    Raises
    ------
    ValueError
        As `synthetic_control`.

    References
    ----------
    Arkhangelsky and others (2021), AER 111, 4088-4118, section I. Conley and Taber (2011), Review
    of Economics and Statistics 93, 113-125: inference from the donors' own luck.
    """
    refuse_unless_generator(rng)
    confidence = share_between_0_and_1(confidence, name="confidence")
    block = block_of(outcomes=outcomes, first_treated=first_treated)
    if isinstance(block, NoAnswer):
        return block
    return compared(block, _all_alike, method="plain_difference/1", confidence=confidence, rng=rng)


def _all_alike(block: Block) -> Weights:
    return Weights(
        of_donors=np.full(block.n_donors, 1 / block.n_donors),
        of_months=np.full(block.n_before, 1 / block.n_before),
    )
