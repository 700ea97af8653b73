"""A family of questions asked of the same data, and what it takes to trust several answers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.statistics.arrays import Flags, Floats, vector_of_numbers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Adjusted:
    """p-values that may be read one by one though many were asked for. Shape (n,).

    ``rejected`` marks those at or below ``level``, which bounds what ``method`` controls: the
    probability of a single false claim, or the share of false ones among all claims.
    """

    p_values: Floats
    rejected: Flags
    level: float
    n: int
    method: str


def adjusted(p_values: Floats, *, level: float, method: str) -> Adjusted:
    """Cut at 1, compare with the level."""
    cut = np.minimum(p_values, 1.0)
    return Adjusted(
        p_values=cut, rejected=cut <= level, level=level, n=cut.size, method=f"{method}/1"
    )


def vector_of_p_values(p_values: ArrayLike) -> Floats:
    """Shape (n,), from 0 to 1."""
    vector = vector_of_numbers(p_values, name="p_values")
    if vector.size and not (vector.min() >= 0 and vector.max() <= 1):
        raise ValueError(
            f"p_values must lie from 0 to 1, found {vector.min():g} to {vector.max():g}"
        )
    return vector
