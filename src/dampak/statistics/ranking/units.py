"""What ranking accepts: one number per unit, and how far luck alone may have moved it."""

import numpy as np
from numpy.typing import ArrayLike

from dampak.statistics.arrays import Floats, matrix_of_numbers, vector_of_numbers

MOST_CASES = 2.0**53  # beyond, one case more makes no other number
LEAST_EXPOSURE = 1e-50  # rates per less are beyond reach


def cases_and_exposure(
    cases: ArrayLike, exposure: ArrayLike, *, names: tuple[str, str]
) -> tuple[Floats, Floats]:
    """How often something happened, and how often it could have. Shape (n_units,)."""
    count = vector_of_numbers(cases, name=names[0])
    could = vector_of_numbers(exposure, name=names[1])
    if could.shape != count.shape:
        raise ValueError(
            f"{names[1]} must have one number per unit ({count.size}), got {could.size}"
        )
    if count.size and count.min() < 0:
        raise ValueError(f"{names[0]} holds {count.min()}; a count cannot be below 0")
    if count.size and count.max() > MOST_CASES:
        raise ValueError(f"{names[0]} holds {count.max():g}, which nobody can have counted")
    if could.size and could.min() < LEAST_EXPOSURE:
        raise ValueError(
            f"{names[1]} holds {could.min()} (unit {int(np.argmin(could))}); "
            "leave out the units where nothing could happen"
        )
    return count, could


def design_of(covariates: ArrayLike | None, *, n_units: int) -> Floats:
    """A constant, then the covariates, centred and in units of their spread. Shape (n, r)."""
    constant = np.ones((n_units, 1))
    if covariates is None:
        return constant
    table = matrix_of_numbers(covariates, name="covariates")
    if table.shape[0] != n_units:
        raise ValueError(f"covariates must have one row per unit ({n_units}), got {table.shape[0]}")
    if not np.isfinite(table).all():
        raise ValueError("covariates holds values that are not finite; fill them or leave them out")
    if not n_units:
        return np.ones((0, 1 + table.shape[1]))
    centred = table - table.mean(axis=0)
    spread = centred.std(axis=0)
    return np.hstack([constant, centred / np.where(spread > 0, spread, 1.0)])


def sign_of(better: str) -> float:
    """1 where more is better, -1 where less is; multiplied by it, more is always better."""
    if better not in ("higher", "lower"):
        raise ValueError(f"better must be 'higher' or 'lower', got {better!r}")
    return 1.0 if better == "higher" else -1.0
