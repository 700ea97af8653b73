"""Rolling up: from the rows of units to the rows of everything that stands above them.

A line is what the cube has one of: first every unit by its place in the tree, with its own rows,
then every unit that has others below it, with its own rows and all of theirs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dampak.warehouse.organisation.tree import Places, Tree
from dampak.warehouse.tallies.bag import Bag, added, bag_of, empty_bag, only
from dampak.warehouse.tallies.keys import AT, BITS, Keys, part_of
from dampak.warehouse.tallies.sorting import SERVICE, Counts

UNIT = np.uint64((2 ** BITS["unit"] - 1) << AT["unit"])
SLICE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """Months that follow each other, from ``first`` on as keys number them."""

    first: int
    count: int

    def index(self, keys: Keys) -> NDArray[np.int64]:
        """The place of each key's month."""
        return part_of(keys, "month") - self.first


def months_of(bags: Iterable[Bag]) -> Months:
    """From the first month of any key to the last."""
    found = [part_of(bag.keys, "month") for bag in bags if len(bag.keys)]
    if not found:
        return Months(first=0, count=0)
    first = min(int(months.min()) for months in found)
    return Months(first=first, count=max(int(months.max()) for months in found) - first + 1)


def lines(tree: Tree) -> int:
    """How many lines a cube of this tree has."""
    return len(tree.codes) + len(tree.inner)


def everywhere(bag: Bag, column: int, months: Months) -> Counts:
    """A plain column over all rows, in a tree or not, by month."""
    return _counted(months.index(bag.keys), bag.counts[:, column], months.count)


def rolled_up(bag: Bag, column: int, *, tree: Tree, months: Months) -> Counts:
    """A plain column of a tally by line and month; units outside the tree are in no line."""
    place = _place_of_unit(bag, tree)[part_of(bag.keys, "unit")]
    cells = place * months.count + months.index(bag.keys)
    inside, size = place >= 0, len(tree.codes) * months.count
    own = _counted(cells[inside], bag.counts[inside, column], size)
    own = own.reshape(len(tree.codes), months.count)
    upto = np.concatenate([np.zeros((1, months.count), np.int64), np.cumsum(own, axis=0)])
    return np.concatenate([own, upto[tree.last[tree.inner] + 1] - upto[tree.inner]])


def rolled_up_by_days(bag: Bag, *, tree: Tree) -> Bag:
    """A bag by days under line, month and days, without services."""
    own = _without_services(bag, _place_of_unit(bag, tree))
    line = np.full(len(tree.codes), -1)
    line[tree.inner] = len(tree.codes) + np.arange(len(tree.inner))
    above = [_moved(whole, line) for whole in _levels(own, tree)]
    return added(own, *above)


def _levels(own: Bag, tree: Tree) -> Iterator[Bag]:
    """From the deepest level up, each unit of it with everything below."""
    depth = tree.depth
    level_of_key = depth[part_of(own.keys, "unit")]
    whole = empty_bag(1)
    for level in range(int(depth.max(initial=0)), -1, -1):
        whole = added(_moved(whole, tree.parent), only(own, level_of_key == level))
        yield whole


def _moved(bag: Bag, to: Places) -> Bag:
    """The same counts under other places or lines; what has nowhere to go is left out."""
    there = to[part_of(bag.keys, "unit")]
    stays = there >= 0
    keys = bag.keys[stays] & ~UNIT | (there[stays].astype(np.uint64) << np.uint64(AT["unit"]))
    return bag_of(keys, bag.counts[stays])


def _without_services(bag: Bag, to: Places) -> Bag:
    """By place, month and days; slice by slice, so that each fits the processor's own memory."""
    bare = Bag(keys=bag.keys & ~SERVICE, counts=bag.counts)
    cuts = np.searchsorted(bag.keys, bag.keys[SLICE::SLICE] & UNIT)  # no unit in two slices
    edges = [0, *cuts, len(bag.keys)]
    slices = [only(bare, slice(first, last)) for first, last in pairwise(edges)]
    return added(*(_moved(each, to) for each in slices))


def _place_of_unit(bag: Bag, tree: Tree) -> Places:
    """The place of each unit number that a bag may name."""
    highest = int(part_of(bag.keys[-1:], "unit").max(initial=0))
    return tree.place_of_number(highest + 1)


def _counted(cells: NDArray[np.int64], counts: Counts, size: int) -> Counts:
    """Whole numbers added up by cell: exact, for they stay far below 2**53."""
    return np.bincount(cells, weights=counts, minlength=size).astype(np.int64)
