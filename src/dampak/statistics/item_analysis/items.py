"""Each question by itself: how many could do it, and whether the able could do it rather."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import Floats, Integers, share_between_0_and_1
from dampak.statistics.item_analysis.tables import right_or_wrong, too_small

OUTER_SHARE = 0.27  # Kelley's: smaller ends differ more, larger ones are better known


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ItemStatistics:
    """One number per question, shape (n_items,).

    ``n_presented`` people saw it; ``share_right`` of them were right, in the interval ``low`` to
    ``high``. ``item_rest`` correlates it with the share right in the rest of the test, from -1 to
    1. ``discrimination`` is the share right among the best 27 % less that among the weakest 27 %.
    Both are NaN where all answers, or all rests, are the same: such a question tells nobody apart.
    """

    n_presented: Integers
    share_right: Floats
    low: Floats
    high: Floats
    item_rest: Floats
    discrimination: Floats
    confidence: float
    method: str


def item_statistics(*, answers: ArrayLike, confidence: float = 0.95) -> ItemStatistics | NoAnswer:
    """Judge each question of a test by the answers it received.

    Parameters
    ----------
    answers
        Shape (n_people, n_items). 1 right, 0 wrong, NaN not presented. A question that was seen
        and left empty is wrong: write 0.
    confidence
        Coverage of each question's interval, strictly between 0 and 1.

    Returns
    -------
    ItemStatistics
        Intervals are Wilson's, good from ten people on. The rest of a question is the test
        without it, so that no question is correlated with itself. Method ``item_statistics/1``.
    NoAnswer
        If there are fewer than two questions or two people, or a question that nobody saw.

    Raises
    ------
    ValueError
        If an answer is not 0, 1 or NaN, the shape is not two-dimensional, or ``confidence`` is
        outside (0, 1).

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22, 209-212. Kelley (1939),
    Journal of Educational Psychology 30, 17-24. Henrysson (1963), Psychometrika 28, 211-218.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    table = right_or_wrong(answers)
    seen = np.isfinite(table)
    n = seen.sum(axis=0)
    fewest = int(n.min()) if n.size else 0
    if refusal := too_small(table, people=2, items=2) or _unseen(table, fewest):
        return refusal
    share = np.nansum(table, axis=0) / n
    low, high = wilson_interval(share, n, confidence=confidence)
    rest = _rest(table, seen)
    return ItemStatistics(
        n_presented=n.astype(np.int64),
        share_right=share,
        low=low,
        high=high,
        item_rest=_correlations(table, rest),
        discrimination=_between_best_and_weakest(table, rest),
        confidence=confidence,
        method="item_statistics/1",
    )


def wilson_interval(share: Floats, n: Integers, *, confidence: float) -> tuple[Floats, Floats]:
    """Wilson's interval of a share of ``n``; never outside 0 to 1.

    Raises
    ------
    ValueError
        If a share lies outside 0 to 1, an ``n`` is below 1, or ``confidence`` is outside (0, 1).
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    share, n = np.asarray(share, dtype=np.float64), np.asarray(n)
    if not (((share >= 0) & (share <= 1)).all() and (n >= 1).all()):
        raise ValueError("share must lie between 0 and 1, and n be at least 1, for every question")
    z = special.ndtri((1 + confidence) / 2)
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half_width = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return np.maximum(centre - half_width, 0.0), np.minimum(centre + half_width, 1.0)


def _unseen(table: Floats, fewest: int) -> NoAnswer | None:
    return too_small(table[:fewest], people=1, items=1)


def _rest(table: Floats, seen: np.ndarray) -> Floats:
    """For each person and question the share right of the other questions presented."""
    filled = np.where(seen, table, 0.0)
    others = seen.sum(axis=1)[:, None] - seen
    with np.errstate(invalid="ignore", divide="ignore"):
        rest = (filled.sum(axis=1)[:, None] - filled) / others
    return np.where(seen & (others > 0), rest, np.nan)


def _correlations(table: Floats, rest: Floats) -> Floats:
    both = np.isfinite(table) & np.isfinite(rest)
    n = np.maximum(both.sum(axis=0), 1)
    x = np.where(both, table - np.where(both, table, 0).sum(axis=0) / n, 0.0)
    y = np.where(both, rest - np.where(both, rest, 0).sum(axis=0) / n, 0.0)
    spread = np.sqrt((x**2).sum(axis=0) * (y**2).sum(axis=0))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(spread > 1e-12 * n, (x * y).sum(axis=0) / spread, np.nan)


def _between_best_and_weakest(table: Floats, rest: Floats) -> Floats:
    columns = zip(table.T, rest.T, strict=True)
    return np.array([_difference_of_ends(answer, score) for answer, score in columns])


def _difference_of_ends(answer: Floats, score: Floats) -> float:
    known = np.isfinite(answer) & np.isfinite(score)
    answer, score = answer[known], score[known]
    if answer.size == 0 or np.ptp(score) == 0:
        return np.nan
    return float(_share_at_the_end(answer, -score) - _share_at_the_end(answer, score))


def _share_at_the_end(answer: Floats, score: Floats) -> float:
    """The share right among the 27 % with the lowest scores; ties share the last places."""
    wanted = OUTER_SHARE * answer.size
    border = np.sort(score)[int(np.ceil(wanted)) - 1]
    inside, tied = score < border, score == border
    places = wanted - inside.sum()
    return float((answer[inside].sum() + places * answer[tied].mean()) / wanted)
