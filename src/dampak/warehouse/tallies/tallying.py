"""Tallying marked rows: sort short keys, find where one ends, add up. No condition, no join.

The keys of a chunk are sorted with the row's marks, its days or its place in their last sixteen
bits, where a plain key has nothing. What a run of equal keys adds is summed many columns at a time:
several counts share one number of 64 bits, each with as many bits as the longest run needs.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.warehouse.tallies.bag import Bag, joined
from dampak.warehouse.tallies.keys import AT, BITS, Keys
from dampak.warehouse.tallies.lanes import bits_summed, values_summed
from dampak.warehouse.tallies.mark_columns import SERVICE_NUMBER, UNIT_NUMBER, columns_read
from dampak.warehouse.tallies.marked_rows import Columns, array_of
from dampak.warehouse.tallies.sheet import Drawer, Sheet
from dampak.warehouse.tallies.sorting import Counts, starts_of
from dampak.warehouse.tallies.tally import Tally
from dampak.warehouse.tallies.tasks import PlainTask, TaskByDays, plain_tasks, task_by_days

CHUNK = 1 << BITS["days"]  # rows at once: the place of each fits where days would be
LOW, LOW_OF_MARKS = np.uint64(CHUNK - 1), np.uint32(CHUNK - 1)
MONTH = ~LOW_OF_MARKS

KeyedCounts = tuple[Keys, Counts]  # of one chunk, ascending


def tallied(rows: pa.Table, sheet: Sheet) -> Tally:
    """Tally the marked rows of a table; it is fastest where rows of one unit lie together.

    Raises
    ------
    ValueError
        If a row adds less than nought.
    """
    read = {name: array_of(rows[name]) for name in columns_read(sheet)}
    chunks = [_chunk(read, first, last) for first, last in _cuts(read[UNIT_NUMBER])]
    bags = tuple(_bag(chunks, drawer, sheet) for drawer in sheet.drawers)
    return Tally(sheet=sheet, bags=bags)


def _cuts(unit: NDArray[np.uint32]) -> Iterator[tuple[int, int]]:
    """Chunks that end where a unit does, unless one unit alone is longer than a chunk."""
    changes = np.flatnonzero(unit[1:] != unit[:-1]) + 1
    first = 0
    while first < len(unit):
        last = min(first + CHUNK, len(unit))
        if last < len(unit):
            changed = int(changes[np.searchsorted(changes, last, side="right") - 1])
            last = changed if changed > first else last
        yield first, last
        first = last


def _chunk(read: Columns, first: int, last: int) -> Columns:
    """The rows of a chunk, with what all keys of a row have in common as ``base``."""
    chunk = {name: column[first:last] for name, column in read.items()}
    base = chunk[UNIT_NUMBER].astype(np.uint64) << np.uint64(AT["unit"])
    base |= chunk[SERVICE_NUMBER].astype(np.uint64) << np.uint64(AT["service"])
    return {**chunk, "base": base}


def _bag(chunks: Sequence[Columns], drawer: Drawer, sheet: Sheet) -> Bag:
    width = len(drawer.addends)
    if drawer.by_days:
        by_days = task_by_days(drawer.addends[0], sheet)
        return joined([counts_by_days(chunk, by_days) for chunk in chunks], width)
    tasks = tuple(plain_tasks(drawer, sheet))
    return joined([plain_counts(chunk, task) for task in tasks for chunk in chunks], width)


def plain_counts(chunk: Columns, task: PlainTask) -> KeyedCounts:
    """What the rows of a chunk, `CHUNK` at most, add by one date."""
    marks = chunk[task.marks]
    places = np.arange(len(marks), dtype=np.uint32) if task.values else None
    keys = chunk["base"] | (marks if places is None else (marks & MONTH) | places)
    keys.sort()
    low = (keys & LOW).astype(np.intp)
    starts = starts_of(keys >> np.uint64(BITS["days"]))
    longest = int(np.diff(starts, append=len(keys)).max(initial=0))
    counts = np.zeros((len(starts), task.width), np.int64)
    counts[:, [each.column for each in task.ones]] = bits_summed(
        low if places is None else marks[low] & LOW_OF_MARKS,
        starts,
        bits=[each.bit for each in task.ones],
        longest=longest,
    )
    if task.values:
        values = list(values_added(chunk, task))
        counts[:, [each.column for each in task.values]] = values_summed(
            values, low, starts, longest=longest
        )
    return keys[starts] & ~LOW, counts


def values_added(chunk: Columns, task: PlainTask) -> Iterator[NDArray[Any]]:
    """What each row adds to each column: nought where it does not contribute."""
    marks = chunk[task.marks]
    set_in_all = int(np.bitwise_and.reduce(marks))
    for each in task.values:
        values = chunk[each.named]
        if not set_in_all >> each.bit & 1:
            values = np.where(marks & np.uint32(1 << each.bit), values, 0)
        if values.min(initial=0) < 0:
            raise ValueError(f"A row of {each.named} adds less than nought.")
        yield values


def counts_by_days(chunk: Columns, task: TaskByDays) -> KeyedCounts:
    """How many rows of a chunk took how many days."""
    marks = chunk[task.marks]
    keys = chunk["base"] | (marks & MONTH) | chunk[task.days]
    keys = keys[(marks & np.uint32(1 << task.bit)) > 0]
    keys.sort()
    starts = starts_of(keys)
    return keys[starts], np.diff(starts, append=len(keys)).reshape(-1, 1)
