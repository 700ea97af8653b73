"""An interval from what the answer would be without each unit."""

from collections.abc import Sequence

import numpy as np
from scipy import special

from dampak.statistics.arrays import Flags, Floats
from dampak.statistics.intervals import spread_and_freedom


def spread_without_each(moves: Floats) -> float:
    """The jackknife's standard error, from how far the answer moves without each of n units."""
    n = moves.size
    return float(np.sqrt((n - 1) / n * (moves**2).sum()))


def t_of_groups(moves: Floats, is_trained: Flags, *, confidence: float) -> float:
    """The t value with the degrees of freedom of two groups of units (Satterthwaite).

    With fewer than two units in a group, those of all units less one.
    """
    freedom = moves.size - 1.0
    groups = (is_trained, ~is_trained)
    if all(group.sum() > 1 for group in groups):
        squares = np.array([[(moves[group] ** 2).sum()] for group in groups])
        sizes = np.array([[float(group.sum())] for group in groups])
        freedom = float(spread_and_freedom(squares, sizes)[1][0])
    return float(special.stdtrit(freedom, (1 + confidence) / 2))


def welch_reach(
    scores: Floats, sizes: Floats, groups: Sequence[Flags], *, confidence: float
) -> float:
    """Half the length of Welch's interval, from what each of n units adds to the error.

    A group of unequal units is worth fewer: as many as the squared sum of their ``sizes`` over the
    sum of the squares. Not a number if that leaves no degree of freedom.
    """
    squares = np.array([[(scores[group] ** 2).sum()] for group in groups])
    worth = np.array([[worth_in_units(sizes[group])] for group in groups])
    spread, freedom = spread_and_freedom(squares, worth)
    return float(special.stdtrit(freedom[0], (1 + confidence) / 2) * spread[0])


def without_each(parts: Floats, sizes: Floats) -> Floats:
    """How far a mean would move without each unit: its part, over the share of the others."""
    return np.asarray(parts / (1 - sizes / sizes.sum()))


def worth_in_units(sizes: Floats) -> float:
    """How many units of equal size would say as much (Kish 1965); nought for none."""
    return float(sizes.sum() ** 2 / (sizes**2).sum()) if sizes.any() else 0.0
