"""Outcomes of the same units move together: the joint drawings say how much that is worth."""

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import (
    SMALLEST,
    Flags,
    Floats,
    matrix_of_numbers,
    refuse_unless_generator,
    share_between_0_and_1,
    vector_of_numbers,
    whole_number,
)
from dampak.statistics.multiplicity.families import Adjusted, adjusted

DRAWS = 9_999
ENTRIES_AT_ONCE = 2_000_000


def step_down_p_values(
    *, statistics: ArrayLike, drawn: ArrayLike, level: float = 0.05
) -> Adjusted | NoAnswer:
    """Compare each statistic with the largest that luck makes among those not yet claimed.

    Less is lost than with `adjusted_p_values`, the more the outcomes move together.

    Parameters
    ----------
    statistics
        Shape (n,). The outcomes' t-values, or any that are on one scale.
    drawn
        Shape (draws, n). The same if nothing had moved: from re-drawings of who was trained, or
        bootstrap t-values less their centre. One drawing draws all outcomes at once.
    level
        The probability of a single false claim, strictly between 0 and 1.

    Returns
    -------
    Adjusted
        Two-sided; at least 1 / (draws + 1).
    NoAnswer
        If there are no statistics.

    Raises
    ------
    ValueError
        If the inputs are not finite numbers, or differ in their number of outcomes.

    References
    ----------
    Westfall and Young (1993). Romano and Wolf (2005), Econometrica 73, 1237-1282; (2016),
    Statistics and Probability Letters 113, 38-40: the p-values.
    """
    level = share_between_0_and_1(level, name="level")
    found = np.abs(vector_of_numbers(statistics, name="statistics"))
    luck = np.abs(matrix_of_numbers(drawn, name="drawn"))
    if luck.shape[1] != found.size or not luck.shape[0] or np.isnan(luck).any():
        raise ValueError(
            f"drawn must have one column without gaps per statistic ({found.size}) and at least "
            f"one row, got shape {luck.shape}"
        )
    if not found.size:
        return NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    clearest_first = np.argsort(-found, kind="stable")
    largest = np.maximum.accumulate(luck[:, clearest_first[::-1]], axis=1)[:, ::-1]
    n_beyond = (largest >= found[clearest_first] * (1 - 1e-12)).sum(axis=0)
    p_values = np.empty(found.size)
    p_values[clearest_first] = np.maximum.accumulate((1 + n_beyond) / (1 + luck.shape[0]))
    return adjusted(p_values, level=level, method="step_down_joint")


def step_down_by_permutation(
    *,
    outcomes: ArrayLike,
    trained: ArrayLike,
    rng: np.random.Generator,
    level: float = 0.05,
    draws: int = DRAWS,
) -> Adjusted | NoAnswer:
    """Which of several outcomes moved in the trained units more than in the others?

    Parameters
    ----------
    outcomes
        Shape (n_units, n). The change of each unit, one column per outcome, without gaps.
    trained
        Shape (n_units,), true where a unit was trained.
    rng
        Deals the training out anew among the units.
    level
        The probability of a single false claim, strictly between 0 and 1.
    draws
        Number of drawings.

    Returns
    -------
    Adjusted
        From Welch's t of every outcome under every drawing, with `step_down_p_values`.
    NoAnswer
        With fewer than two units on a side, or if an outcome is the same everywhere.

    Raises
    ------
    ValueError
        If ``outcomes`` are not finite numbers or ``trained`` is not one flag per unit.

    Notes
    -----
    Exact if the training was drawn by lot among the units.
    """
    refuse_unless_generator(rng)
    y = matrix_of_numbers(outcomes, name="outcomes")
    draws = whole_number(draws, name="draws", at_least=1)
    flags = np.asarray(trained)
    if flags.dtype != np.bool_ or flags.shape != (y.shape[0],):
        raise ValueError(f"trained must be one true or false per unit ({y.shape[0]})")
    if np.isnan(y).any():
        raise ValueError("outcomes holds gaps; leave out the units that miss an outcome")
    for n, why in (
        (int(flags.sum()), Silence.TOO_FEW_TRAINED),
        (int((~flags).sum()), Silence.TOO_FEW_COMPARISON),
    ):
        if n < 2:
            return NoAnswer(why=why, needed=2, found=n)
    if (np.ptp(y, axis=0) <= SMALLEST).any():
        return NoAnswer(why=Silence.NO_SPREAD)
    unit = (y - y.mean(axis=0)) / y.std(axis=0)
    batch = max(1, ENTRIES_AT_ONCE // flags.size)
    drawn = [
        _welch(unit, rng.permuted(np.tile(flags, (min(batch, draws - start), 1)), axis=1))
        for start in range(0, draws, batch)
    ]
    return step_down_p_values(
        statistics=_welch(unit, flags[None])[0], drawn=np.concatenate(drawn), level=level
    )


def _welch(outcomes: Floats, trained: Flags) -> Floats:
    """t of each outcome for each drawing of who is trained. Shape (draws, n)."""
    total, squares = outcomes.sum(axis=0), (outcomes**2).sum(axis=0)
    first, first_squares = trained @ outcomes, trained @ outcomes**2
    n = trained.sum(axis=1, keepdims=True)
    others = trained.shape[1] - n
    means = first / n, (total - first) / others
    spread = (first_squares / n - means[0] ** 2) / (n - 1)
    spread = spread + ((squares - first_squares) / others - means[1] ** 2) / (others - 1)
    return np.asarray((means[0] - means[1]) / np.sqrt(np.maximum(spread, 1e-12)))
