"""How reliable is a rating when not every rater judged every thing?"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import SMALLEST, Floats, share_between_0_and_1, whole_number
from dampak.statistics.raters.connected import groups_that_never_meet
from dampak.statistics.raters.icc import FORMS, agreement_of
from dampak.statistics.raters.mean_squares import MeanSquares
from dampak.statistics.raters.ratings import ratings_of
from dampak.statistics.raters.variance_parts import (
    LARGEST,
    Layout,
    Raters,
    VarianceParts,
    squares_left,
    variance_parts,
)

DUST = 1e-13  # of the squared ratings around their mean, summed; less cannot be told from rounding


def intraclass_correlation_with_gaps(
    *, ratings: ArrayLike, raters: Raters, mean_of: int = 1, confidence: float = 0.95
) -> Measurement | NoAnswer:
    """Say how reliable a rating is when people were judged by unequally many, or by others.

    Parameters
    ----------
    ratings
        Shape (n_things, n_raters); NaN where a rater did not judge. Where every person had other
        raters, columns are just places and only ``raters="different"`` makes sense.
    raters
        As in `intraclass_correlation`.
    mean_of
        Of the mean over how many raters the reliability is asked; 1 for a single rating.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Measurement
        ``value`` by restricted maximum likelihood, from 0 to 1; ``n`` counts the things. The
        interval is exact for normal ratings under ``different`` and ``fixed`` (Wald's pivot); under
        ``sample`` it is that of a complete table with the typical numbers of raters and things.
    NoAnswer
        With fewer than two things or raters, or too few things judged twice; if things, or the
        ratings of a thing, do not differ;
        if some raters share no thing with the others, so that leniency and merit are one.

    Raises
    ------
    ValueError
        If ``ratings`` is not such a table, ``raters`` is unknown or ``mean_of`` is below 1.

    Notes
    -----
    Who judged whom must have nothing to do with the rating itself.

    References
    ----------
    Wald (1940), Annals of Mathematical Statistics 11, 96-100; Seely and El-Bassiouni (1983),
    Annals of Statistics 11, 197-210. McGraw and Wong (1996), Psychological Methods 1, 30-46.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    mean_of = whole_number(mean_of, name="mean_of", at_least=1)
    if raters not in FORMS:
        raise ValueError(f"raters must be one of {', '.join(FORMS)}, got {raters!r}")
    table = _without_empty(ratings_of(ratings))
    if refusal := _refusal(table, raters):
        return refusal
    layout = Layout.of(_in_a_unit_near_their_spread(table))
    parts = variance_parts(layout, raters=raters)
    value = parts.things / (parts.things + parts.raters + parts.error)
    if raters == "sample":
        low, high = _approximate(layout, parts, confidence)
    else:
        low, high = _exact(layout, raters, confidence)
    single = np.clip([value, low, high], 0.0, 1.0)
    value, low, high = mean_of * single / (1 + (mean_of - 1) * single)
    return Measurement(
        value=float(value),
        low=float(min(low, value)),
        high=float(max(high, value)),
        confidence=confidence,
        n=len(table),
        method=f"icc_{FORMS[raters]}_with_gaps/1",
    )


def _in_a_unit_near_their_spread(table: Floats) -> Floats:
    """Far from one, the unit's logarithm drowns the likelihood; a power of two is exact."""
    spread = np.nanmax(table) - np.nanmin(table)
    return np.asarray(np.ldexp(table, -np.frexp(spread)[1]))


def _without_empty(table: Floats) -> Floats:
    given = np.isfinite(table)
    return table[given.any(axis=1)][:, given.any(axis=0)]


def _refusal(table: Floats, raters: Raters) -> NoAnswer | None:
    given = np.isfinite(table)
    if len(table) < 2:
        return NoAnswer(why=Silence.TOO_FEW_CASES, needed=2, found=len(table))
    if _spare(given, raters) < 1 or table.shape[1] < 2:
        return NoAnswer(why=Silence.TOO_FEW_RATERS, needed=2, found=1)
    if raters != "different" and (n := int(groups_that_never_meet(given).max()) + 1) > 1:
        return NoAnswer(why=Silence.NOT_SEPARABLE, needed=1, found=n)
    effects: Raters = "different" if raters == "different" else "fixed"
    layout = Layout.of(table)
    dust = max(DUST * float((layout.ratings**2).sum()), SMALLEST)
    within = squares_left(layout, np.inf, raters=effects)
    if squares_left(layout, 0.0, raters=effects) - within <= dust:
        return NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)
    if within <= dust:
        return NoAnswer(why=Silence.EXACT_FIT)
    return None


def _spare(given: Floats, raters: Raters) -> int:
    """Ratings left once every thing, and every rater unless they differ, has its own mean."""
    return int(given.sum() - len(given) - (0 if raters == "different" else given.shape[1] - 1))


def _exact(layout: Layout, raters: Raters, confidence: float) -> tuple[float, float]:
    """The ratios of variances that Wald's pivot, an F whatever the gaps, does not rule out."""
    spare = _spare(layout.given, raters)
    between = layout.n - spare - (1 if raters == "different" else layout.given.shape[1])
    within = squares_left(layout, np.inf, raters=raters)

    def pivot(log_ratio: float, quantile: float) -> float:
        left = squares_left(layout, float(np.exp(log_ratio)), raters=raters)
        return (left - within) / between / (within / spare) - quantile

    tails = special.fdtri(between, spare, [(1 + confidence) / 2, (1 - confidence) / 2])
    low, high = (_root(pivot, quantile) for quantile in tails)
    return low / (1 + low), high / (1 + high)


def _root(pivot: Callable[[float, float], float], quantile: float) -> float:
    low, high = np.log(1 / LARGEST), np.log(LARGEST)
    if pivot(low, quantile) <= 0:
        return 0.0
    if pivot(high, quantile) >= 0:
        return LARGEST
    return float(np.exp(optimize.brentq(pivot, low, high, args=(quantile,))))


def _approximate(layout: Layout, parts: VarianceParts, confidence: float) -> tuple[float, float]:
    """As if every thing had been judged by the typical number of raters, and every rater so."""
    n_things, n_raters = layout.given.shape
    judged_by, judged = (
        n / (1 / layout.given.sum(axis=a)).sum() for a, n in ((1, n_things), (0, n_raters))
    )
    squares = MeanSquares(
        things=judged_by * parts.things + parts.error,
        raters=judged * parts.raters + parts.error,
        error=parts.error,
        within=parts.error + parts.raters,
        n_things=judged,
        n_raters=judged_by,
        freedom=(n_things - 1, n_raters - 1, _spare(layout.given, "sample")),
    )
    _, low, high = agreement_of(squares, confidence=confidence)
    return low, high
