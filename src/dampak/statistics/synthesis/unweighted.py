"""Every study one voice: for a few studies, or where one is far larger than all others."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import share_between_0_and_1
from dampak.statistics.synthesis.heterogeneity import between_variance, heterogeneity
from dampak.statistics.synthesis.pooled import Pooled, next_place
from dampak.statistics.synthesis.studies import effects_and_noise

RESOLUTION = 1e-14  # of the effects; a spread below it is made by arithmetic alone


def unweighted_effect(
    *, values: ArrayLike, standard_errors: ArrayLike, confidence: float = 0.95
) -> Pooled | NoAnswer:
    """Average the effects of studies that may differ, all with the same weight.

    Weights have to guess how far the studies truly differ, which two to four studies cannot show;
    and if the guess is nought, one large study speaks for all. Equal weights need no guess.

    Parameters
    ----------
    values, standard_errors
        Shape (n_studies,), of studies of different units. The errors serve the next place and the
        heterogeneity; mean and interval do without.
    confidence
        Coverage of the intervals, strictly between 0 and 1.

    Returns
    -------
    Pooled
        ``unweighted/1``. The interval is that of the t test on n - 1 degrees of freedom. It covers
        at least 95 % however unlike the sizes of the studies and their differences are, if each
        effect is normal around the mean (proven for a confidence of .917 or more).
        ``standard_error`` is that of the mean.
    NoAnswer
        With fewer than two studies, or if all effects are equal.

    Raises
    ------
    ValueError
        If an input is not finite numbers of one shape, or an error is not above 0.

    References
    ----------
    Bakirov and Szekely (2006), Journal of Mathematical Sciences 139, 6497-6505. Ibragimov and
    Muller (2010), Journal of Business & Economic Statistics 28, 453-468.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    effects, noise = effects_and_noise(values, standard_errors)
    n_studies, one = effects.size, np.ones((effects.size, 1))
    if n_studies < 2:
        return NoAnswer(why=Silence.TOO_FEW_STUDIES, needed=2, found=n_studies)
    error = float(effects.std(ddof=1)) / n_studies**0.5
    if error <= RESOLUTION * np.abs(effects).max():
        return NoAnswer(why=Silence.NO_SPREAD)
    value = float(effects.mean())
    half_width = float(special.stdtrit(n_studies - 1, (1 + confidence) / 2)) * error
    next_low, next_high = next_place(effects, noise, confidence)
    variance = between_variance(effects, noise, one, "reml")
    return Pooled(
        value=value,
        low=value - half_width,
        high=value + half_width,
        standard_error=error,
        next_low=next_low,
        next_high=next_high,
        confidence=confidence,
        heterogeneity=heterogeneity(variance, effects, noise, one, confidence),
        weights=one[:, 0] / n_studies,
        n=n_studies,
        method="unweighted/1",
    )
