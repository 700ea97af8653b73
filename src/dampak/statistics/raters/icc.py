"""How reliable is a rating? The six intraclass correlations of Shrout and Fleiss."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import Floats, share_between_0_and_1
from dampak.statistics.raters.agreement import lowest_of_perfect
from dampak.statistics.raters.mean_squares import MeanSquares, mean_squares_of
from dampak.statistics.raters.ratings import ratings_of
from dampak.statistics.raters.variance_parts import Raters

Of = Literal["one", "mean"]
FORMS = {"different": "1", "sample": "2", "fixed": "3"}


def intraclass_correlation(
    *, ratings: ArrayLike, raters: Raters, of: Of = "one", confidence: float = 0.95
) -> Measurement | NoAnswer:
    """Say which share of the differences between ratings lies in the things, not in the raters.

    Parameters
    ----------
    ratings
        Shape (n_things, n_raters), complete: every rater judged every thing. Numbers whose
        differences mean something. For gaps see `intraclass_correlation_with_gaps`.
    raters
        ``"different"``: every thing was judged by other raters, ICC(1). ``"sample"``: the same
        raters, who stand for all who could have judged, so their leniency counts as error,
        ICC(2), agreement. ``"fixed"``: just these raters, whose leniency is the same for all and
        does not count, ICC(3), consistency.
    of
        ``"one"``: of a single rater's word. ``"mean"``: of the mean over the raters, ICC(., k).
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Measurement
        ``value`` is 1 if the raters never differ; below 0 if the things differ less than the raters
        do. ``n`` counts the things. The interval is exact for normal ratings under ``different``
        and ``fixed``, and Satterthwaite's approximation under ``sample``. No standard error.
    NoAnswer
        With fewer than two things or two raters; if a rating is missing; if nothing differs.

    Raises
    ------
    ValueError
        If ``ratings`` is not such a table, or ``raters`` or ``of`` is unknown.

    References
    ----------
    Shrout and Fleiss (1979), Psychological Bulletin 86, 420-428.
    McGraw and Wong (1996), Psychological Methods 1, 30-46, with the correction on page 390.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    if raters not in FORMS or of not in ("one", "mean"):
        raise ValueError(
            f"raters must be one of {', '.join(FORMS)} and of one or mean, got {raters!r}, {of!r}"
        )
    table = ratings_of(ratings)
    if refusal := _refusal(table):
        return refusal
    squares = mean_squares_of(table)
    if squares.things <= 0:
        return NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)
    single = np.array(_single(squares, raters, confidence))
    value, low, high = single if of == "one" else _stepped_up(single, squares.n_raters)
    return Measurement(
        value=float(value),
        low=float(low),
        high=float(high),
        confidence=confidence,
        n=len(table),
        method=f"icc_{FORMS[raters]}_{of}/1",
    )


def _refusal(table: Floats) -> NoAnswer | None:
    n_things, n_raters = table.shape
    if n_things < 2:
        return NoAnswer(why=Silence.TOO_FEW_CASES, needed=2, found=n_things)
    if n_raters < 2:
        return NoAnswer(why=Silence.TOO_FEW_RATERS, needed=2, found=n_raters)
    if missing := int(np.isnan(table).sum()):
        return NoAnswer(why=Silence.TOO_MANY_MISSING, needed=0, found=missing)
    return None


def _stepped_up(single: Floats, k: float) -> Floats:
    """Spearman and Brown: the mean of k ratings is more reliable than one."""
    with np.errstate(divide="ignore"):  # without a bound below where one rating may be worst
        return np.asarray(k * single / np.maximum(1 + (k - 1) * single, 0.0))


def _single(squares: MeanSquares, raters: Raters, confidence: float) -> tuple[float, float, float]:
    if raters == "sample":
        return agreement_of(squares, confidence=confidence)
    k, n = squares.n_raters, squares.n_things
    error = squares.within if raters == "different" else squares.error
    freedom = n * (k - 1) if raters == "different" else (n - 1) * (k - 1)
    tail = (1 - confidence) / 2
    if error <= 0:
        return 1.0, lowest_of_perfect(n, tail), 1.0
    ratio = squares.things / error
    ratios = (
        ratio,
        ratio / special.fdtri(n - 1, freedom, 1 - tail),
        ratio * special.fdtri(freedom, n - 1, 1 - tail),
    )
    value, low, high = ((f - 1) / (f + k - 1) for f in ratios)
    return value, low, high


def agreement_of(squares: MeanSquares, *, confidence: float) -> tuple[float, float, float]:
    """ICC(2, 1) and its interval, from the mean squares alone (McGraw and Wong 1996, table 7)."""
    k, n = squares.n_raters, squares.n_things
    things, raters, error = squares.things, squares.raters, squares.error
    tail = (1 - confidence) / 2
    if raters <= 0 and error <= 0:
        return 1.0, lowest_of_perfect(n, tail), 1.0
    value = (things - error) / (things + (k - 1) * error + k * (raters - error) / n)
    freedom = _freedom_of_noise(squares, k * value / (n * (1 - value)))
    upper = special.fdtri(squares.freedom[0], freedom, 1 - tail)
    lower = special.fdtri(freedom, squares.freedom[0], 1 - tail)
    rest = k * raters + (k * n - k - n) * error
    low = n * (things - upper * error) / (upper * rest + n * things)
    high = n * (lower * things - error) / (rest + n * lower * things)
    return value, low, high


def _freedom_of_noise(squares: MeanSquares, a: float) -> float:
    """Satterthwaite's degrees of freedom of a * raters + b * error."""
    b = 1 + a * (squares.n_things - 1)
    of_raters, of_error = a * squares.raters, b * squares.error
    pooled = of_raters**2 / squares.freedom[1] + of_error**2 / squares.freedom[2]
    return float((of_raters + of_error) ** 2 / pooled)
