"""Do many raters agree on names, not ranks? Fleiss' kappa and Gwet's AC1."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import Floats, share_between_0_and_1, whole_number
from dampak.statistics.raters.agreement import agreement_measured, doubt_of_leaving_one_out
from dampak.statistics.raters.ratings import Tally, ratings_of, tally_of


def fleiss_kappa(*, ratings: ArrayLike, confidence: float = 0.95) -> Measurement | NoAnswer:
    """Say how far several raters agree on categories beyond chance.

    Parameters
    ----------
    ratings
        Shape (n_things, n_raters). The category each rater put each thing in, as a number; NaN
        where a rater did not judge. Which rater said what does not matter, only how many.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Measurement
        ``value`` is 1 for perfect agreement and 0 for chance, where chance deals the categories
        out as often as they were used; ``n`` counts the things judged at least twice. The
        interval leaves out one thing at a time, and is a t interval on Fisher's scale around the
        coefficient less its bias.
    NoAnswer
        With fewer than two things judged twice, or if only one category was ever used.

    Raises
    ------
    ValueError
        If ``ratings`` is not such a table.

    Notes
    -----
    Where nearly all things fall into one category, kappa is low although the raters agree nearly
    always: read `gwet_ac1` beside it. With gaps, things judged by more raters count no more.

    References
    ----------
    Fleiss (1971), Psychological Bulletin 76, 378-382.
    """
    return _beyond_chance(ratings, confidence, _chance_of_fleiss, "fleiss_kappa/1")


def gwet_ac1(
    *, ratings: ArrayLike, n_categories: int | None = None, confidence: float = 0.95
) -> Measurement | NoAnswer:
    """Say how far several raters agree on categories, steady where one category dominates.

    Takes and returns what `fleiss_kappa` does. Chance is defined differently: only hard cases are
    taken to be judged by chance, and those evenly over all ``n_categories`` of the scale (by
    default, those that were used).

    References
    ----------
    Gwet (2008), British Journal of Mathematical and Statistical Psychology 61, 29-48.
    """

    if n_categories is not None:
        n_categories = whole_number(n_categories, name="n_categories", at_least=2)

    def chance(shares: Floats) -> Floats:
        k = shares.shape[1] if n_categories is None else n_categories
        if k < shares.shape[1]:
            raise ValueError(
                f"n_categories is {n_categories}, but ratings holds {shares.shape[1]} categories"
            )
        return np.asarray((shares * (1 - shares)).sum(axis=1) / (k - 1))

    return _beyond_chance(ratings, confidence, chance, "gwet_ac1/1")


def _chance_of_fleiss(shares: Floats) -> Floats:
    return np.asarray((shares**2).sum(axis=1))


def _beyond_chance(
    ratings: ArrayLike, confidence: float, chance: Callable[[Floats], Floats], method: str
) -> Measurement | NoAnswer:
    confidence = share_between_0_and_1(confidence, name="confidence")
    tally = tally_of(ratings_of(ratings)).of_things_judged_twice()
    if tally.n_things < 2:
        return NoAnswer(why=Silence.TOO_FEW_RATERS, needed=2, found=tally.n_things)
    if (tally.counts.sum(axis=0) > 0).sum() < 2:
        return NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)
    agreed, shares = _agreed(tally), tally.counts / tally.n_raters[:, None]
    rest = tally.n_things - 1
    value = _coefficient(agreed.mean(keepdims=True), chance(shares.mean(axis=0)[None]))
    without_each = _coefficient(
        (agreed.sum() - agreed) / rest, chance((shares.sum(axis=0) - shares) / rest)
    )
    return agreement_measured(
        float(value[0]),
        doubt=doubt_of_leaving_one_out(float(value[0]), without_each),
        n=tally.n_things,
        confidence=confidence,
        method=method,
    )


def _agreed(tally: Tally) -> Floats:
    """Of all pairs of raters of a thing, the share that put it in the same category."""
    pairs = tally.n_raters * (tally.n_raters - 1)
    return np.asarray((tally.counts * (tally.counts - 1)).sum(axis=1) / pairs)


def _coefficient(agreed: Floats, by_chance: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((agreed - by_chance) / (1 - by_chance))
