"""What ranking accepts: one number per unit, and how far luck alone may have moved it."""

import numpy as np
from numpy.typing import ArrayLike

from dampak.statistics.arrays import Floats, vector_of_numbers


def numbers_and_errors(values: ArrayLike, standard_errors: ArrayLike) -> tuple[Floats, Floats]:
    """Both of shape (n_units,); the errors above 0."""
    numbers = vector_of_numbers(values, name="values")
    errors = vector_of_numbers(standard_errors, name="standard_errors")
    if errors.shape != numbers.shape:
        raise ValueError(
            f"standard_errors must have one number per unit ({numbers.size}), got {errors.size}"
        )
    if errors.size and errors.min() <= 0:
        unit = int(np.argmin(errors))
        raise ValueError(
            f"standard_errors holds {errors[unit]} (unit {unit}); no number is free of luck: "
            "leave out the units whose error is not known"
        )
    return numbers, errors


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
    if could.size and could.min() <= 0:
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
    table = np.asarray(covariates)
    if table.dtype.kind not in "fiub" or table.shape != (n_units, table.shape[-1]):
        raise ValueError(
            f"covariates must be a table of numbers with one row per unit ({n_units}), "
            f"got shape {table.shape} of {table.dtype}"
        )
    if not np.isfinite(table).all():
        raise ValueError("covariates holds values that are not finite; fill them or leave them out")
    centred = table - table.mean(axis=0)
    spread = centred.std(axis=0)
    return np.hstack([constant, centred / np.where(spread > 0, spread, 1.0)])


def sign_of(better: str) -> float:
    """1 where more is better, -1 where less is; multiplied by it, more is always better."""
    if better not in ("higher", "lower"):
        raise ValueError(f"better must be 'higher' or 'lower', got {better!r}")
    return 1.0 if better == "higher" else -1.0
