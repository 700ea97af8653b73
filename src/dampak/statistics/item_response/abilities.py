"""How able is each person, once the questions are placed? Warm's estimate or the expectation."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, Integers, share_between_0_and_1
from dampak.statistics.item_analysis.tables import right_or_wrong

FARTHEST = 20.0  # logits; no estimate of Warm's lies there
NODES = np.linspace(-6.0, 6.0, 121)


class PlacedItems(Protocol):
    """Questions with slopes and difficulties, (n_items,), NaN for those without a place."""

    @property
    def slopes(self) -> Floats: ...
    @property
    def difficulties(self) -> Floats: ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Abilities:
    """One entry per person, shape (n_people,), in logits of the questions' scale.

    ``low`` to ``high`` is each person's own interval; NaN for people to whom no question with a
    place was presented. ``n_answered`` counts the questions with a place.
    """

    values: Floats
    standard_errors: Floats
    low: Floats
    high: Floats
    n_answered: Integers
    confidence: float
    method: str


def abilities(
    *, answers: ArrayLike, items: PlacedItems, confidence: float = 0.95
) -> Abilities | NoAnswer:
    """Estimate each person's ability by itself, by Warm's weighted likelihood.

    Parameters
    ----------
    answers
        Shape (n_people, n_items). 1 right, 0 wrong, NaN not presented; the questions of ``items``.
    items
        What `rasch_items`, `one_parameter_items` or `two_parameter_items` returned.
    confidence
        Coverage of each interval, averaged over people, strictly between 0 and 1.

    Returns
    -------
    Abilities
        Nearly unbiased, and finite also for people with all right or all wrong. Use it to compare
        averages: `expected_abilities` are drawn together. Method ``warm/1``.
    NoAnswer
        If no question has a place, or nobody answered one.

    Raises
    ------
    ValueError
        If an answer is not 0, 1 or NaN, or the questions are not as many as in ``items``.

    References
    ----------
    Warm (1989), Psychometrika 54, 427-450.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    table, slopes, difficulties = _as_placed(answers, items)
    seen = np.isfinite(table)
    if not seen.any():
        return NoAnswer(why=Silence.TOO_FEW_ITEMS, needed=1, found=0)
    values = np.full(table.shape[0], np.nan)
    errors = values.copy()
    known = seen.any(axis=1)
    values[known], errors[known] = warm(table[known], slopes, difficulties)
    z = special.ndtri((1 + confidence) / 2)
    return Abilities(
        values=values,
        standard_errors=errors,
        low=values - z * errors,
        high=values + z * errors,
        n_answered=seen.sum(axis=1),
        confidence=confidence,
        method="warm/1",
    )


def expected_abilities(
    *, answers: ArrayLike, items: PlacedItems, confidence: float = 0.95
) -> Abilities | NoAnswer:
    """Expect each person's ability from the answers and from all people's being normal (EAP).

    Parameters are those of `abilities`; ``items`` must come from `one_parameter_items` or
    `two_parameter_items`, whose scale gives the people mean 0 and standard deviation 1.

    Returns
    -------
    Abilities
        The most accurate guess for each person, drawn towards the average by as much as the
        test is unreliable; the interval is that of the posterior. Method ``expected/1``.
    NoAnswer, Raises
        As in `abilities`.

    References
    ----------
    Bock and Mislevy (1982), Applied Psychological Measurement 6, 431-444.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    table, slopes, difficulties = _as_placed(answers, items)
    seen = np.isfinite(table)
    if not seen.any():
        return NoAnswer(why=Silence.TOO_FEW_ITEMS, needed=1, found=0)
    lean = slopes * (NODES[:, None] - difficulties)
    filled = np.where(seen, table, 0.0)
    logs = filled @ lean.T - seen @ np.logaddexp(0, lean).T - NODES**2 / 2
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    values = weights @ NODES
    spread = np.sqrt(np.maximum(weights @ NODES**2 - values**2, 0.0))
    tail = (1 - confidence) / 2
    return Abilities(
        values=values,
        standard_errors=spread,
        low=_quantiles(weights, tail),
        high=_quantiles(weights, 1 - tail),
        n_answered=seen.sum(axis=1),
        confidence=confidence,
        method="expected/1",
    )


def _as_placed(answers: ArrayLike, items: PlacedItems) -> tuple[Floats, Floats, Floats]:
    table = right_or_wrong(answers)
    placed: Flags = np.isfinite(items.difficulties)
    if table.shape[1] != placed.size:
        raise ValueError(
            f"answers must have the {placed.size} questions of items, got {table.shape[1]}"
        )
    return table[:, placed], items.slopes[placed], items.difficulties[placed]


def warm(table: Floats, slopes: Floats, difficulties: Floats) -> tuple[Floats, Floats]:
    """Warm's abilities and their errors; everybody saw at least one question."""
    seen = np.isfinite(table)
    filled = np.where(seen, table, 0.0)
    at = np.zeros(table.shape[0])
    moving = np.arange(at.size)
    for _ in range(100):
        slope_of = _weighted_score(at[moving], filled[moving], seen[moving], slopes, difficulties)
        step = np.clip(slope_of[0] / slope_of[1], -1.0, 1.0)
        at[moving] = np.clip(at[moving] + step, -FARTHEST, FARTHEST)
        moving = moving[np.abs(step) > 1e-9]
        if not moving.size:
            break
    return at, 1 / np.sqrt(_weighted_score(at, filled, seen, slopes, difficulties)[1])


def _weighted_score(
    at: Floats, filled: Floats, seen: Flags, slopes: Floats, difficulties: Floats
) -> tuple[Floats, Floats]:
    """The derivative of Warm's log likelihood, and Fisher's information."""
    chance = special.expit(slopes * (at[:, None] - difficulties))
    spread = np.where(seen, slopes**2 * chance * (1 - chance), 0.0)
    information = spread.sum(axis=1)
    skew = (spread * slopes * (1 - 2 * chance)).sum(axis=1)
    surprise = np.where(seen, slopes * (filled - chance), 0.0).sum(axis=1)
    return surprise + skew / (2 * information), information


def _quantiles(weights: Floats, share: float) -> Floats:
    """Where the posterior's distribution function reaches a share, between the nodes."""
    reached = np.cumsum(weights, axis=1) - weights / 2
    after = np.clip((reached < share).sum(axis=1), 1, NODES.size - 1)
    rows = np.arange(weights.shape[0])
    low, high = reached[rows, after - 1], reached[rows, after]
    part = np.clip((share - low) / np.maximum(high - low, 1e-300), 0.0, 1.0)
    return np.asarray(NODES[after - 1] + part * (NODES[after] - NODES[after - 1]))
