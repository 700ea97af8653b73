"""Two tests with common questions on one scale, and how much that depends on the questions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, Integers, share_between_0_and_1
from dampak.statistics.item_analysis.score_linking import COMMON_ITEMS, common_positions
from dampak.statistics.item_response.linking_constants import ItemCurves, linking_constants
from dampak.statistics.item_response.normal_models import NormalItems

STEP = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScaleLink:
    """Ability on the second scale = intercept + slope * ability on the first.

    ``slope_error`` and ``intercept_error`` hold two doubts: about the people, and about the choice
    of common questions, the latter also by itself as ``..._linking_error``. ``drift`` (n_common,)
    is how much harder each common question is on the second scale than the line says.
    """

    slope: float
    intercept: float
    slope_error: float
    intercept_error: float
    slope_linking_error: float
    intercept_linking_error: float
    slope_low: float
    slope_high: float
    intercept_low: float
    intercept_high: float
    drift: Floats
    confidence: float
    method: str


def link_scales(
    *,
    first: NormalItems,
    second: NormalItems,
    common: ArrayLike,
    by: str = "stocking_lord",
    confidence: float = 0.95,
) -> ScaleLink | NoAnswer:
    """Turn abilities on the scale of a first group into abilities on that of a second.

    Parameters
    ----------
    first, second
        What `one_parameter_items` or `two_parameter_items` returned for different people.
    common
        Shape (n_common, 2). Positions of the common questions in the first and second test; those
        without a place in either are passed over.
    by
        As in `linking_constants`.
    confidence
        Coverage of each interval, strictly between 0 and 1.

    Returns
    -------
    ScaleLink
        ``intercept`` is the first group's mean ability on the second group's scale, ``slope`` its
        standard deviation. Method ``mean_mean_link/1`` and so on. The error about people comes
        from the covariance of the questions' parameters, that about questions from leaving out
        each common question, less what the people explain of it.
    NoAnswer
        If fewer than five common questions have a place on both scales.

    Raises
    ------
    ValueError
        If ``common`` is not pairs of positions within the tests without repetition, or ``by`` is
        unknown.

    References
    ----------
    Kolen and Brennan (2014), Test Equating, Scaling, and Linking, ch. 6 and 7. Monseur and Berezner
    (2007), Journal of Applied Measurement 8, 323-335: linking error by leaving out questions.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    pairs = common_positions(common, first.is_placed.size, second.is_placed.size)
    pairs = pairs[first.is_placed[pairs[:, 0]] & second.is_placed[pairs[:, 1]]]
    if len(pairs) < COMMON_ITEMS:
        return NoAnswer(why=Silence.NO_COMMON_ITEMS, needed=COMMON_ITEMS, found=len(pairs))
    curves = [_curves(first, pairs[:, 0]), _curves(second, pairs[:, 1])]
    line = np.array(linking_constants(curves[0], curves[1], by=by))
    people, by_question = _influence(curves, pairs, (first, second), by)
    linking, shared = _beyond_people(curves, by_question, by)
    total = np.sqrt(people + linking)
    # what rests on the common questions is known no better than from as many of them
    of_questions = np.minimum((shared + linking) / total**2, 1.0)
    freedom = (len(pairs) - 1) / of_questions**2
    half = special.stdtrit(freedom, (1 + confidence) / 2) * total
    moved = curves[0].moved(line[0], line[1])
    return ScaleLink(
        slope=float(line[0]),
        intercept=float(line[1]),
        slope_error=float(total[0]),
        intercept_error=float(total[1]),
        slope_linking_error=float(np.sqrt(linking[0])),
        intercept_linking_error=float(np.sqrt(linking[1])),
        slope_low=float(line[0] - half[0]),
        slope_high=float(line[0] + half[0]),
        intercept_low=float(line[1] - half[1]),
        intercept_high=float(line[1] + half[1]),
        drift=curves[1].difficulties - moved.difficulties,
        confidence=confidence,
        method=f"{by}_link/1",
    )


def _curves(items: NormalItems, positions: Integers) -> ItemCurves:
    return ItemCurves(slopes=items.slopes[positions], difficulties=items.difficulties[positions])


def _influence(
    curves: list[ItemCurves], pairs: Integers, tests: tuple[NormalItems, NormalItems], by: str
) -> tuple[Floats, Floats]:
    """Variance of the line (2,) from people, and of each question's part in it (2, n, n)."""
    n = len(pairs)
    variance, parts = np.zeros(2), np.zeros((2, n, n))
    for side, items in enumerate(tests):
        positions = pairs[:, side]
        both = np.concatenate([positions, items.is_placed.size + positions])
        covariance = items.covariance[np.ix_(both, both)]
        gradient = _gradient(curves, side, by)
        for number in range(2):
            along = gradient[number]
            variance[number] += along @ covariance @ along
            weighted = covariance * np.outer(along, along)
            parts[number] += weighted.reshape(2, n, 2, n).sum(axis=(0, 2))
    return variance, parts


def _gradient(curves: list[ItemCurves], side: int, by: str) -> Floats:
    """Of slope and intercept in one side's slopes and difficulties, (2, 2 * n_common)."""
    at = np.concatenate([curves[side].slopes, curves[side].difficulties])
    n, columns = curves[side].slopes.size, []
    for step in STEP * np.eye(at.size):
        ends = []
        for values in (at + step, at - step):
            moved = list(curves)
            moved[side] = ItemCurves(slopes=values[:n], difficulties=values[n:])
            ends.append(np.array(linking_constants(moved[0], moved[1], by=by)))
        columns.append((ends[0] - ends[1]) / (2 * STEP))
    return np.array(columns).T


def _beyond_people(curves: list[ItemCurves], by_question: Floats, by: str) -> tuple[Floats, Floats]:
    """Variance of the line from the choice of questions, and what people let them differ by.

    The first is the jackknife's over common questions less the second.
    """
    n = curves[0].slopes.size
    lines = []
    for left_out in range(n):
        kept = [
            ItemCurves(
                slopes=np.delete(curve.slopes, left_out),
                difficulties=np.delete(curve.difficulties, left_out),
            )
            for curve in curves
        ]
        lines.append(linking_constants(kept[0], kept[1], by=by))
    found = (n - 1) / n * ((np.array(lines) - np.mean(lines, axis=0)) ** 2).sum(axis=0)
    own, together = by_question.trace(axis1=1, axis2=2), by_question.sum(axis=(1, 2))
    shared = n / (n - 1) * (own - together / n)
    return np.maximum(found - shared, 0.0), np.maximum(shared, 1e-12)
