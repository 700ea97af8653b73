"""What raters said, checked once, and how often each value was given to each thing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.statistics.arrays import Floats, refuse_masked, within_reach


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tally:
    """How often each value was given: ``counts`` has one row per thing, one column per value."""

    counts: Floats
    values: Floats

    @property
    def n_things(self) -> int:
        return int(self.counts.shape[0])

    @property
    def n_raters(self) -> Floats:
        """How many judged each thing, shape (n_things,)."""
        return np.asarray(self.counts.sum(axis=1))

    def of_things_judged_twice(self) -> "Tally":
        """Only a thing that two raters judged can show whether they agree."""
        return Tally(counts=self.counts[self.n_raters >= 2], values=self.values)


def ratings_of(values: ArrayLike, *, name: str = "ratings") -> Floats:
    """One row per thing judged, one column per rater; NaN where a rater did not judge."""
    refuse_masked(values, name=name)
    array = np.asarray(values)
    if array.dtype.kind not in "fiub":
        raise ValueError(f"{name} must hold numbers, one per value of the scale, got {array.dtype}")
    if array.ndim != 2:
        raise ValueError(
            f"{name} must have one row per thing judged and one column per rater, "
            f"got shape {array.shape}"
        )
    ratings = array.astype(np.float64)
    if np.isinf(ratings).any():
        raise ValueError(f"{name} holds infinite values; leave empty what was not judged")
    if ratings.size:
        within_reach(ratings, name=name)
    return ratings


def tally_of(ratings: Floats) -> Tally:
    """Count the values given to each thing, in the order of the scale."""
    values = np.unique(ratings[np.isfinite(ratings)])
    counts = [(ratings == value).sum(axis=1) for value in values]
    if not counts:
        return Tally(counts=np.zeros((ratings.shape[0], 0)), values=values)
    return Tally(counts=np.stack(counts, axis=1).astype(np.float64), values=values)
