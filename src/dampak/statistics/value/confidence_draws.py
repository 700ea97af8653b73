"""From an interval to drawings, so that doubt can be carried through a calculation."""

import numpy as np
from scipy import special

from dampak.foundation.answers import Estimate, Measurement
from dampak.statistics.arrays import Floats, refuse_unless_generator, whole_number


def drawings_of(
    answer: Estimate | Measurement, *, rng: np.random.Generator, draws: int = 100_000
) -> Floats:
    """Values that spread as the answer's own interval says.

    A normal curve split at ``value``: each half is as wide as its side of the interval, so that
    the central share ``confidence`` of the drawings lies between ``low`` and ``high``. With a
    symmetric interval this is the normal curve itself. It is a way of carrying the doubt on, not
    a statement about where the truth lies.

    Returns
    -------
    Shape (draws,), in the unit of the answer.

    Raises
    ------
    ValueError
        If an end of the interval is infinite, the value lies outside it, or ``draws`` is not a
        whole number above 0.

    References
    ----------
    Xie and Singh (2013), International Statistical Review 81, 3-39: confidence distributions.
    """
    refuse_unless_generator(rng)
    if not (np.isfinite([answer.low, answer.high]).all()):
        raise ValueError("the interval has no end on one side, so nothing can be drawn from it")
    refuse_outside_its_interval(answer)
    draws = whole_number(draws, name="draws", at_least=1)
    z = float(special.ndtri((1 + answer.confidence) / 2))
    noise = rng.standard_normal(draws)
    width = np.where(noise < 0, answer.value - answer.low, answer.high - answer.value) / z
    return np.asarray(answer.value + width * noise)


def refuse_outside_its_interval(answer: Estimate | Measurement) -> None:
    """An answer made elsewhere is checked: NaN, or a value outside its interval, is no answer."""
    if not answer.low <= answer.value <= answer.high:
        raise ValueError(
            f"the value {answer.value} lies outside its interval [{answer.low}, {answer.high}]"
        )
