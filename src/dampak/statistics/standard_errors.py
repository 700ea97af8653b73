"""Standard errors as they are handed in: above 0, and above the rounding of what they belong to."""

import numpy as np
from numpy.typing import ArrayLike

from dampak.statistics.arrays import Floats, vector_of_numbers

TINIEST = 1e-50  # the weight of a number is the square of one over its error
ROUNDING = 4 * float(np.finfo(np.float64).eps)


def numbers_with_errors(
    values: ArrayLike,
    standard_errors: ArrayLike,
    *,
    of: str,
    names: tuple[str, str] = ("values", "standard_errors"),
) -> tuple[Floats, Floats]:
    """Numbers and their errors, both of shape (n,); ``of`` says what they are numbers of.

    Raises
    ------
    ValueError
        If an input is not finite numbers of one shape, an error is not above 0, or it is so small
        that nothing would be left of it next to its number.
    """
    numbers = vector_of_numbers(values, name=names[0])
    errors = vector_of_numbers(standard_errors, name=names[1])
    if errors.shape != numbers.shape:
        raise ValueError(
            f"{names[1]} must have one number per {of} ({numbers.size}), got {errors.size}"
        )
    lost = np.flatnonzero(errors <= np.maximum(TINIEST, ROUNDING * np.abs(numbers)))
    if lost.size:
        first = int(lost[0])
        what = "must be above 0" if errors[first] <= 0 else "is lost in the rounding of its number"
        raise ValueError(
            f"{names[1]} holds {errors[first]} ({of} {first}), which {what}; "
            "leave it out if its error is not known"
        )
    return numbers, errors
