"""The difficulty of questions, whoever answers them: the Rasch model by conditional likelihood."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, share_between_0_and_1
from dampak.statistics.item_analysis.tables import right_or_wrong, too_small
from dampak.statistics.item_response.design import informative_about_order
from dampak.statistics.item_response.symmetric_functions import (
    Scores,
    given_the_score,
    scores_of,
)

PEOPLE = 30
ROUNDS = 50
SETTLED = 1e-9  # logits
LONGEST = 3.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RaschItems:
    """Difficulties in logits, shape (n_items,), around 0; NaN where ``is_placed`` is false.

    ``covariance`` (n_items, n_items) belongs to them, ``low`` and ``high`` are each question's
    interval. ``n_people`` counts those whose answers say something: some right, some wrong.
    """

    difficulties: Floats
    standard_errors: Floats
    low: Floats
    high: Floats
    covariance: Floats
    is_placed: Flags
    log_likelihood: float
    n_people: int
    confidence: float
    method: str

    @property
    def slopes(self) -> Floats:
        """Of the Rasch model: 1 for every question that has a place."""
        return np.where(self.is_placed, 1.0, np.nan)


def rasch_items(*, answers: ArrayLike, confidence: float = 0.95) -> RaschItems | NoAnswer:
    """Place the questions of a test on one line, from easy to hard.

    Parameters
    ----------
    answers
        Shape (n_people, n_items). 1 right, 0 wrong, NaN not presented.
    confidence
        Coverage of each question's interval, strictly between 0 and 1.

    Returns
    -------
    RaschItems
        Conditional maximum likelihood, which needs to know nothing of how able the people are;
        the mean of the difficulties is 0. Questions that everybody, or nobody, could do have no
        place. ``rasch_conditional/1``; Newton's method, errors from the information.
    NoAnswer
        If fewer than 30 people have some right and some wrong, fewer than two questions have a
        place, or the test falls apart into questions that no answers connect.

    Raises
    ------
    ValueError
        If an answer is not 0, 1 or NaN, or ``confidence`` is outside (0, 1).

    Notes
    -----
    Rests on the Rasch model: all questions equally sharp, nothing but ability and difficulty
    matters, no guessing. Look at `item_fit` and `andersen_test` before believing it.

    References
    ----------
    Andersen (1972), Journal of the Royal Statistical Society B 34, 42-54. Fischer (1981),
    Psychometrika 46, 59-77: when the difficulties exist.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    table = right_or_wrong(answers)
    if refusal := too_small(table, people=PEOPLE, items=2):
        return refusal
    found = informative_about_order(table)
    if isinstance(found, NoAnswer):
        return found
    if refusal := too_small(found.answers, people=PEOPLE, items=2):
        return refusal
    fit = conditional_fit(found.answers)
    return (
        fit if isinstance(fit, NoAnswer) else _record(*fit, found.items, found.answers, confidence)
    )


def conditional_fit(answers: Floats) -> tuple[Floats, Floats, float] | NoAnswer:
    """Difficulties, their covariance and the log likelihood; every question has a place."""
    scores, right = scores_of(answers), np.nansum(answers, axis=0)
    share = right / np.isfinite(answers).sum(axis=0)
    at = np.log(1 / share - 1)
    at -= at.mean()
    value, gradient, covariance = _log_likelihood(at, scores, right)
    for _ in range(ROUNDS):
        step = covariance @ gradient
        farthest = np.abs(step).max()
        if farthest < SETTLED:
            return at, covariance, value
        step *= min(1.0, LONGEST / farthest)
        for shrink in 0.5 ** np.arange(12):  # concave: a short enough step always climbs
            new = _log_likelihood(at + shrink * step, scores, right)
            if new[0] >= value - 1e-9 * abs(value):
                break
        at = at + shrink * step
        value, gradient, covariance = new
    return NoAnswer(why=Silence.NO_STABLE_SOLUTION)


def _log_likelihood(
    difficulties: Floats, scores: Scores, right: Floats
) -> tuple[float, Floats, Floats]:
    """Its value, its gradient, and the inverse of its information at a sum of 0."""
    given = given_the_score(difficulties, scores)
    value = -(right @ difficulties) - scores.count @ given.log_functions
    gradient = scores.count @ given.chances - right
    # the inverse leaves out the direction in which all move alike: of the origin nothing is known
    inverse = np.linalg.pinv(given.information, rcond=1e-12, hermitian=True)
    return float(value), gradient, np.asarray(inverse, np.float64)


def _record(
    difficulties: Floats,
    covariance: Floats,
    value: float,
    items: Flags,
    answers: Floats,
    confidence: float,
) -> RaschItems:
    places = np.full(items.size, np.nan)
    places[items] = difficulties
    full = np.full((items.size, items.size), np.nan)
    full[np.ix_(items, items)] = covariance
    errors = np.sqrt(np.diag(full))
    z = special.ndtri((1 + confidence) / 2)
    return RaschItems(
        difficulties=places,
        standard_errors=errors,
        low=places - z * errors,
        high=places + z * errors,
        covariance=full,
        is_placed=items,
        log_likelihood=value,
        n_people=answers.shape[0],
        confidence=confidence,
        method="rasch_conditional/1",
    )
