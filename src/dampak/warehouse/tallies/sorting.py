"""Putting keys in order and adding up what belongs to equal ones."""

import numpy as np
from numpy.typing import NDArray

from dampak.warehouse.tallies.keys import AT, BITS, Keys

Counts = NDArray[np.int64]

SERVICE_BITS = np.uint64((2 ** BITS["service"] - 1) << AT["service"])
BELOW = np.uint64(2 ** AT["service"] - 1)  # month and days
UNIT_AT, COUNT_BITS = np.uint64(AT["unit"]), np.uint64(BITS["service"])
MOST = 2 ** BITS["service"] - 1  # the largest count that fits where the service would be


def in_order(keys: Keys, counts: Counts) -> tuple[Keys, Counts]:
    """Ascending keys without repeats, with the sums of their counts, of shape (keys, columns)."""
    if counts.shape[1] == 1 and not (keys & SERVICE_BITS).any() and counts.min(initial=0) >= 0:
        return in_order_without_services(keys >> UNIT_AT, keys, counts[:, 0])
    order = np.argsort(keys, kind="stable")  # it finds the runs that are in order already
    keys = keys[order]
    starts = starts_of(keys)
    return keys[starts], np.add.reduceat(counts[order], starts, axis=0)


def in_order_without_services(
    unit: NDArray[np.integer], keys: Keys, counts: Counts
) -> tuple[Keys, Counts]:
    """The same for keys of which only month and days count, under other units and no service.

    Key and count are sorted as one number, some ten times as fast as the places of keys: the count,
    of shape (keys,) and not below nought, takes the place of the service. One too large for it is
    put in as several.
    """
    if counts.max(initial=0) > MOST:
        parts = -(-counts // MOST)
        unit, keys, counts = (
            np.repeat(unit, parts),
            np.repeat(keys, parts),
            _in_parts(counts, parts),
        )
    both = unit.astype(np.uint64) << UNIT_AT
    both |= (keys & BELOW) << COUNT_BITS
    both |= counts.astype(np.uint64)
    both.sort()
    tight = both >> COUNT_BITS
    starts = starts_of(tight)
    both &= np.uint64(MOST)
    tight = tight[starts]
    keys = ((tight >> np.uint64(AT["service"])) << UNIT_AT) | (tight & BELOW)
    return keys, np.add.reduceat(both, starts).astype(np.int64).reshape(-1, 1)


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
