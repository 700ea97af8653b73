"""What can be said whatever the silent would have said."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import finite_number, share_between_0_and_1
from dampak.statistics.nonresponse.answering import Answers, answers_of

FEWEST_ANSWERS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """From the least to the most that the truth can be, and the doubt about those ends.

    ``lower`` and ``upper`` are the bounds themselves; ``low`` and ``high`` the interval that holds
    the truth, wherever it lies between them, with ``confidence``. All in the unit of the values.
    ``n_silent`` counts those who gave no answer (or, for `lee_bounds`, were trimmed).
    """

    lower: float
    upper: float
    low: float
    high: float
    confidence: float
    n_answered: int
    n_silent: int
    method: str


def bounds_without_assumption(
    values: ArrayLike, *, lowest: float, highest: float, confidence: float = 0.95
) -> Bounds | NoAnswer:
    """Bound the mean of everybody asked by giving all the silent the lowest, then the highest.

    Parameters
    ----------
    values
        Shape (n_asked,), NaN for everybody who did not answer.
    lowest, highest
        Ends of the scale, such as 1 and 4: no answer can lie outside.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Bounds
    NoAnswer
        With fewer than ten answers, or if everybody answered and said the same.

    Raises
    ------
    ValueError
        If a value lies outside the scale, or the scale has no length.

    References
    ----------
    Manski (1990), American Economic Review 80, 319-323. Imbens and Manski (2004), Econometrica
    72, 1845-1857: the interval; with t instead of the normal curve.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    answers = answers_of(values)
    _refuse_bad_scale(answers, lowest, highest)
    if answers.n_answered < FEWEST_ANSWERS:
        return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=FEWEST_ANSWERS, found=answers.n_answered)
    if answers.is_constant and answers.n_answered == answers.n_asked:
        return NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)
    filled = [np.where(answers.has_answered, answers.values, end) for end in (lowest, highest)]
    ends = [float(each.mean()) for each in filled]
    errors = [float(each.std(ddof=1) / np.sqrt(answers.n_asked)) for each in filled]
    low, high = around_the_truth(ends, errors, freedom=answers.n_asked - 1, confidence=confidence)
    return Bounds(
        lower=ends[0],
        upper=ends[1],
        low=max(low, lowest),
        high=min(high, highest),
        confidence=confidence,
        n_answered=answers.n_answered,
        n_silent=answers.n_asked - answers.n_answered,
        method="bounds_without_assumption/1",
    )


def around_the_truth(
    ends: list[float], errors: list[float], *, freedom: float, confidence: float
) -> tuple[float, float]:
    """Widen two bounds so that the truth between them is held with ``confidence``.

    If the bounds lie far apart the truth can be near one of them only, and one tail is enough; if
    they meet both are needed. The factor between is Imbens and Manski's (2004, eq. 7).
    """
    largest = max(errors)
    gap = (ends[1] - ends[0]) / largest if largest > 0 else np.inf

    def shortfall(factor: float) -> float:
        inside = special.stdtr(freedom, factor + gap) - special.stdtr(freedom, -factor)
        return float(inside - confidence)

    most = float(special.stdtrit(freedom, (1 + confidence) / 2)) + 1e-9
    factor = float(optimize.brentq(shortfall, 0.0, most)) if largest > 0 else 0.0
    return ends[0] - factor * errors[0], ends[1] + factor * errors[1]


def _refuse_bad_scale(answers: Answers, lowest: float, highest: float) -> None:
    low, high = finite_number(lowest, name="lowest"), finite_number(highest, name="highest")
    if low >= high:
        raise ValueError(f"lowest must lie below highest, got {low:g} and {high:g}")
    if answers.n_answered and not low <= answers.known.min() <= answers.known.max() <= high:
        raise ValueError(
            f"values must lie on the scale from {low:g} to {high:g}, got "
            f"{answers.known.min():g} to {answers.known.max():g}"
        )
