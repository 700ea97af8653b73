"""Points before and after, person by person, and who of them can be counted."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import SMALLEST, Flags, Floats, Integers, vector_of_numbers
from dampak.statistics.labels import positions_of

RESOLUTION = 1e-12  # of the largest score; smaller movements are floating-point dust


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """The people tested both times: ``before`` and ``after`` in points, ``classes`` from 0 up.

    All of shape (n_people,); ``rows`` says which of the people handed in each of them was.
    """

    before: Floats
    after: Floats
    classes: Integers
    rows: Integers

    @property
    def gains(self) -> Floats:
        return self.after - self.before

    @property
    def n_classes(self) -> int:
        return int(self.classes.max()) + 1 if self.classes.size else 0

    @property
    def dust(self) -> float:
        """Differences up to this size cannot be told from rounding."""
        largest = max(np.abs(self.before).max(), np.abs(self.after).max())
        return float(max(RESOLUTION * largest, SMALLEST))


def pairs_of(
    *, before: ArrayLike, after: ArrayLike, classes: ArrayLike | None = None, needed: int = 2
) -> Pairs | NoAnswer:
    """The people with both scores, or that there are too few of them.

    NaN stands for a test that somebody did not take. Without ``classes`` everybody learned alone.
    """
    first = vector_of_numbers(before, name="before", gaps=True)
    last = vector_of_numbers(after, name="after", gaps=True)
    same_length(last, first.size, name="after", unit="score")
    groups = class_numbers(classes, length=first.size)
    rows = np.flatnonzero(np.isfinite(first) & np.isfinite(last))
    if rows.size < needed:
        return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=needed, found=int(rows.size))
    numbered = np.unique(groups[rows], return_inverse=True)[1]
    if numbered.max() == 0 and classes is not None:
        return NoAnswer(why=Silence.TOO_FEW_GROUPS, needed=2, found=1)
    return Pairs(before=first[rows], after=last[rows], classes=numbered, rows=rows)


def class_numbers(classes: ArrayLike | None, *, length: int) -> Integers:
    """Which class each person sat in, numbered from 0; any labels will do."""
    if classes is None:
        return np.arange(length, dtype=np.int64)
    return positions_of(classes, name="classes", length=length)


def flags_of(values: ArrayLike, *, name: str, length: int) -> Flags:
    """One yes or no per person; 1 and 0 will do."""
    numbers = vector_of_numbers(values, name=name)
    same_length(numbers, length, name=name, unit="yes or no")
    if not np.isin(numbers, (0.0, 1.0)).all():
        raise ValueError(f"{name} must hold only yes and no, or 1 and 0")
    return np.asarray(numbers == 1)


def same_length(array: np.ndarray, length: int, *, name: str, unit: str) -> None:
    """Refuse, by name, what has not one entry per person."""
    if array.shape != (length,):
        raise ValueError(f"{name} must have one {unit} per person ({length}), got {array.shape}")
