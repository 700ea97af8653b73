"""A bag of counts by key: bags can be added, and what was added can be taken away again."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dampak.warehouse.tallies.keys import Keys
from dampak.warehouse.tallies.sorting import Counts, in_order


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bag:
    """``counts`` of shape (keys, columns) for each of the ``keys``, which ascend without repeats.

    No row of counts is all nought, so that equal sums are equal bags, bit for bit.
    """

    keys: Keys
    counts: Counts

    @property
    def columns(self) -> int:
        """How many numbers are kept for each key."""
        return int(self.counts.shape[1])

    def is_same(self, other: "Bag") -> bool:
        """Whether both hold the same counts of the same keys."""
        return np.array_equal(self.keys, other.keys) and np.array_equal(self.counts, other.counts)


def bag_of(keys: Keys, counts: Counts) -> Bag:
    """Put counts of shape (keys, columns) into a bag, in any order; equal keys are added up."""
    if len(keys) > 1 and not (keys[1:] > keys[:-1]).all():
        keys, counts = in_order(keys, counts)
    holds = _any_of(counts)
    return (
        Bag(keys=keys, counts=counts)
        if holds.all()
        else Bag(keys=keys[holds], counts=counts[holds])
    )


def empty_bag(columns: int) -> Bag:
    """A bag that holds nothing."""
    return Bag(keys=np.zeros(0, np.uint64), counts=np.zeros((0, columns), np.int64))


def joined(several: Sequence[tuple[Keys, Counts]], columns: int) -> Bag:
    """Several times keys and their counts, as one bag."""
    nothing = empty_bag(columns)
    keys = np.concatenate([nothing.keys, *(keys for keys, _ in several)])
    return bag_of(keys, np.concatenate([nothing.counts, *(counts for _, counts in several)]))


def added(first: Bag, *others: Bag) -> Bag:
    """All bags together."""
    return joined([(bag.keys, bag.counts) for bag in (first, *others)], first.columns)


def taken_away(bag: Bag, part: Bag) -> Bag:
    """What is left of a bag without a part of it.

    Raises
    ------
    ValueError
        If the part was not in the bag.
    """
    left = added(bag, negative(part))
    if (left.counts < 0).any():
        raise ValueError("What is to be taken away was never added.")
    return left


def negative(bag: Bag) -> Bag:
    """The same, below nought: to be added where it is to be taken away."""
    return Bag(keys=bag.keys, counts=-bag.counts)


def only(bag: Bag, which: NDArray[np.bool_] | slice) -> Bag:
    """The part of a bag under some of its keys."""
    return Bag(keys=bag.keys[which], counts=bag.counts[which])


def _any_of(counts: Counts) -> NDArray[np.bool_]:
    """Whether a row of counts is not all nought; column by column, for there are few columns."""
    holds = np.zeros(len(counts), np.bool_)
    for column in range(counts.shape[1]):
        holds |= counts[:, column] != 0
    return holds
