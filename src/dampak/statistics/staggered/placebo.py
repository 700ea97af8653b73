"""Pretend that the training came earlier: whatever is found then, training did not do."""

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import Estimate, NoAnswer
from dampak.statistics.arrays import matrix_of_numbers, refuse_unless_generator, vector_of_positions
from dampak.statistics.staggered.contrasts import Control
from dampak.statistics.staggered.group_time import group_time_effects
from dampak.statistics.staggered.overall import overall_effect


def placebo_in_time(
    *,
    outcomes: ArrayLike,
    first_treated: ArrayLike,
    periods_earlier: int,
    rng: np.random.Generator,
    control: Control = "not_yet",
    anticipation: int = 0,
    confidence: float = 0.95,
) -> Estimate | NoAnswer:
    """Estimate the overall effect of a training that is pretended to have come earlier.

    Only periods before the true training are used, of the trained and of those they are compared
    with. Parallel trends ask for an interval that holds nought.

    Parameters
    ----------
    outcomes, first_treated, control, anticipation
        As in `group_time_effects`.
    periods_earlier
        How many periods earlier; more than ``anticipation``.
    rng, confidence
        As in `overall_effect`.

    Returns
    -------
    Estimate | NoAnswer
        As from `overall_effect`. Units without a period before the pretended training are left
        out; if that is all of them, the answer is that there are no months before the training.

    Raises
    ------
    ValueError
        If ``periods_earlier`` is not more than ``anticipation``, or as in `group_time_effects`.
    """
    refuse_unless_generator(rng)
    if periods_earlier <= anticipation:
        raise ValueError(
            f"periods_earlier must be more than the anticipation of {anticipation}, "
            f"got {periods_earlier}"
        )
    y = matrix_of_numbers(outcomes, name="outcomes")
    first = vector_of_positions(first_treated, name="first_treated", length=y.shape[0])
    effects = group_time_effects(
        outcomes=y,
        first_treated=np.where(first < 0, first, np.maximum(first - periods_earlier, 0)),
        control=control,
        anticipation=anticipation,
        horizon=periods_earlier - anticipation - 1,
    )
    if isinstance(effects, NoAnswer):
        return effects
    return overall_effect(effects, rng=rng, confidence=confidence)
