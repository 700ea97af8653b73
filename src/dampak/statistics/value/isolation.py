"""How much of an improvement people ascribe to the training, discounted by how sure they are."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import Floats, share_between_0_and_1, vector_of_numbers
from dampak.statistics.skewness import untransformed

FEWEST_PEOPLE = 5
DUST = 1e-12  # shares closer than this differ by rounding only


def isolated_share(
    *, ascribed: ArrayLike, sure: ArrayLike, confidence: float = 0.95
) -> Measurement | NoAnswer:
    """Average estimate x confidence over people, as Phillips' method does.

    Parameters
    ----------
    ascribed
        Shape (n_people,). The share, 0 to 1, of the improvement that each person ascribes to the
        training; NaN where they gave none. Phillips' rule: who says nothing has seen nothing, so
        a missing estimate counts as 0 and stays in the number of people.
    sure
        Shape (n_people,). How sure each is of that share, 0 to 1; NaN counts as 0.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Measurement
        ``value`` is a share. It is an *opinion*: evidence of grade F, whatever its interval. The
        interval is for the mean opinion of people like these; Hall's t for skewed answers,
        kept within 0 to 1.
    NoAnswer
        With fewer than five people, or if all of them claim the same.

    Raises
    ------
    ValueError
        If a share lies outside 0 to 1, or the two do not have one value per person each.

    References
    ----------
    Phillips and Phillips (2016), Handbook of Training Evaluation: isolation by estimates.
    Hall (1992), Journal of the Royal Statistical Society B 54, 221-228: the t for skewed means.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    share, surety = (_shares(v, name=n) for v, n in ((ascribed, "ascribed"), (sure, "sure")))
    if share.shape != surety.shape:
        raise ValueError(
            f"ascribed and sure need one value per person each, got {share.size} and {surety.size}"
        )
    if share.size < FEWEST_PEOPLE:
        return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=FEWEST_PEOPLE, found=share.size)
    claimed = share * surety
    if np.ptp(claimed) <= DUST:
        return NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)
    error = float(claimed.std(ddof=1) / np.sqrt(claimed.size))
    low, high = _ends(claimed, error, confidence)
    return Measurement(
        value=float(claimed.mean()),
        low=max(low, 0.0),
        high=min(high, 1.0),
        confidence=confidence,
        n=claimed.size,
        method="isolated_share/1",
        standard_error=error,
    )


def _shares(values: ArrayLike, *, name: str) -> Floats:
    vector = vector_of_numbers(values, name=name, gaps=True)
    if vector.size and not (0 <= np.nanmin(vector, initial=0) <= np.nanmax(vector, initial=1) <= 1):
        raise ValueError(
            f"{name} must hold shares between 0 and 1 (80 % is 0.8), "
            f"got {np.nanmin(vector):g} to {np.nanmax(vector):g}"
        )
    return np.nan_to_num(vector)


def _ends(values: Floats, error: float, confidence: float) -> tuple[float, float]:
    """Hall's t for the mean of skewed answers."""
    n = values.size
    centred = values - values.mean()
    skew = float((centred**3).mean() / (centred**2).mean() ** 1.5)
    t = float(special.stdtrit(n - 1, (1 + confidence) / 2))
    mean, leaning = float(values.mean()), float(skew / np.sqrt(n))
    return mean - error * untransformed(t, leaning), mean - error * untransformed(-t, leaning)
