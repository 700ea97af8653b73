"""Points of one test in points of another, when different people took them: linear linking."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, share_between_0_and_1
from dampak.statistics.item_analysis.tables import answered_in_full, right_or_wrong, too_small

COMMON_ITEMS = 5
PEOPLE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """What linear linking knows of one group: its total, its common questions, their covariance.

    Means in points, variances and the covariance in squared points.
    """

    mean: float
    variance: float
    common_mean: float
    common_variance: float
    covariance: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScoreLink:
    """The line that turns scores of the first test into scores of the second.

    ``linked`` = intercept + slope * score at each score of the first test, 0 to its number of
    questions, with ``standard_errors`` and intervals ``low`` to ``high``; all (n_items + 1,).
    """

    slope: float
    intercept: float
    linked: Floats
    standard_errors: Floats
    low: Floats
    high: Floats
    n_first: int
    n_second: int
    n_common: int
    confidence: float
    method: str


def link_scores(
    *,
    first: ArrayLike,
    second: ArrayLike,
    common: ArrayLike,
    by: str = "tucker",
    confidence: float = 0.95,
) -> ScoreLink | NoAnswer:
    """Put the scores of two tests with common questions on one scale, the second's.

    Parameters
    ----------
    first, second
        Shapes (n_people, n_items) and (m_people, m_items). 1 right, 0 wrong, NaN not presented;
        different people, only those with all questions are counted.
    common
        Shape (n_common, 2). Positions of the common questions in the first and second test. They
        count in both totals.
    by
        ``"tucker"``: the regression of the total on the common questions is the same in both
        groups; better where the groups are alike. ``"levine"``: their true scores agree; better
        where the groups differ much.
    confidence
        Coverage of each interval, strictly between 0 and 1.

    Returns
    -------
    ScoreLink
        For a population like the first group. ``tucker/1`` or ``levine/1``, errors by the delta
        method from each person's influence on the moments.
    NoAnswer
        If the tests share fewer than five questions, a group has fewer than 30 people, or the
        common questions do not vary or do not go with the total.

    Raises
    ------
    ValueError
        If an answer is not 0, 1 or NaN, ``common`` is not pairs of positions within the tests
        without repetition, or ``by`` is neither.

    References
    ----------
    Kolen and Brennan (2014), Test Equating, Scaling, and Linking, ch. 4. Levine (1955), ETS
    RB-55-23.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    _refuse_other(by)
    tables = [right_or_wrong(first, name="first"), right_or_wrong(second, name="second")]
    pairs = common_positions(common, tables[0].shape[1], tables[1].shape[1])
    if len(pairs) < COMMON_ITEMS:
        return NoAnswer(why=Silence.NO_COMMON_ITEMS, needed=COMMON_ITEMS, found=len(pairs))
    groups = [answered_in_full(table) for table in tables]
    for group in groups:
        if refusal := too_small(group, people=PEOPLE, items=COMMON_ITEMS):
            return refusal
    scores = [
        np.column_stack([group.sum(axis=1), group[:, pairs[:, side]].sum(axis=1)])
        for side, group in enumerate(groups)
    ]
    return _linked(scores, groups[0].shape[1], len(pairs), by, confidence)


def common_positions(common: ArrayLike, n_first: int, n_second: int) -> np.ndarray:
    """Pairs of positions of the common questions, within both tests and without repetition."""
    pairs = np.asarray(common)
    if pairs.size == 0:
        return np.empty((0, 2), dtype=np.int64)
    if pairs.ndim != 2 or pairs.shape[1] != 2 or pairs.dtype.kind not in "iu":
        raise ValueError(f"common must be pairs of positions (n, 2), got shape {pairs.shape}")
    for side, size in enumerate((n_first, n_second)):
        column = pairs[:, side]
        if column.min() < 0 or column.max() >= size or np.unique(column).size < column.size:
            raise ValueError(f"common must name different positions from 0 to {size - 1}")
    return pairs.astype(np.int64)


def linear_link(
    first: Moments, second: Moments, *, by: str, weight_first: float = 1.0
) -> tuple[float, float]:
    """Slope and intercept from the moments of both groups, for common questions inside the totals.

    ``weight_first`` is the share of the first group in the population that the line is for.

    Raises
    ------
    ValueError
        If ``by`` is neither method, a variance or covariance is not above nought, or the weight
        lies outside 0 to 1.
    """
    _refuse_impossible(first, second, by, weight_first)
    one, two = _leaning(first, by), _leaning(second, by)
    other = 1 - weight_first
    apart = first.common_mean - second.common_mean
    apart_2 = first.common_variance - second.common_variance
    mixed = weight_first * other * apart**2
    variance_1 = first.variance + one**2 * (mixed - other * apart_2)
    variance_2 = second.variance + two**2 * (mixed + weight_first * apart_2)
    mean_1, mean_2 = first.mean - other * one * apart, second.mean + weight_first * two * apart
    slope = float(np.sqrt(max(variance_2, 0.0) / variance_1))
    return slope, mean_2 - slope * mean_1


def _refuse_other(by: str) -> None:
    if by not in ("tucker", "levine"):
        raise ValueError(f"by must be 'tucker' or 'levine', got {by!r}")


def _refuse_impossible(first: Moments, second: Moments, by: str, weight_first: float) -> None:
    _refuse_other(by)
    if not 0 <= weight_first <= 1:
        raise ValueError(f"weight_first must be from 0 to 1, got {weight_first}")
    for name, group in (("first", first), ("second", second)):
        if not min(group.variance, group.common_variance, group.covariance) > 0:
            raise ValueError(f"{name} must have variances and a covariance above 0, got {group}")


def _leaning(group: Moments, by: str) -> float:
    """Points of the total for each point of the common questions."""
    if by == "tucker":
        return group.covariance / group.common_variance
    return group.variance / group.covariance


def _named(values: Floats) -> Moments:
    return Moments(
        mean=values[0],
        variance=values[1],
        common_mean=values[2],
        common_variance=values[3],
        covariance=values[4],
    )


def _moments(scores: Floats) -> Floats:
    """Mean and variance of the total, of the common questions, and their covariance."""
    (total, common), covariance = scores.mean(axis=0), np.cov(scores.T)
    return np.array([total, covariance[0, 0], common, covariance[1, 1], covariance[0, 1]])


def _influence(scores: Floats) -> Floats:
    """What each person adds to each of the moments, (n_people, 5)."""
    total, common = (scores - scores.mean(axis=0)).T
    parts = np.column_stack([total, total**2, common, common**2, total * common])
    return np.asarray(parts - parts.mean(axis=0))


def _linked(
    scores: list[Floats], n_items: int, n_common: int, by: str, confidence: float
) -> ScoreLink | NoAnswer:
    moments = [_moments(group) for group in scores]
    if any(each[3] <= 0 or each[4] <= 1e-12 for each in moments):
        return NoAnswer(why=Silence.NO_SPREAD)
    score = np.arange(n_items + 1.0)

    def line(values: Floats) -> Floats:
        slope, intercept = linear_link(_named(values[:5]), _named(values[5:]), by=by)
        return intercept + slope * score

    values = np.concatenate(moments)
    slope, intercept = linear_link(_named(moments[0]), _named(moments[1]), by=by)
    gradient = optimize.approx_fprime(values, line, 1e-6)
    variance = np.zeros(score.size)
    for side, group in enumerate(scores):
        moved = _influence(group) @ gradient[:, 5 * side : 5 * side + 5].T
        variance += (moved**2).sum(axis=0) / len(group) / (len(group) - 1)
    error = np.sqrt(variance)
    linked, z = line(values), special.ndtri((1 + confidence) / 2)
    return ScoreLink(
        slope=slope,
        intercept=intercept,
        linked=linked,
        standard_errors=error,
        low=linked - z * error,
        high=linked + z * error,
        n_first=len(scores[0]),
        n_second=len(scores[1]),
        n_common=n_common,
        confidence=confidence,
        method=f"{by}/1",
    )
