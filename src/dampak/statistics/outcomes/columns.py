"""What a method accepts as a column of numbers, checked once."""

import numpy as np
from numpy.typing import ArrayLike

from dampak.statistics.arrays import Flags, Floats, Integers, vector_of_numbers


def column_of_numbers(values: ArrayLike, *, name: str, length: int | None = None) -> Floats:
    """A vector of finite numbers, of the given length."""
    column = vector_of_numbers(values, name=name)
    if length is not None and column.size != length:
        raise ValueError(f"{name} must hold {length} numbers, one per row, got {column.size}")
    return column


def column_of_flags(values: ArrayLike, *, name: str, length: int) -> Flags:
    """A vector of true and false."""
    array = np.asarray(values)
    if array.shape != (length,) or (array.size and not np.isin(array, (0, 1)).all()):
        raise ValueError(f"{name} must hold true or false for each of {length} rows")
    return array.astype(np.bool_)


def columns_of_numbers(values: ArrayLike | None, *, name: str, length: int) -> Floats:
    """A table of finite numbers, one row per case; no column at all if None."""
    if values is None:
        return np.empty((length, 0))
    array = np.asarray(values)
    if array.ndim != 2 or array.shape[0] != length or array.dtype.kind not in "fiub":
        raise ValueError(
            f"{name} must hold numbers, one row for each of {length} cases, "
            f"got shape {array.shape} of {array.dtype}"
        )
    if not np.isfinite(array.astype(np.float64)).all():
        raise ValueError(f"{name} must be finite; leave out cases where it is missing")
    return array.astype(np.float64)


def column_of_units(values: ArrayLike | None, *, length: int) -> Integers:
    """Which unit each case belongs to, numbered from 0 without gaps; each its own if None."""
    if values is None:
        return np.arange(length)
    array = np.asarray(values)
    if array.shape != (length,):
        raise ValueError(f"units must name one unit for each of {length} rows, got {array.shape}")
    return np.unique(array, return_inverse=True)[1].astype(np.int64)


def positive(column: Floats, *, name: str) -> Floats:
    """Refuses nought and less."""
    if (column <= 0).any():
        raise ValueError(f"{name} must be above 0, got {column.min():g}")
    return column


def not_negative(column: Floats, *, name: str) -> Floats:
    """Refuses less than nought."""
    if (column < 0).any():
        raise ValueError(f"{name} must be 0 or more, got {column.min():g}")
    return column


def whole(column: Floats, *, name: str) -> Floats:
    """Refuses anything but counts."""
    if (column < 0).any() or (column % 1 != 0).any():
        raise ValueError(f"{name} must hold counts, whole numbers of 0 or more")
    return column
