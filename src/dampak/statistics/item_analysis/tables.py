"""Tables of people by questions, checked once."""

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, matrix_of_numbers


def right_or_wrong(values: ArrayLike, *, name: str = "answers") -> Floats:
    """People by questions: 1 right, 0 wrong, NaN not presented."""
    table = points(values, name=name)
    strange = np.isfinite(table) & (table != 0) & (table != 1)
    if strange.any():
        row, column = np.argwhere(strange)[0]
        raise ValueError(
            f"{name} must hold 1 for right, 0 for wrong and nothing where a question was not "
            f"presented; found {table[row, column]:g} (first: row {row}, column {column})"
        )
    return table


def points(values: ArrayLike, *, name: str = "scores") -> Floats:
    """People by questions: points, or steps of a scale; NaN not presented."""
    try:
        return matrix_of_numbers(values, name=name)
    except ValueError as refusal:
        found = str(refusal).replace(
            "unit and one column per period", "person, one column per question"
        )
        raise ValueError(found.replace("months", "answers")) from None


def too_small(table: Floats, *, people: int, items: int) -> NoAnswer | None:
    """Whether there are too few questions or people to say anything."""
    if table.shape[1] < items:
        return NoAnswer(why=Silence.TOO_FEW_ITEMS, needed=items, found=table.shape[1])
    if table.shape[0] < people:
        return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=people, found=table.shape[0])
    return None


def answered_in_full(table: Floats) -> Floats:
    """The people to whom every question was presented."""
    return np.asarray(table[np.isfinite(table).all(axis=1)])
