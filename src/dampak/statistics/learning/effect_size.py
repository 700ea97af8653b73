"""A difference in units of people's spread, for tests whose points mean nothing by themselves."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import Estimate, Measurement, NoAnswer, Silence
from dampak.statistics.arrays import (
    SMALLEST,
    Floats,
    share_between_0_and_1,
    vector_of_numbers,
    whole_number,
)
from dampak.statistics.learning.paired_gain import without_spread
from dampak.statistics.learning.scores import RESOLUTION, Pairs, pairs_of

FAR = 300.0  # standard errors by root of freedom; further out SciPy's inverse drifts away
MANY = 100_000


def standardised_difference(
    *, trained: ArrayLike, comparison: ArrayLike, confidence: float = 0.95
) -> Estimate | NoAnswer:
    """Divide the difference of two groups by their common standard deviation (Hedges' g).

    Parameters
    ----------
    trained, comparison
        Shape (n_people,). One score, or one gain, per person; NaN where somebody was absent.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Estimate
        ``value`` in standard deviations, freed of the small-sample excess of Cohen's d by Hedges'
        exact factor. ``hedges_g/1``: the interval is exact by the noncentral t distribution.
    NoAnswer
        If a group has fewer than two people, or scores differ in neither group.

    Raises
    ------
    ValueError
        If an input is not a vector of numbers or ``confidence`` is outside (0, 1).

    Notes
    -----
    Exact for normal scores with equal spread in independent groups. People who learned in the
    same class are not independent: compare classes with `adjusted_gain` and divide by a known
    spread.

    References
    ----------
    Hedges (1981), Journal of Educational Statistics 6, 107-128. Steiger and Fouladi (1997), in
    Harlow, Mulaik and Steiger, What If There Were No Significance Tests?, 221-257.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    one, other = _known(trained, name="trained"), _known(comparison, name="comparison")
    if refusal := _too_few(one, other):
        return refusal
    freedom = one.size + other.size - 2
    squares = sum(((group - group.mean()) ** 2).sum() for group in (one, other))
    spread = np.sqrt(squares / freedom)
    if spread <= max(RESOLUTION * np.abs(np.concatenate([one, other])).max(), SMALLEST):
        return NoAnswer(why=Silence.NO_SPREAD)
    difference = float((one.mean() - other.mean()) / spread)
    root = np.sqrt(one.size * other.size / (one.size + other.size))
    low, high = _limits(difference * root, freedom, confidence)
    unbiased = small_sample_factor(freedom)
    error = np.sqrt(1 / root**2 + difference**2 / (2 * (one.size + other.size)))
    return Estimate(
        value=unbiased * difference,
        low=float(low / root),
        high=float(high / root),
        confidence=confidence,
        n_trained=one.size,
        n_comparison=other.size,
        method="hedges_g/1",
        standard_error=float(unbiased * error),
    )


def standardised_gain(
    *, before: ArrayLike, after: ArrayLike, spread_of: str = "before", confidence: float = 0.95
) -> Measurement | NoAnswer:
    """Divide the average gain by the spread of the scores before, or by that of the gains.

    Parameters
    ----------
    before, after
        Shape (n_people,). Scores in points of the same test; NaN where somebody was absent.
    spread_of
        ``"before"`` (Becker): comparable with `standardised_difference` and between studies.
        ``"gains"`` (Cohen's d_z): how far the gain stands out; large where tests agree well.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Measurement
        ``value`` in standard deviations, freed of the small-sample excess; ``n`` people with both
        tests. ``standardised_gain_by_gains/1``: exact by the noncentral t distribution.
        ``standardised_gain_by_before/1``: Becker's error with the gains' own spread, Student's t.
    NoAnswer
        If fewer than three people took both tests, or the scores leave no spread to divide by.

    Raises
    ------
    ValueError
        As in `paired_gain`, or if ``spread_of`` is neither.

    References
    ----------
    Becker (1988), British Journal of Mathematical and Statistical Psychology 41, 257-278.
    Bonett (2008), Psychological Methods 13, 99-109.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    if spread_of not in ("before", "gains"):
        raise ValueError(f"spread_of must be 'before' or 'gains', got {spread_of!r}")
    pairs = pairs_of(before=before, after=after, needed=3)
    if isinstance(pairs, NoAnswer):
        return pairs
    if no_spread := without_spread(pairs):
        return no_spread
    if spread_of == "gains":
        return _by_gains(pairs, confidence)
    if np.ptp(pairs.before) <= pairs.dust:
        return NoAnswer(why=Silence.NO_SPREAD)
    return _by_before(pairs, confidence)


def small_sample_factor(freedom: int) -> float:
    """Hedges' exact factor, by which a standardised difference must shrink to be right on average.

    About 1 - 3 / (4 * freedom - 1); ``freedom``, two or more, is the degrees of freedom behind the
    spread. With one the factor would be 0: such a difference has no average.

    Raises
    ------
    ValueError
        If ``freedom`` is not a whole number of two or more.
    """
    freedom = whole_number(freedom, name="freedom", at_least=2)
    if freedom > MANY:  # the gamma functions are then too large for their ratio to keep its digits
        return 1 - 3 / (4 * freedom - 1)
    difference = special.gammaln(freedom / 2) - special.gammaln((freedom - 1) / 2)
    return float(np.exp(difference) / np.sqrt(freedom / 2))


def _known(values: ArrayLike, *, name: str) -> Floats:
    scores = vector_of_numbers(values, name=name, gaps=True)
    return np.asarray(scores[np.isfinite(scores)])


def _too_few(trained: Floats, comparison: Floats) -> NoAnswer | None:
    if trained.size < 2:
        return NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=2, found=trained.size)
    if comparison.size < 2:
        return NoAnswer(why=Silence.TOO_FEW_COMPARISON, needed=2, found=comparison.size)
    return None


def _limits(t: float, freedom: int, confidence: float) -> tuple[float, float]:
    """The noncentralities under which so large, and so small, a t is just not surprising."""
    tail = (1 - confidence) / 2
    if abs(t) > FAR * np.sqrt(freedom):  # all doubt is then that about the spread
        ends = np.sqrt(special.chdtri(freedom, [1 - tail, tail]) / freedom)
        low, high = np.sort(t * ends)
    else:
        low = special.nctdtrinc(float(freedom), 1 - tail, t)
        high = special.nctdtrinc(float(freedom), tail, t)
    return float(low), float(high)


def _by_gains(pairs: Pairs, confidence: float) -> Measurement:
    gains, n = pairs.gains, pairs.gains.size
    unbiased = small_sample_factor(n - 1)
    d = gains.mean() / gains.std(ddof=1)
    low, high = _limits(d * np.sqrt(n), n - 1, confidence)
    return Measurement(
        value=float(unbiased * d),
        low=float(low / np.sqrt(n)),
        high=float(high / np.sqrt(n)),
        confidence=confidence,
        n=n,
        method="standardised_gain_by_gains/1",
        standard_error=float(unbiased * np.sqrt(1 / n + d**2 / (2 * n))),
    )


def _by_before(pairs: Pairs, confidence: float) -> Measurement:
    gains, n = pairs.gains, pairs.gains.size
    spread = pairs.before.std(ddof=1)
    unbiased = small_sample_factor(n - 1)
    d = gains.mean() / spread
    error = unbiased * np.sqrt(gains.var(ddof=1) / (n * spread**2) + d**2 / (2 * (n - 1)))
    half_width = special.stdtrit(n - 1, (1 + confidence) / 2) * error
    return Measurement(
        value=float(unbiased * d),
        low=float(unbiased * d - half_width),
        high=float(unbiased * d + half_width),
        confidence=confidence,
        n=n,
        method="standardised_gain_by_before/1",
        standard_error=float(error),
    )
