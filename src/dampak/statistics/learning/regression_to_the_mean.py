"""What people gain between two tests although nothing happened: the weakest rise by themselves."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import (
    SMALLEST,
    Flags,
    Floats,
    finite_number,
    share_between_0_and_1,
    vector_of_numbers,
)
from dampak.statistics.learning.scores import RESOLUTION, flags_of, same_length


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrueScores:
    """What each person would score on average over many such tests, in points.

    ``values`` (n_people,) are Kelley's estimates, NaN where there was no score;
    ``standard_error`` is that of each of them, ``group_mean`` what they were drawn towards.
    """

    values: Floats
    standard_error: float
    group_mean: float
    reliability: float
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GainBeyondRegression:
    """An observed gain, the part that would have come by itself, and what is left; in points."""

    observed: float
    by_itself: float
    beyond: Measurement


def true_scores(*, scores: ArrayLike, reliability: float) -> TrueScores | NoAnswer:
    """Draw each score towards the group's mean by as much as the test is unreliable (Kelley).

    Parameters
    ----------
    scores
        Shape (n_people,). One test, in points; NaN where somebody was absent.
    reliability
        Of this test in this group, from 0 to 1: see `coefficient_alpha`.

    Returns
    -------
    TrueScores
        ``values`` is mean + reliability * (score - mean); ``standard_error`` is the standard
        error of estimation, sd * sqrt(reliability * (1 - reliability)). Method ``kelley/1``.
    NoAnswer
        If fewer than two people were tested or all had the same score.

    Raises
    ------
    ValueError
        If ``scores`` is not a vector of numbers, or ``reliability`` is not from 0 to 1.

    References
    ----------
    Kelley (1947), Fundamentals of Statistics, 409. Lord and Novick (1968), ch. 3.
    """
    values = vector_of_numbers(scores, name="scores", gaps=True)
    share = _reliability(reliability)
    known = values[np.isfinite(values)]
    if refusal := _refusal(known):
        return refusal
    mean = float(known.mean())
    return TrueScores(
        values=mean + share * (values - mean),
        standard_error=float(known.std(ddof=1) * np.sqrt(share * (1 - share))),
        group_mean=mean,
        reliability=share,
        method="kelley/1",
    )


def gain_beyond_regression(
    *,
    before: ArrayLike,
    after: ArrayLike,
    is_selected: ArrayLike,
    reliability: float,
    reliability_standard_error: float = 0.0,
    confidence: float = 0.95,
) -> GainBeyondRegression | NoAnswer:
    """Subtract from the gain of people chosen by their score what they would have gained anyway.

    Who is chosen for a low score was in part unlucky that day. At the next test the luck is
    average again, and the group rises by (1 - reliability) * (mean of all - mean of the chosen)
    although nothing happened.

    Parameters
    ----------
    before
        Shape (n_people,). The scores of everybody who was tested, chosen or not, in points.
    after
        Shape (n_people,). The second scores; NaN for those who were not tested again.
    is_selected
        Shape (n_people,). Who was chosen, by the score before and by nothing else.
    reliability
        Of the test among everybody, from 0 to 1: from two sittings without training between them
        if possible; alpha does not know about good and bad days and is then too high.
    reliability_standard_error
        Doubt about it; 0 if it is known.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    GainBeyondRegression
        ``beyond`` = ``observed`` - ``by_itself``. ``beyond.n`` counts the chosen people with
        both tests. ``gain_beyond_regression/1``: Student's interval, freedom n - 1.
    NoAnswer
        If fewer than two of the chosen, or of all, were tested, or scores do not differ.

    Raises
    ------
    ValueError
        If an input has the wrong shape or holds text, or ``reliability`` is not from 0 to 1.

    Notes
    -----
    Takes the relation between the two tests to be a straight line with slope ``reliability``, as
    it is where both tests are alike and spread alike. What is left is not an effect yet.

    References
    ----------
    Galton (1886), Journal of the Anthropological Institute 15, 246-263. Davis (1976), American
    Journal of Epidemiology 104, 493-498.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    first = vector_of_numbers(before, name="before", gaps=True)
    last = vector_of_numbers(after, name="after", gaps=True)
    same_length(last, first.size, name="after", unit="score")
    selected = flags_of(is_selected, name="is_selected", length=first.size)
    share = _reliability(reliability)
    doubt = finite_number(
        reliability_standard_error, name="reliability_standard_error", at_least=0.0
    )
    kept = np.isfinite(first)
    again = (selected & np.isfinite(last))[kept]
    if refusal := _refusal(first[kept], chosen=int(again.sum())):
        return refusal
    return _beyond(first[kept], last[kept], again, (share, doubt), confidence)


def _beyond(
    first: Floats, last: Floats, again: Flags, share: tuple[float, float], confidence: float
) -> GainBeyondRegression:
    n_all, n = first.size, int(again.sum())
    below = float(first.mean() - first[again].mean())
    observed = float((last - first)[again].mean())
    by_itself = (1 - share[0]) * below
    surprise = np.where(again, last - share[0] * first, 0.0)
    centre = surprise[again].mean()
    influence = np.where(again, (surprise - centre) / n, 0.0)
    influence -= (1 - share[0]) * (first - first.mean()) / n_all
    variance = (influence**2).sum() * n / (n - 1) + (below * share[1]) ** 2
    half_width = special.stdtrit(n - 1, (1 + confidence) / 2) * np.sqrt(variance)
    value = observed - by_itself
    return GainBeyondRegression(
        observed=observed,
        by_itself=float(by_itself),
        beyond=Measurement(
            value=value,
            low=float(value - half_width),
            high=float(value + half_width),
            confidence=confidence,
            n=n,
            method="gain_beyond_regression/1",
            standard_error=float(np.sqrt(variance)),
        ),
    )


def _reliability(value: float) -> float:
    share = finite_number(value, name="reliability", at_least=0.0)
    if share > 1:
        raise ValueError(f"reliability must be from 0 to 1, got {value}")
    return share


def _refusal(known: Floats, *, chosen: int | None = None) -> NoAnswer | None:
    found = known.size if chosen is None else min(known.size, chosen)
    if found < 2:
        return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=2, found=found)
    if np.ptp(known) <= max(RESOLUTION * np.abs(known).max(), SMALLEST):
        return NoAnswer(why=Silence.NO_SPREAD)
    return None
