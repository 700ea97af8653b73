"""Which share of the points that were still to be had was gained."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import Floats, finite_number, share_between_0_and_1
from dampak.statistics.learning.paired_gain import without_spread
from dampak.statistics.learning.scores import Pairs, pairs_of


def normalised_gain(
    *,
    before: ArrayLike,
    after: ArrayLike,
    full_marks: float,
    classes: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Measurement | NoAnswer:
    """Divide the average gain by the average that was still missing before (Hake's gain).

    Parameters
    ----------
    before, after
        Shape (n_people,). Scores in points of the same test; NaN where somebody was absent.
    full_marks
        The most points that the test can give.
    classes
        Shape (n_people,). Who learned together; the class is then the piece of evidence.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Measurement
        ``value`` is mean(after - before) / (full_marks - mean(before)), without unit: 0 is no
        gain, 1 is full marks for all. ``normalised_gain/1``: Fieller's interval, as exact as
        Student's because numerator and denominator are means over the same people.
    NoAnswer
        If fewer than two people (or classes) took both tests, if everybody gained the same, or if
        so little was left to gain that the share has no bounds.

    Raises
    ------
    ValueError
        If a score lies above ``full_marks``, or as in `paired_gain`.

    Notes
    -----
    The share of the averages, not the average of each person's share, which one person with full
    marks before makes undefined. Not an effect: see `paired_gain`.

    References
    ----------
    Hake (1998), American Journal of Physics 66, 64-74. Fieller (1954), Journal of the Royal
    Statistical Society B 16, 175-185.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    most = finite_number(full_marks, name="full_marks")
    pairs = pairs_of(before=before, after=after, classes=classes)
    if isinstance(pairs, NoAnswer):
        return pairs
    _no_more_than(most, pairs)
    return without_spread(pairs) or _share_of_what_was_missing(pairs, most, confidence)


def _no_more_than(most: float, pairs: Pairs) -> None:
    found = max(pairs.before.max(), pairs.after.max())
    if found > most:
        raise ValueError(f"full_marks is {most}, but a score of {found} was found; correct either")


def _share_of_what_was_missing(
    pairs: Pairs, most: float, confidence: float
) -> Measurement | NoAnswer:
    missing = most - pairs.before
    sums = _by_class(pairs, pairs.gains), _by_class(pairs, missing)
    n_classes = pairs.n_classes
    t = float(special.stdtrit(n_classes - 1, (1 + confidence) / 2))
    limits = _fieller(*sums, t=t)
    if limits is None:
        return NoAnswer(why=Silence.NO_ROOM_TO_GAIN)
    value = float(pairs.gains.sum() / missing.sum())
    left_over = sums[0] - value * sums[1]
    error = np.sqrt(left_over @ left_over * n_classes / (n_classes - 1)) / missing.sum()
    return Measurement(
        value=value,
        low=limits[0],
        high=limits[1],
        confidence=confidence,
        n=pairs.gains.size,
        method="normalised_gain/1",
        standard_error=float(error),
    )


def _by_class(pairs: Pairs, values: Floats) -> Floats:
    return np.asarray(np.bincount(pairs.classes, weights=values), np.float64)


def _fieller(above: Floats, below: Floats, *, t: float) -> tuple[float, float] | None:
    """All ratios r for which mean(above - r * below) is within t standard errors of 0."""
    n = above.size
    cov = np.cov(above, below) * n * t**2  # of the sums
    a = below.sum() ** 2 - cov[1, 1]
    b = above.sum() * below.sum() - cov[0, 1]
    c = above.sum() ** 2 - cov[0, 0]
    inside = b**2 - a * c
    if below.sum() <= 0 or a <= 0 or inside < 0:
        return None
    return float((b - np.sqrt(inside)) / a), float((b + np.sqrt(inside)) / a)
