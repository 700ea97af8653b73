"""The statistics of all orderings, or of many drawn at random."""

from functools import reduce
from itertools import combinations

import numpy as np

from dampak.statistics.arrays import Integers
from dampak.statistics.phased.contrasts import Pairs
from dampak.statistics.phased.draw import Lots

LOOKED_UP_AT_ONCE = 500_000  # keeps a batch of drawings in the processor's cache


def of_what_happened(table: Pairs, lots: Lots) -> complex:
    """The statistics of the order that was drawn."""
    return complex(table[np.arange(lots.sequences.size), lots.sequences].sum())


def of_every_ordering(table: Pairs, lots: Lots) -> Pairs:
    """One entry per ordering that could have been drawn. Shape (n_orderings,)."""
    if lots.listed is not None:
        rows = max(1, LOOKED_UP_AT_ONCE // lots.listed.shape[1])
        batches = np.array_split(lots.listed, -(-lots.listed.shape[0] // rows))
        return np.concatenate([_looked_up(table, batch) for batch in batches])
    parts = [
        _looked_up(table[rows], every_arrangement(lots.sequences[rows]))
        for rows in lots.by_stratum()
    ]
    return np.asarray(reduce(lambda one, other: np.add.outer(one, other).ravel(), parts))


def of_random_orderings(table: Pairs, lots: Lots, *, draws: int, rng: np.random.Generator) -> Pairs:
    """One entry per drawing by the same rule. Shape (draws,)."""
    total = np.zeros(draws, dtype=np.complex128)
    for rows in lots.by_stratum():
        sequences = lots.sequences[rows]
        if np.ptp(sequences) == 0:
            total += table[rows, sequences[0]].sum()
            continue
        size = max(1, LOOKED_UP_AT_ONCE // rows.size)
        for start in range(0, draws, size):
            dealt = _shuffled(sequences, times=min(size, draws - start), rng=rng)
            total[start : start + size] += _looked_up(table[rows], dealt)
    return total


def every_arrangement(labels: Integers) -> Integers:
    """All different ways to deal out the labels. Shape (n_ways, n_labels)."""
    values, counts = np.unique(labels, return_counts=True)
    if values.size == 1:
        return labels[None, :]
    rest = every_arrangement(labels[labels != values[0]])
    ways = []
    for places in combinations(range(labels.size), int(counts[0])):
        way = np.full((rest.shape[0], labels.size), values[0])
        way[:, np.setdiff1d(np.arange(labels.size), places)] = rest
        ways.append(way)
    return np.concatenate(ways)


def _shuffled(labels: Integers, *, times: int, rng: np.random.Generator) -> Integers:
    """The labels in random order, row by row: sorted by random numbers that carry them along.

    Sorting whole machine numbers is several times faster than shuffling. Two of n random parts of
    at least 40 bits meet with a chance below n ** 2 / 10**12, and then only those two stay sorted.
    """
    bits = np.uint64((1 << int(labels.max()).bit_length()) - 1)
    everything = np.iinfo(np.uint64).max
    keys = rng.integers(0, everything, size=(times, labels.size), dtype=np.uint64, endpoint=True)
    keys &= ~bits
    keys |= labels.astype(np.uint64)
    keys.sort(axis=1)
    keys &= bits
    return keys.view(np.int64)


def _looked_up(table: Pairs, dealt: Integers) -> Pairs:
    at = dealt + table.shape[1] * np.arange(table.shape[0])
    return np.asarray(table.ravel().take(at).sum(axis=1))
