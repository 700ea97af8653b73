"""Labels of groups, units or strata: any kind, as long as none is missing."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dampak.statistics.arrays import Flags, Integers


def positions_of(labels: ArrayLike, *, name: str, length: int) -> Integers:
    """Labels (numbers, text, dates) as positions from 0, in their order. Shape (length,).

    Raises
    ------
    ValueError
        If there is not one label a row, one is missing or infinite, or text and numbers are mixed.
    """
    array: NDArray[np.generic] = np.asarray(labels)
    if array.shape != (length,):
        raise ValueError(f"{name} must hold one label a row ({length}), got shape {array.shape}")
    missing = np.flatnonzero(_is_missing(array))
    if missing.size:
        raise ValueError(
            f"{name} holds {missing.size} missing or infinite labels (first: position "
            f"{missing[0]}); every row needs its own"
        )
    try:
        return np.asarray(np.unique(array, return_inverse=True)[1], dtype=np.int64)
    except TypeError:
        raise ValueError(f"{name} mixes text with numbers; write all labels alike") from None


def _is_missing(labels: NDArray[np.generic]) -> Flags:
    if labels.dtype.kind == "f":
        return np.asarray(~np.isfinite(labels.astype(np.float64)))
    if labels.dtype.kind in "mM":
        return np.asarray(np.isnat(labels))
    if labels.dtype.kind != "O":
        return np.zeros(labels.shape, dtype=np.bool_)
    return np.array([label is None or not _equals_itself(label) for label in labels], np.bool_)


def _equals_itself(label: object) -> bool:
    """Not so for NaN, and for what pandas puts where a label is missing."""
    same: object = label == label  # noqa: PLR0124
    return isinstance(same, bool | np.bool_) and bool(same)
