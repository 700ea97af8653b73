"""How good is each person once it is taken into account who judged them?"""

from dataclasses import dataclass

import numpy as np

from dampak.statistics.arrays import Floats
from dampak.statistics.raters.judgements import Judgements

FARTHEST = 12.0  # logits either way: beyond it a score does not change any more
HALVINGS = 40


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Difficulty:
    """What was estimated about the judging: severities, difficulties and thresholds, in logits."""

    severities: Floats
    items: Floats
    thresholds: Floats


def merits_of(judged: Judgements, difficulty: Difficulty) -> Floats:
    """Each person's merit in logits, shape (n_people,); NaN for one who was not judged.

    Warm's weighted likelihood (1989, Psychometrika 54, 427-450), which is finite also for a person
    who got nothing but the highest value.
    """
    hard = difficulty.severities[judged.raters] + difficulty.items[judged.items]
    low, high = np.full(judged.n_people, -FARTHEST), np.full(judged.n_people, FARTHEST)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        shares = step_shares(middle[judged.people] - hard, difficulty.thresholds)
        mean, variance, lean = _moments(shares)
        surplus, information, skew = (
            np.bincount(judged.people, weights=each, minlength=judged.n_people)
            for each in (judged.steps - mean, variance, lean)
        )
        with np.errstate(invalid="ignore", divide="ignore"):
            is_below = surplus + skew / (2 * information) > 0
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    was_judged = np.bincount(judged.people, minlength=judged.n_people) > 0
    return np.where(was_judged, (low + high) / 2, np.nan)


def fair_scores_of(
    merits: Floats, difficulty: Difficulty, *, scale: Floats, severity: float = 0.0
) -> Floats:
    """What each person would get on average over all items from a rater of this severity."""
    apart = merits[:, None] - difficulty.items - severity
    return np.asarray((step_shares(apart, difficulty.thresholds) @ scale).mean(axis=1))


def step_shares(apart: Floats, thresholds: Floats) -> Floats:
    """How likely each step of the scale is; adds a last axis of length n_steps + 1."""
    steps = np.arange(thresholds.size + 1)
    climbed = np.concatenate([[0.0], thresholds.cumsum()])
    logits = apart[..., None] * steps - climbed
    odds = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=-1, keepdims=True))


def _moments(shares: Floats) -> tuple[Floats, Floats, Floats]:
    steps = np.arange(shares.shape[1])
    mean = shares @ steps
    apart = steps - mean[:, None]
    return mean, (shares * apart**2).sum(axis=1), (shares * apart**3).sum(axis=1)
