"""The classical estimator that started it all, for units of equal size."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, finite_number, vector_of_numbers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JamesStein:
    """Levels drawn to the mean; ``own_share`` (0 to 1) is what each keeps of its own distance."""

    values: Floats
    own_share: float
    n: int
    method: str


def james_stein(*, values: ArrayLike, standard_error: float) -> JamesStein | NoAnswer:
    """Draw units of one size towards their mean, all by the same share.

    A cross-check on `shrunken_values`, whose average share is the same where the units clearly
    differ; without an interval.

    Parameters
    ----------
    values
        Shape (n_units,).
    standard_error
        The luck in each number, the same for all.

    Returns
    -------
    JamesStein
        The share kept is 1 - (n - 3) standard_error^2 / sum of squared distances, not below 0.
    NoAnswer
        With fewer than four units.

    Raises
    ------
    ValueError
        If the values are not finite numbers or the error is not above 0.

    References
    ----------
    James and Stein (1961). Efron and Morris (1975), JASA 70, 311-319; with the mean unknown.
    """
    numbers = vector_of_numbers(values, name="values")
    if finite_number(standard_error, name="standard_error") <= 0:
        raise ValueError(f"standard_error must be above 0, got {standard_error}")
    if numbers.size < 4:
        return NoAnswer(why=Silence.TOO_FEW_UNITS, needed=4, found=numbers.size)
    distances = numbers - numbers.mean()
    squares = float(distances @ distances)
    lost = (numbers.size - 3) * standard_error**2
    own_share = 1 - lost / squares if squares > lost else 0.0
    return JamesStein(
        values=numbers.mean() + own_share * distances,
        own_share=own_share,
        n=numbers.size,
        method="james_stein/1",
    )
