"""Does a model reproduce how often questions, and pairs of questions, are answered right? M2."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, Integers
from dampak.statistics.item_analysis.tables import answered_in_full, right_or_wrong
from dampak.statistics.item_response.marginal import LOG_WEIGHTS, NODES
from dampak.statistics.item_response.normal_models import NormalItems


@dataclass(frozen=True, slots=True, kw_only=True)
class OverallFit:
    """How far a model is from shares right and shares of pairs both right.

    ``p_value``: the chance of so large an ``m2`` if the model holds. ``rmsea`` is the misfit per
    degree of freedom whatever the number of people, with its 90 % interval ``rmsea_low`` to
    ``rmsea_high``; below .05 is usually called close.
    """

    m2: float
    freedom: int
    p_value: float
    rmsea: float
    rmsea_low: float
    rmsea_high: float
    n_people: int
    method: str


def overall_fit(*, answers: ArrayLike, items: NormalItems) -> OverallFit | NoAnswer:
    """Maydeu-Olivares and Joe's M2 for a one- or two-parameter model.

    Parameters
    ----------
    answers
        Shape (n_people, n_items). The answers that ``items`` was fitted to; only people with all
        questions are counted.
    items
        What `one_parameter_items` or `two_parameter_items` returned.

    Returns
    -------
    OverallFit
        Method ``m2/1``.
    NoAnswer
        If nobody has all questions, or there are too few questions to leave freedom.

    Raises
    ------
    ValueError
        If an answer is not 0, 1 or NaN, or the questions are not as many as in ``items``.

    References
    ----------
    Maydeu-Olivares and Joe (2005), Journal of the American Statistical Association 100, 1009-1020;
    (2014), Multivariate Behavioral Research 49, 305-328.
    """
    table = right_or_wrong(answers)
    if table.shape[1] != items.is_placed.size:
        raise ValueError(
            f"answers must have the {items.is_placed.size} questions of items, got {table.shape[1]}"
        )
    table = answered_in_full(table[:, items.is_placed])
    pairs = np.array([*combinations(range(table.shape[1]), 2)], dtype=np.int64).reshape(-1, 2)
    freedom = table.shape[1] + len(pairs) - items.n_parameters
    if freedom < 1:
        return NoAnswer(why=Silence.TOO_FEW_ITEMS, needed=4, found=table.shape[1])
    if not table.shape[0]:
        return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=1, found=0)
    return _record(_m2(table, pairs, items), freedom, table.shape[0])


def _m2(table: Floats, pairs: Integers, items: NormalItems) -> float:
    slopes, difficulties = items.slopes[items.is_placed], items.difficulties[items.is_placed]
    weights = np.exp(LOG_WEIGHTS)
    chance = special.expit(slopes * (NODES[:, None] - difficulties))
    moments = np.hstack([chance, chance[:, pairs[:, 0]] * chance[:, pairs[:, 1]]])
    expected = weights @ moments
    both = table.T @ table / table.shape[0]
    seen = np.concatenate([np.diag(both), both[pairs[:, 0], pairs[:, 1]]])
    slope = _derivatives(chance, pairs, weights, is_equal=items.n_parameters == slopes.size + 1)
    inverse = np.linalg.inv(_covariance(chance, moments, pairs, weights))
    off = seen - expected
    left = inverse @ slope
    middle = np.linalg.solve(slope.T @ left, left.T @ off)
    return float(table.shape[0] * (off @ inverse @ off - (left.T @ off) @ middle))


def _derivatives(chance: Floats, pairs: Integers, weights: Floats, *, is_equal: bool) -> Floats:
    """Of the expected moments in slopes and easiness, (n_moments, n_parameters)."""
    k = chance.shape[1]
    spread = weights[:, None] * chance * (1 - chance)
    blocks = []
    for lever in (NODES, np.ones(NODES.size)):
        by_item = (spread * lever[:, None]).T
        cross = by_item @ chance  # (moved question, its partner)
        block = np.zeros((k + len(pairs), k))
        block[np.arange(k), np.arange(k)] = by_item.sum(axis=1)
        rows = k + np.arange(len(pairs))
        block[rows, pairs[:, 0]] = cross[pairs[:, 0], pairs[:, 1]]
        block[rows, pairs[:, 1]] = cross[pairs[:, 1], pairs[:, 0]]
        blocks.append(block)
    if is_equal:
        blocks[0] = blocks[0].sum(axis=1, keepdims=True)
    return np.hstack(blocks)


def _covariance(chance: Floats, moments: Floats, pairs: Integers, weights: Floats) -> Floats:
    """Of one person's moments: the chance of being right on all questions of two of them."""
    k = chance.shape[1]
    together = moments.T @ (weights[:, None] * moments)
    for item in range(k):
        # a question in both moments is answered once
        mine = np.concatenate([[item], k + np.flatnonzero((pairs == item).any(axis=1))])
        without = moments[:, mine] / chance[:, [item]]
        once = without.T @ (weights[:, None] * chance[:, [item]] * without)
        together[np.ix_(mine, mine)] = once
    expected = weights @ moments
    np.fill_diagonal(together, expected)
    return np.asarray(together - np.outer(expected, expected))


def _record(m2: float, freedom: int, n: int) -> OverallFit:
    low, high = _noncentrality(m2, freedom, 0.95), _noncentrality(m2, freedom, 0.05)
    rmsea = [np.sqrt(value / (n * freedom)) for value in (max(m2 - freedom, 0.0), low, high)]
    return OverallFit(
        m2=m2,
        freedom=freedom,
        p_value=float(special.chdtrc(freedom, m2)),
        rmsea=float(rmsea[0]),
        rmsea_low=float(rmsea[1]),
        rmsea_high=float(rmsea[2]),
        n_people=n,
        method="m2/1",
    )


def _noncentrality(m2: float, freedom: int, share: float) -> float:
    """The noncentrality under which m2 is at this quantile; 0 where there is none."""
    if special.chdtr(freedom, m2) <= share:
        return 0.0
    return float(special.chndtrinc(m2, freedom, share))
