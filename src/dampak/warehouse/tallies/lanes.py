"""Lanes: several small counts side by side in one number of 64 bits, so that one sum adds them all.

A lane is as wide as the largest sum that can come into it, and so nothing runs over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Counts = NDArray[np.int64]

WORD = 64


@dataclass(frozen=True, slots=True)
class Lane:
    """Where a count lies: in which word, how far from its lower end, how many bits wide."""

    word: int
    shift: int
    width: int


def lanes_for(widths: Sequence[int]) -> tuple[Lane, ...]:
    """A lane for each width, in as few words as come of filling one after the other."""
    lanes, word, shift = [], 0, 0
    for width in widths:
        if shift + width > WORD:
            word, shift = word + 1, 0
        lanes.append(Lane(word, shift, width))
        shift += width
    return tuple(lanes)


def bits_summed(
    marks: NDArray[np.integer], starts: NDArray[np.intp], *, bits: Sequence[int], longest: int
) -> Counts:
    """How many rows of each run have each of these bits set, in shape (runs, bits).

    A run lasts from one of ``starts`` to the next, ``longest`` rows at most.
    """
    lanes = lanes_for([longest.bit_length()] * len(bits))
    patterns = 1 << int(marks.max(initial=0)).bit_length()
    tables = _tables(tuple(bits), lanes, patterns)
    sums = [np.add.reduceat(table[marks], starts) for table in tables]
    return _apart(sums, lanes, runs=len(starts))


def values_summed(
    values: Sequence[NDArray[np.integer]],
    order: NDArray[np.intp],
    starts: NDArray[np.intp],
    *,
    longest: int,
) -> Counts:
    """The sums of each of ``values`` over runs of the rows in this order, in shape (runs, values).

    No value is below nought.
    """
    lanes = lanes_for([(longest * int(each.max(initial=0))).bit_length() for each in values])
    words = [np.zeros(len(order), np.uint64) for _ in range(_words(lanes))]
    for each, lane in zip(values, lanes, strict=True):
        words[lane.word] |= each.astype(np.uint64) << np.uint64(lane.shift)
    sums = [np.add.reduceat(word[order], starts) for word in words]
    return _apart(sums, lanes, runs=len(starts))


@lru_cache(maxsize=64)
def _tables(bits: tuple[int, ...], lanes: tuple[Lane, ...], patterns: int) -> tuple[Words, ...]:
    """What each pattern of marks adds to each word."""
    pattern = np.arange(patterns, dtype=np.uint64)
    tables = tuple(np.zeros(patterns, np.uint64) for _ in range(_words(lanes)))
    for bit, lane in zip(bits, lanes, strict=True):
        table = tables[lane.word]
        table |= ((pattern >> np.uint64(bit)) & np.uint64(1)) << np.uint64(lane.shift)
    return tables


def _apart(sums: Sequence[Words], lanes: Sequence[Lane], *, runs: int) -> Counts:
    """Each lane of the summed words as a column of its own."""
    counts = np.empty((runs, len(lanes)), np.int64)
    for column, lane in enumerate(lanes):
        mask = np.uint64((1 << lane.width) - 1)
        counts[:, column] = (sums[lane.word] >> np.uint64(lane.shift)) & mask
    return counts


def _words(lanes: Sequence[Lane]) -> int:
    return max((lane.word for lane in lanes), default=-1) + 1
