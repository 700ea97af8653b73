"""The two lines of the first chart: the mean of the trained and of the comparison, by month."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.statistics.arrays import Flags, Floats, matrix_of_numbers, vector_of_positions


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupMeans:
    """Means in the unit of the outcome, one per period; None where nothing was counted.

    ``before_training`` is the mean of all months of trained units before their training.
    ``trained_missing_share`` and ``comparison_missing_share`` are the shares (0 to 1) of months
    of the two groups that were not counted; None if the group is empty.
    """

    trained: tuple[float | None, ...]
    comparison: tuple[float | None, ...]
    before_training: float | None
    n_trained: int
    n_comparison: int
    trained_missing_share: float | None
    comparison_missing_share: float | None


def group_means(*, outcomes: ArrayLike, first_treated: ArrayLike) -> GroupMeans:
    """Mean outcome by period of the units trained while the data run, and of the others.

    If every unit was trained, those trained last stand for the comparison, up to their training.
    Units without any counted month are in neither group.

    Parameters are those of `dampak.statistics.staggered.group_time_effects`, and so are the errors.
    """
    y = matrix_of_numbers(outcomes, name="outcomes")
    first = vector_of_positions(first_treated, name="first_treated", length=y.shape[0])
    has_data = np.isfinite(y).any(axis=1)
    y, first = y[has_data], first[has_data]
    periods = np.arange(y.shape[1])
    is_trained = (first >= 0) & (first < periods.size)
    shown = np.ones(y.shape, dtype=bool)
    if is_trained.all() and np.unique(first).size > 1:
        is_trained = first < first.max()
        shown = is_trained[:, None] | (periods < first[:, None])
    before = is_trained[:, None] & (periods < first[:, None])
    return GroupMeans(
        trained=_means(y, shown & is_trained[:, None]),
        comparison=_means(y, shown & ~is_trained[:, None]),
        before_training=_mean(y[before]),
        n_trained=int(is_trained.sum()),
        n_comparison=int((~is_trained).sum()),
        trained_missing_share=_mean(np.isnan(y[is_trained]).astype(np.float64)),
        comparison_missing_share=_mean(np.isnan(y[~is_trained]).astype(np.float64)),
    )


def _means(y: Floats, belongs: Flags) -> tuple[float | None, ...]:
    return tuple(_mean(y[belongs[:, period], period]) for period in range(y.shape[1]))


def _mean(values: Floats) -> float | None:
    counted = values[np.isfinite(values)]
    return float(counted.mean()) if counted.size else None
