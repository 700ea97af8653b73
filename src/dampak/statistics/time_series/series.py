"""What an interrupted series accepts, refused by the name of the argument."""

import numpy as np
from numpy.typing import ArrayLike

from dampak.statistics.arrays import Floats, matrix_of_numbers


def series_of(outcomes: ArrayLike, comparison: ArrayLike | None) -> Floats:
    """One number per month: the outcomes, or how far they lie above the comparison."""
    series = _vector(outcomes, name="outcomes")
    if comparison is None:
        return series
    other = _vector(comparison, name="comparison")
    if other.size != series.size:
        raise ValueError(
            f"comparison must have one number per month of outcomes ({series.size}), "
            f"got {other.size}"
        )
    return series - other


def _vector(values: ArrayLike, *, name: str) -> Floats:
    if np.ndim(values) != 1:
        raise ValueError(f"{name} must have one number per month, got shape {np.shape(values)}")
    return np.asarray(matrix_of_numbers(np.asarray(values)[None, :], name=name)[0])


def position_of(first_treated: int) -> int:
    """A whole number, which may lie outside the series."""
    if np.ndim(first_treated) or np.asarray(first_treated).dtype.kind not in "iu":
        raise ValueError(
            f"first_treated must be a whole number, the position of a month, got {first_treated!r}"
        )
    return int(first_treated)


def horizon_within(n_since: int, horizon: int | None) -> int:
    """Months since the first month of training, the last one by default."""
    if horizon is None:
        return n_since - 1
    is_whole = isinstance(horizon, int | np.integer)
    if not (is_whole and 0 <= horizon < n_since):
        raise ValueError(
            f"horizon must lie within the months since the training (0 to {n_since - 1}), "
            f"got {horizon!r}; a line is not carried on beyond the data"
        )
    return int(horizon)
