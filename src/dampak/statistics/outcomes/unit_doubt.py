"""An interval from what the answer would be without each unit."""

from collections.abc import Sequence

import numpy as np
from scipy import optimize, special

from dampak.statistics.arrays import Flags, Floats
from dampak.statistics.intervals import spread_and_freedom

DUST = 1e-12  # of all cases: units that differ by less are of one size


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
    parts: Floats, sizes: Floats, groups: Sequence[Flags], *, confidence: float
) -> float:
    """Half the length of Welch's interval, for means over units of unequal ``sizes``.

    ``parts`` says what each of n units adds to the published error. That error is too small where
    a large unit pulls the mean towards itself, and rests on few units where the large ones differ
    by themselves. So each group's is made unbiased, with the degrees of freedom that belong to it,
    for units as unlike as `_spread_of_units` finds them. Nought if no unit differs.

    References
    ----------
    Bell and McCaffrey (2002), Survey Methodology 28, 169-181. Imbens and Kolesar (2016), REStat 98,
    701-712. Welch (1947), Biometrika 34, 28-35, for the sum of groups.
    """
    doubts = [_variance_and_freedom(parts[group], sizes[group]) for group in groups]
    variances, freedoms = np.array(doubts).T
    total = variances.sum()
    if total == 0:
        return 0.0
    freedom = total**2 / (variances**2 / freedoms).sum()
    return float(special.stdtrit(freedom, (1 + confidence) / 2) * np.sqrt(total))


def _variance_and_freedom(parts: Floats, sizes: Floats) -> tuple[float, float]:
    """CR2 of a mean over units by size, and its degrees of freedom (Satterthwaite).

    These are 2 E(V)^2 / var(V) of V = sum of weights * squares about the mean, whose covariances
    are those of ``around`` on the diagonal and of ``common`` less the two ``pull`` beside it.
    """
    share = sizes / sizes.sum()
    spread = _spread_of_units(parts / share, share)
    pull, around = share * spread, _about_the_mean(spread, share)
    common = float(share @ pull)
    enlarged = spread / around
    weights = share**2 * enlarged
    none, once, twice = (float(weights @ pull**power) for power in range(3))
    beside = (common * none) ** 2 - 4 * common * none * once + 2 * (none * twice + once**2)
    own = weights**2 @ (around**2 - (common - 2 * pull) ** 2)
    return float(enlarged @ parts**2), float(common**2 / (beside + own))


def _spread_of_units(surprises: Floats, share: Floats) -> Floats:
    """Variance of each unit: one part alike for all, one the smaller the larger the unit.

    The first is how far units differ by themselves, the second chance among their cases; both are
    what reproduces the squared ``surprises`` weighted by size, and by its square.
    """
    kinds = np.ones(share.size), 1 / (share.size * share)
    if np.ptp(share) <= DUST or not surprises.any():
        return kinds[0]
    weights = np.array([share, share**2])
    expected = weights @ np.column_stack([_about_the_mean(kind, share) for kind in kinds])
    size = expected[:, 0]
    found = optimize.nnls(  # type: ignore[attr-defined]  # scipy's stubs forget it
        expected / size[:, None], weights @ surprises**2 / size
    )[0]
    return np.asarray(np.column_stack(kinds) @ found)


def _about_the_mean(variances: Floats, share: Floats) -> Floats:
    """Variances of units about their mean by size."""
    return np.asarray(variances * (1 - 2 * share) + share**2 @ variances)


def worth_in_units(sizes: Floats) -> float:
    """How many units of equal size would say as much (Kish 1965); nought for none."""
    return float(sizes.sum() ** 2 / (sizes**2).sum()) if sizes.any() else 0.0
