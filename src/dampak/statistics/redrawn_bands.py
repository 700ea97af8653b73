"""Bands by permutation, where an effect had to be taken out of the data before dealing anew."""

import numpy as np

from dampak.statistics.arrays import Floats, Integers
from dampak.statistics.randomisation import redrawn

NOTHING_LEFT = 1e-12  # of a variance; a smaller one is rounding


def spread_and_critical_value(
    answers: Floats,
    effect: Floats,
    training: Floats,
    groups: Integers,
    *,
    confidence: float,
    rng: np.random.Generator,
    draws: int,
) -> tuple[Floats, float]:
    """How far each of j answers strays by permutation, and how many times that covers all of them.

    The effect that was taken out had been estimated from the same units, and took some of their
    noise with it: distances are measured by a spread that is too small. So every drawing is
    treated as the data were. Its own effect is taken out, and its distances are measured by the
    spread that is left then, which follows in closed form: if the outcomes less x times the
    training of a drawing are dealt out anew, the variance of an answer is a parabola in x.

    Parameters
    ----------
    answers, effect
        Shapes (n_units, g, j) and (n_units, g, 1). What each unit, its effect taken out, adds to
        the answers and to that effect when it is in group g.
    training
        Shape (n_units, g, j). What its training alone, 1 while trained and else 0, adds to the
        answers.
    groups
        Shape (n_units,). The group of each unit as it was.

    Returns
    -------
    The standard deviations (j,) of the answers over all ways to deal out the groups, and the
    quantile of the largest distance in these.

    References
    ----------
    Beran (1988), JASA 83, 687-697: prepivoting. Hoeffding (1951), Annals of Mathematical
    Statistics 22, 558-566: the variance over all permutations.
    """
    size = np.bincount(groups).astype(np.float64)
    own, of_training = _apart(answers, size), _apart(training, size)
    scale = 1 / (groups.size - 1)
    variance = scale * np.einsum("igj,g->j", own**2, size)
    curve = scale * np.einsum("igj,g->j", of_training**2, size)
    path = of_training[np.unique(groups, return_index=True)[1]]
    slope = scale * np.einsum("igj,hgj,g->ihj", own, path, size, optimize=True)

    drawn = redrawn(np.concatenate([answers, slope, effect], 2), groups, rng=rng, draws=draws)
    j = variance.size
    taken = drawn[:, 2 * j :]
    left = variance - 2 * taken * drawn[:, j : 2 * j] + taken**2 * curve
    left = np.maximum(left, NOTHING_LEFT * variance)
    largest = (np.abs(drawn[:, :j]) / np.sqrt(left)).max(axis=1)
    return np.sqrt(variance), float(np.quantile(largest, confidence, method="weibull"))


def _apart(table: Floats, size: Floats) -> Floats:
    """A table less its means over units and over the places in the groups."""
    by_place = table - table.mean(axis=0)
    mean = np.einsum("igj,g->ij", by_place, size / size.sum())
    return np.asarray(by_place - mean[:, None, :])
