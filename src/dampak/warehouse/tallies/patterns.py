"""Which marks occur among some rows, and which of them each row has: there are few of them."""

import numpy as np
from numpy.typing import NDArray

from dampak.warehouse.tallies.keys import BITS
from dampak.warehouse.tallies.mark_columns import CONDITION_BITS

Marks = NDArray[np.uint32]
Places = NDArray[np.intp]

MOST = 8  # conditions with which all months fit into a table that is cheap to look through


def patterns_of(marks: Marks, *, conditions: int, step: int) -> tuple[Marks, Places]:
    """The marks that occur, ascending, and for each row the place of its own, times ``step``."""
    if conditions > MOST:
        occurring, places = np.unique(marks, return_inverse=True)
        return occurring, places * step
    few = np.uint32((1 << conditions) - 1)
    # the month, with room for the conditions
    short = marks >> np.uint32(CONDITION_BITS - conditions)
    short |= marks & few
    at = short.astype(np.intp)
    occurs = np.zeros(1 << (BITS["month"] + conditions), np.bool_)
    occurs[at] = True
    found = np.flatnonzero(occurs)
    place = np.empty(len(occurs), np.intp)
    place[found] = np.arange(len(found)) * step
    months = (found >> conditions).astype(np.uint32) << np.uint32(CONDITION_BITS)
    return months | (found.astype(np.uint32) & few), place[at]


def month_of_all(marks: Marks) -> int | None:
    """The month of all rows that have one; nought if none has, None if they have several."""
    first, last = int(marks.min(initial=0)), int(marks.max(initial=0))
    if last and not first:
        first = int((marks - np.uint32(1)).min()) + 1  # what has no month becomes the last one
    return last >> CONDITION_BITS if first >> CONDITION_BITS == last >> CONDITION_BITS else None
