"""The pairs of `pairs`, found in order: with equal errors a pair is open if its numbers are close.

Sorted by their numbers, the units that j is not surely better than are all those from some place
on, so the largest difference that noise makes needs one pass over the units and no pairs.
"""

import numpy as np

from dampak.statistics.arrays import Floats, Integers
from dampak.statistics.critical_values import critical_value

ENTRIES_AT_ONCE = 4_000_000


def rejected_with_equal_errors(
    numbers: Floats, error: float, confidence: float, rng: np.random.Generator, draws: int
) -> tuple[Integers, Integers]:
    """How many are surely better than each unit, and how many surely worse.

    The first critical value is that of the studentised range.

    References
    ----------
    Tukey (1953), The Problem of Multiple Comparisons. Mogstad and others (2024), section 3.
    """
    ordered = np.sort(numbers)
    seed = int(rng.integers(2**63))  # the same noise at every step: the best of several is too low
    needed, from_place = np.inf, np.zeros(numbers.size, dtype=np.int64)
    while True:
        critical = critical_value(_largest(from_place, seed, draws), confidence=confidence)
        if error * np.sqrt(2) * critical >= needed:
            break
        needed = error * np.sqrt(2) * critical
        next_place = np.searchsorted(ordered, ordered - needed, side="left")
        if (next_place == from_place).all():
            break
        from_place = next_place
    worse = np.searchsorted(ordered, numbers - needed, side="left")
    better = numbers.size - np.searchsorted(ordered, numbers + needed, side="right")
    return better, worse


def _largest(from_place: Integers, seed: int, draws: int) -> Floats:
    """Of each drawing: the largest lead of one unit over another that it is not surely ahead of."""
    rng = np.random.default_rng(seed)
    batch = max(1, ENTRIES_AT_ONCE // from_place.size)
    found = []
    for start in range(0, draws, batch):
        noise = rng.standard_normal((min(batch, draws - start), from_place.size))
        lowest_from = np.minimum.accumulate(noise[:, ::-1], axis=1)[:, ::-1]
        found.append((noise - lowest_from[:, from_place]).max(axis=1) / np.sqrt(2))
    return np.concatenate(found)
