"""Do raters see the same thing? Krippendorff's alpha, for any scale and with gaps."""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import (
    FEWEST_DRAWS,
    Floats,
    refuse_unless_generator,
    share_between_0_and_1,
    whole_number,
)
from dampak.statistics.raters.agreement import (
    PERFECT,
    agreement_measured,
    doubt_of_leaving_one_out,
    lowest_of_perfect,
)
from dampak.statistics.raters.coincidences import LEVELS, Coincidences, Level
from dampak.statistics.raters.ratings import ratings_of, tally_of

ENOUGH_TO_DRAW = 30  # things; with fewer, drawing them anew understates the doubt
AT_A_TIME = 100  # draws, so that memory does not grow with their number


def krippendorff_alpha(
    *, ratings: ArrayLike, level: Level, confidence: float = 0.95
) -> Measurement | NoAnswer:
    """Say how far raters agree beyond chance, on any scale and with any gaps.

    Parameters
    ----------
    ratings
        Shape (n_things, n_raters). What each rater said of each thing (a person, an answer, a
        case); NaN where a rater did not judge.
    level
        What the values are. ``"nominal"``: names. ``"ordinal"``: ranks, such as agreement from
        1 to 4. ``"interval"``: differences count. ``"ratio"``: ratios count; no negative values.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Measurement
        ``value`` is 1 for perfect agreement, 0 for what chance gives, below 0 for raters who
        contradict each other. ``n`` counts the things that at least two raters judged; others
        show nothing. The interval lets the things vary, not the raters: it leaves out one thing
        at a time, and is a t interval on Fisher's scale.
    NoAnswer
        With fewer than two things judged twice, or if all said the same of everything.

    Raises
    ------
    ValueError
        If ``ratings`` is not such a table, or negative on a ratio scale, or ``level`` is unknown.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's alpha-reliability.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    counted = _counted(ratings, level)
    if isinstance(counted, NoAnswer):
        return counted
    totals = counted.parts.sum(axis=0)
    value = float(counted.alpha(totals[None])[0])
    doubt = doubt_of_leaving_one_out(value, counted.alpha(totals - counted.parts))
    return agreement_measured(
        value,
        doubt=replace(doubt, bias=0.0),  # chance is counted without replacement: none is left
        n=len(counted.parts),
        confidence=confidence,
        method=f"krippendorff_alpha_{level}/1",
    )


def krippendorff_alpha_by_bootstrap(
    *,
    ratings: ArrayLike,
    level: Level,
    rng: np.random.Generator,
    draws: int = 999,
    confidence: float = 0.95,
) -> Measurement | NoAnswer:
    """The same alpha with the interval that most programs print: things drawn anew.

    Takes the arguments of `krippendorff_alpha`, and ``draws`` draws of the things with
    replacement from ``rng``. All draws are one product of two matrices.

    Returns
    -------
    Measurement
        As `krippendorff_alpha`; the interval is the bias-corrected and accelerated one.
    NoAnswer
        As `krippendorff_alpha`, and with fewer than 30 things judged twice.

    References
    ----------
    Efron (1987), JASA 82, 171-185.
    """
    refuse_unless_generator(rng)
    confidence = share_between_0_and_1(confidence, name="confidence")
    counted = _counted(ratings, level)
    if isinstance(counted, NoAnswer):
        return counted
    n = len(counted.parts)
    draws = whole_number(draws, name="draws", at_least=FEWEST_DRAWS)
    if n < ENOUGH_TO_DRAW:
        return NoAnswer(why=Silence.TOO_FEW_CASES, needed=ENOUGH_TO_DRAW, found=n)
    totals = counted.parts.sum(axis=0)
    value = float(counted.alpha(totals[None])[0])
    drawn = _drawn(counted, rng, draws)
    if value >= PERFECT:  # all draws are perfect, too
        low, high = lowest_of_perfect(n, (1 - confidence) / 2), 1.0
    else:
        low, high = _accelerated(value, drawn, counted.alpha(totals - counted.parts), confidence)
    return Measurement(
        value=value,
        low=min(low, value),
        high=max(high, value),
        confidence=confidence,
        n=n,
        method=f"krippendorff_alpha_{level}_by_bootstrap/1",
        standard_error=float(drawn.std(ddof=1)) or None,
    )


def _counted(ratings: ArrayLike, level: Level) -> Coincidences | NoAnswer:
    if level not in LEVELS:
        raise ValueError(f"level must be one of {', '.join(LEVELS)}, got {level!r}")
    table = ratings_of(ratings)
    if level == "ratio" and (table < 0).any():
        raise ValueError("ratings holds negative values, which a ratio scale has not; use interval")
    tally = tally_of(table).of_things_judged_twice()
    if tally.n_things < 2:
        return NoAnswer(why=Silence.TOO_FEW_RATERS, needed=2, found=tally.n_things)
    if (tally.counts.sum(axis=0) > 0).sum() < 2:
        return NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)
    return Coincidences.of(tally, level=level)


def _drawn(counted: Coincidences, rng: np.random.Generator, draws: int) -> Floats:
    n = len(counted.parts)
    found = []
    for start in range(0, draws, AT_A_TIME):
        size = min(AT_A_TIME, draws - start)
        times = rng.multinomial(n, np.full(n, 1 / n), size=size).astype(np.float64)
        found.append(counted.alpha(times @ counted.parts))
    drawn = np.concatenate(found)
    return drawn[np.isfinite(drawn)]


def _accelerated(
    value: float, drawn: Floats, without_each: Floats, confidence: float
) -> tuple[float, float]:
    below = (np.sum(drawn < value) + np.sum(drawn == value) / 2 + 0.5) / (drawn.size + 1)
    bias = special.ndtri(below)
    lean = np.nanmean(without_each) - without_each
    lean = lean[np.isfinite(lean)]
    spread = (lean**2).sum() ** 1.5
    acceleration = (lean**3).sum() / (6 * spread) if spread > 0 else 0.0
    normal = bias + special.ndtri(np.array([(1 - confidence) / 2, (1 + confidence) / 2]))
    shares = special.ndtr(bias + normal / (1 - acceleration * normal))
    low, high = np.quantile(drawn, shares)
    return float(low), float(high)
