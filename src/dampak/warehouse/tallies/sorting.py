"""Putting keys in order and adding up what belongs to equal ones."""

import numpy as np
from numpy.typing import NDArray

from dampak.warehouse.tallies.keys import AT, BITS, Keys

Counts = NDArray[np.int64]

SERVICE = np.uint64((2 ** BITS["service"] - 1) << AT["service"])
BELOW = np.uint64(2 ** AT["service"] - 1)  # month and days
MOST = 2 ** BITS["service"] - 1  # the largest count that fits where the service would be


def in_order(keys: Keys, counts: Counts) -> tuple[Keys, Counts]:
    """Ascending keys without repeats, with the sums of their counts, of shape (keys, columns)."""
    if counts.shape[1] == 1 and not (keys & SERVICE).any() and counts.min(initial=0) >= 0:
        return _together_with_counts(keys, counts[:, 0])
    order = np.argsort(keys, kind="stable")  # it finds the runs that are in order already
    keys = keys[order]
    starts = starts_of(keys)
    return keys[starts], np.add.reduceat(counts[order], starts, axis=0)


def _together_with_counts(keys: Keys, counts: Counts) -> tuple[Keys, Counts]:
    """Sort key and count as one number: some ten times as fast as to sort the places of keys.

    The count takes the place of the service, which all keys lack. One too large for it is put in
    as several.
    """
    if (counts > MOST).any():
        parts = -(-counts // MOST)
        keys, counts = np.repeat(keys, parts), _in_parts(counts, parts)
    tight = ((keys >> np.uint64(AT["unit"])) << np.uint64(AT["service"])) | (keys & BELOW)
    both = (tight << np.uint64(BITS["service"])) | counts.astype(np.uint64)
    both.sort()
    counts = (both & np.uint64(MOST)).astype(np.int64)
    tight = both >> np.uint64(BITS["service"])
    starts = starts_of(tight)
    tight = tight[starts]
    keys = ((tight >> np.uint64(AT["service"])) << np.uint64(AT["unit"])) | (tight & BELOW)
    return keys, np.add.reduceat(counts, starts).reshape(-1, 1)


def _in_parts(counts: Counts, parts: NDArray[np.int64]) -> Counts:
    """Each count as so many parts, all but the last as large as may be."""
    spread = np.full(int(parts.sum()), MOST)
    last = np.cumsum(parts) - 1
    spread[last[parts > 0]] = (counts - (parts - 1) * MOST)[parts > 0]
    return spread


def starts_of(keys: Keys) -> NDArray[np.intp]:
    """Where each run of equal keys begins."""
    changes = np.flatnonzero(keys[1:] != keys[:-1]) + 1
    return np.concatenate([np.zeros(min(len(keys), 1), np.int64), changes])
