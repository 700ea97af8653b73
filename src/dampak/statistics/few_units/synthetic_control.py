"""A trained unit beside a blend of units never trained that moved like it before."""

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import refuse_unless_generator, share_between_0_and_1
from dampak.statistics.few_units.block import Block, block_of
from dampak.statistics.few_units.comparison import (
    SyntheticComparison,
    Weights,
    compared,
    unless_out_of_reach,
)
from dampak.statistics.few_units.simplex import closest_blend

EVENNESS = 1e-4  # of the noise: chooses the most even among blends that fit equally well


def synthetic_control(
    *,
    outcomes: ArrayLike,
    first_treated: ArrayLike,
    rng: np.random.Generator,
    demeaned: bool = True,
    confidence: float = 0.95,
) -> SyntheticComparison | NoAnswer:
    """Compare one or a few trained units with the blend of others that tracked them before.

    Parameters
    ----------
    outcomes
        Shape (n_units, n_periods), every month counted.
    first_treated
        Shape (n_units,). Position of the first month of training, the same for all trained units;
        -1 for units never trained, the donors. Several trained units enter as their average.
    rng
        Draws the placebos when several units were trained and 199 do not hold all choices; not
        touched otherwise.
    demeaned
        Whether a blend may be higher or lower than the trained throughout, so that only movements
        must match. False is the classical synthetic control, which compares levels.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    SyntheticComparison
        ``synthetic_control_demeaned/1`` or ``synthetic_control/1``. The interval holds every
        constant effect that the placebo test does not reject: each donor in turn is treated as if
        trained, with the other donors as its donors.
    NoAnswer
        Too few donors for this confidence (19 for 95 % with one trained unit), fewer than 4 months
        before, gaps, no spread, or no blend that comes near the trained unit.

    Raises
    ------
    ValueError
        If an argument is not what it should be, or trained units began in different months.

    Notes
    -----
    Weights rest on the months before alone and no covariates, so the problem is convex and its
    answer unique. The interval and the p value are exact if the trained unit was drawn by lot;
    otherwise they rest on the trained unit's luck having been like that of the donors.

    References
    ----------
    Abadie, Diamond and Hainmueller (2010), JASA 105, 493-505. Doudchenko and Imbens (2016), NBER
    22791, and Ferman and Pinto (2021), Quantitative Economics 12, 1197-1221: the demeaned form.
    Firpo and Possebom (2018), Journal of Causal Inference 6(2): intervals by inversion.
    """
    refuse_unless_generator(rng)
    confidence = share_between_0_and_1(confidence, name="confidence")
    block = block_of(outcomes=outcomes, first_treated=first_treated)
    if isinstance(block, NoAnswer):
        return block
    weigher = demeaned_weights if demeaned else level_weights
    method = "synthetic_control_demeaned/1" if demeaned else "synthetic_control/1"
    return unless_out_of_reach(
        compared(block, weigher, method=method, confidence=confidence, rng=rng)
    )


def demeaned_weights(block: Block) -> Weights:
    """The blend that moved most like the target before; all months before count the same."""
    before = slice(block.n_before)
    donors = block.donors[:, before].T
    target = block.target[before]
    blend = closest_blend(
        donors - donors.mean(axis=0),
        target - target.mean(),
        ridge=block.n_before * (EVENNESS * block.noise) ** 2,
    )
    months = np.full(block.n_before, 1 / block.n_before)
    return Weights(of_donors=blend.weights, of_months=months, duality_gap=blend.duality_gap)


def level_weights(block: Block) -> Weights:
    """The blend that was closest to the target before, level and movement alike."""
    donors = block.donors[:, : block.n_before].T
    shared = donors.mean(axis=1)  # taken off both sides: weights sum to 1, so nothing changes
    blend = closest_blend(
        donors - shared[:, None],
        block.target[: block.n_before] - shared,
        ridge=block.n_before * (EVENNESS * block.noise) ** 2,
    )
    nothing = np.zeros(block.n_before)
    return Weights(of_donors=blend.weights, of_months=nothing, duality_gap=blend.duality_gap)
