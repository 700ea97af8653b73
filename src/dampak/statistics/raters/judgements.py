"""Who gave whom how many points on which question, one row per judgement."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.statistics.arrays import Flags, Floats, Integers, refuse_masked, vector_of_positions


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judgements:
    """Judgements as whole steps of the scale.

    All vectors have shape (n_judgements,); ``steps`` counts from 0 for the lowest value seen.
    ``scale`` holds the values seen, in order; a value nobody gave is not a step.
    """

    steps: Integers
    people: Integers
    raters: Integers
    items: Integers
    scale: Floats

    @property
    def n_raters(self) -> int:
        return int(self.raters.max()) + 1

    @property
    def n_items(self) -> int:
        return int(self.items.max()) + 1

    @property
    def n_people(self) -> int:
        return int(self.people.max()) + 1

    def can_tell_raters_apart(self) -> Flags:
        """Not if a person got only the lowest or only the highest value, whoever judged."""
        total = np.bincount(self.people, weights=self.steps)
        most = (self.scale.size - 1) * np.bincount(self.people)
        return np.asarray(((total > 0) & (total < most))[self.people])


def judgements_of(
    *, scores: ArrayLike, people: ArrayLike, raters: ArrayLike, items: ArrayLike
) -> Judgements:
    """The judgements that were made, NaN left out; each rater judges a person's item once."""
    refuse_masked(scores, name="scores")
    given = np.asarray(scores)
    if given.dtype.kind not in "fiub" or given.ndim != 1:
        raise ValueError(
            f"scores must be a vector of numbers, got shape {given.shape} of {given.dtype}"
        )
    values = given.astype(np.float64)
    if np.isinf(values).any():
        raise ValueError("scores holds infinite values; leave empty what was not judged")
    places = {"people": people, "raters": raters, "items": items}
    who = {k: vector_of_positions(v, name=k, length=values.size) for k, v in places.items()}
    for name, positions in who.items():
        if positions.size and positions.min() < 0:
            raise ValueError(f"{name} holds {positions.min()}; number them from 0")
    made = np.isfinite(values)
    rows = np.stack([positions[made] for positions in who.values()])
    if np.unique(rows, axis=1).shape[1] < rows.shape[1]:
        raise ValueError("scores holds a second judgement of one person, rater and item; keep one")
    for name, positions in zip(who, rows, strict=True):
        if name != "people" and np.unique(positions).size <= positions.max(initial=-1):
            raise ValueError(
                f"{name} must be numbered from 0 without a gap, each judging or judged"
            )
    scale, steps = np.unique(values[made], return_inverse=True)
    return Judgements(
        steps=steps.astype(np.int64), people=rows[0], raters=rows[1], items=rows[2], scale=scale
    )
