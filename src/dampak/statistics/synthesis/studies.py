"""What synthesis accepts: one effect per study or agency, with its standard error."""

import numpy as np
from numpy.typing import ArrayLike

from dampak.statistics.arrays import Floats, matrix_of_numbers
from dampak.statistics.standard_errors import numbers_with_errors


def effects_and_noise(values: ArrayLike, standard_errors: ArrayLike) -> tuple[Floats, Floats]:
    """The effects and the variances of their noise, both of shape (n_studies,)."""
    effects, errors = numbers_with_errors(values, standard_errors, of="study")
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
