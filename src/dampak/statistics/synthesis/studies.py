"""What synthesis accepts: one effect per study or agency, with its standard error."""

import numpy as np
from numpy.typing import ArrayLike

from dampak.statistics.arrays import Floats, matrix_of_numbers, vector_of_numbers


def effects_and_noise(values: ArrayLike, standard_errors: ArrayLike) -> tuple[Floats, Floats]:
    """The effects and the variances of their noise, both of shape (n_studies,)."""
    effects = vector_of_numbers(values, name="values")
    errors = vector_of_numbers(standard_errors, name="standard_errors")
    if errors.shape != effects.shape:
        raise ValueError(
            f"standard_errors must have one number per study ({effects.size}), got {errors.size}"
        )
    if errors.size and errors.min() <= 0:
        raise ValueError(
            f"standard_errors holds {errors.min():g} (study {int(np.argmin(errors))}); "
            "leave out studies whose error is not known"
        )
    return effects, errors**2


def design_with(covariates: ArrayLike, *, n_studies: int) -> Floats:
    """A column of ones, then the covariates as they are. Shape (n_studies, 1 + k)."""
    table = matrix_of_numbers(covariates, name="covariates")
    if table.shape[0] != n_studies or np.isnan(table).any():
        raise ValueError(
            f"covariates must have one row without gaps per study ({n_studies}), "
            f"got shape {table.shape}"
        )
    return np.hstack([np.ones((n_studies, 1)), table])
