"""How often, per case or per thousand? Few counts, one number or two compared."""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import share_between_0_and_1
from dampak.statistics.mid_p import mid_p_interval
from dampak.statistics.outcomes.columns import (
    column_of_flags,
    column_of_numbers,
    not_negative,
    positive,
    whole,
)
from dampak.statistics.outcomes.ratio import Ratio
from dampak.statistics.outcomes.unit_doubt import welch_reach, worth_in_units


def event_rate(*, count: int, exposure: float, confidence: float = 0.95) -> Measurement | NoAnswer:
    """Give a rate, such as complaints per transaction, with an interval good for few events.

    Parameters
    ----------
    count
        How many events were counted.
    exposure
        Over what: transactions, cases, months. The rate is per one of these.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Measurement
        ``value`` = count / exposure; ``n`` counts events. The exact Poisson interval with half
        the weight on the count that was seen (mid-P).
    NoAnswer
        If nothing was exposed.

    Raises
    ------
    ValueError
        If ``count`` is not a whole number of 0 or more, or ``exposure`` is negative or infinite.

    Notes
    -----
    Events are taken to come one by one, independently. Complaints that come in waves vary more:
    with several units use `rate_ratio_of_units` or `count_effect`.

    References
    ----------
    Cohen and Yang (1994), Statistics in Medicine 13, 2189-2203.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    events = float(whole(column_of_numbers([count], name="count"), name="count")[0])
    over = float(not_negative(column_of_numbers([exposure], name="exposure"), name="exposure")[0])
    if over == 0:
        return NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    tail = (1 - confidence) / 2
    return Measurement(
        value=events / over,
        low=_mean_where(events, 1 - tail) / over if events else 0.0,
        high=_mean_where(events, tail) / over,
        confidence=confidence,
        n=int(events),
        method="event_rate_mid_p/1",
    )


def rate_ratio(
    *,
    trained_count: int,
    trained_exposure: float,
    comparison_count: int,
    comparison_exposure: float,
    confidence: float = 0.95,
) -> Ratio | NoAnswer:
    """Compare two rates made of few events.

    Parameters
    ----------
    trained_count, trained_exposure, comparison_count, comparison_exposure
        Events and what they are counted over, as in `event_rate`, for each group.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Ratio
        Trained rate over the other. Given all events together, those of the trained are a
        binomial; its exact interval with half the weight on what was seen. ``n_trained`` and
        ``n_comparison`` count events.
    NoAnswer
        If nothing was exposed in a group, or there was no event at all.

    Raises
    ------
    ValueError
        As `event_rate`.

    References
    ----------
    Przyborowski and Wilenski (1940), Biometrika 31, 313-323.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    names = ("trained_count", "comparison_count")
    first, second = (
        int(whole(column_of_numbers([each], name=name), name=name)[0])
        for name, each in zip(names, (trained_count, comparison_count), strict=True)
    )
    over, other = not_negative(
        column_of_numbers([trained_exposure, comparison_exposure], name="exposure"),
        name="exposure",
    )
    if over == 0 or other == 0:
        return NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    if first + second == 0:
        return NoAnswer(why=Silence.TOO_FEW_CASES, needed=1, found=0)
    low, high = mid_p_interval(first, first + second, confidence=confidence)
    return Ratio(
        value=float(first / over / (second / other)) if second else math.inf,
        low=float(low / (1 - low) * other / over),
        high=float(high / (1 - high) * other / over) if high < 1 else math.inf,
        confidence=confidence,
        n_trained=first,
        n_comparison=second,
        method="rate_ratio_mid_p/1",
    )


def rate_ratio_of_units(
    *,
    counts: ArrayLike,
    exposure: ArrayLike,
    is_trained: ArrayLike,
    confidence: float = 0.95,
) -> Ratio | NoAnswer:
    """Compare the rates of two groups of units whose counts vary more than chance alone.

    Parameters
    ----------
    counts, exposure
        Shape (n_units,): events of each unit, and what they are counted over.
    is_trained
        Shape (n_units,): which group each unit is in.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Ratio
        All events over all exposure of the trained, over the same of the others: Poisson with
        an error from the units themselves (quasi-likelihood, any overdispersion). The interval
        is Welch's t on the logarithm, as in `welch_reach`, because a few large units may decide
        the error; ``n_trained`` and ``n_comparison`` count units.
    NoAnswer
        With fewer than two units in a group, or unequal ones worth fewer (one giant and a dwarf);
        if one group has no event.

    Raises
    ------
    ValueError
        If the columns differ in length, counts are not whole, or an exposure is not above 0.

    Notes
    -----
    Units, not times, are compared: those trained may have differed before. See `count_effect`.

    References
    ----------
    White (1982), Econometrica 50, 1-25. Welch (1947), Biometrika 34, 28-35. Bell and McCaffrey
    (2002), Survey Methodology 28, 169-181.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    events = whole(column_of_numbers(counts, name="counts"), name="counts")
    n = events.size
    over = positive(column_of_numbers(exposure, name="exposure", length=n), name="exposure")
    trained = column_of_flags(is_trained, name="is_trained", length=n)
    for group, why in ((trained, Silence.TOO_FEW_TRAINED), (~trained, Silence.TOO_FEW_COMPARISON)):
        if (worth := worth_in_units(over[group])) < 2:
            return NoAnswer(why=why, needed=2, found=int(worth))
        if not events[group].any():
            return NoAnswer(why=Silence.TOO_FEW_CASES, needed=1, found=0)
    rates = np.array([events[group].sum() / over[group].sum() for group in (~trained, trained)])
    own = rates[trained.astype(int)]
    scores = (events - own * over) / np.where(trained, events @ trained, events @ ~trained)
    centre = math.log(rates[1] / rates[0])
    reach = welch_reach(scores, over, (trained, ~trained), confidence=confidence)
    return Ratio(
        value=float(rates[1] / rates[0]),
        low=math.exp(centre - reach),
        high=math.exp(centre + reach),
        confidence=confidence,
        n_trained=int(trained.sum()),
        n_comparison=int(n - trained.sum()),
        method="rate_ratio_of_units/1",
        standard_error_of_log=float(np.sqrt((scores**2).sum())),
    )


def _mean_where(count: float, chance: float) -> float:
    """The Poisson mean under which fewer, and half of as many, have this chance."""

    def fewer(mean: float) -> float:
        upto = special.pdtr(count, mean)
        return float((upto + (special.pdtr(count - 1, mean) if count else 0.0)) / 2)

    most = count + 10 * math.sqrt(count + 1) + 40
    return float(optimize.brentq(lambda mean: fewer(mean) - chance, 0.0, most, xtol=1e-12))
