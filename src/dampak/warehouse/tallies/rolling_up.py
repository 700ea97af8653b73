"""Rolling up: from the rows of units to the rows of everything that stands above them.

A line is what a cube has one of: first every unit by its place in the tree, with its own rows, then
every unit that has others below it, with its own rows and all of theirs, and last the whole tree.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dampak.warehouse.organisation.tree import Nodes, Places, Tree
from dampak.warehouse.tallies.bag import Bag, added, bag_of, empty_bag, only
from dampak.warehouse.tallies.keys import AT, BITS, Keys, part_of
from dampak.warehouse.tallies.sorting import BELOW, UNIT_AT, Counts, in_order_without_services

UNIT_BITS = np.uint64((2 ** BITS["unit"] - 1) << AT["unit"])
SLICE = 1 << 20  # keys at once, which the processor's own memory holds


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


def lines(tree: Tree | Nodes) -> int:
    """How many lines a cube of this tree has."""
    return len(tree.codes) + len(tree.inner) + 1


def rolled_up(bags: Sequence[Bag], *, tree: Tree, months: Months) -> tuple[Counts, Counts]:
    """Plain bags together, by column, line and month, and by column and month over all rows.

    Units outside the tree are in no line, and yet among all rows.
    """
    keys = np.concatenate([bag.keys for bag in bags])
    counts = np.ascontiguousarray(np.concatenate([bag.counts for bag in bags]).T)
    place, month = _places(bags, tree)[part_of(keys, "unit")], months.index(keys)
    inside = place >= 0
    outside = _by_cell(month[~inside], counts[:, ~inside], months.count)
    if not inside.all():
        place, month, counts = place[inside], month[inside], counts[:, inside]
    cells = place * months.count + month
    own = _by_cell(cells, counts, len(tree.codes) * months.count)
    own = own.reshape(len(counts), len(tree.codes), months.count)
    whole = own.sum(axis=1, keepdims=True)
    return np.concatenate([own, _with_all_below(own, tree), whole], axis=1), whole[:, 0] + outside


def lifted(bags: Sequence[Bag], *, tree: Tree) -> Bag:
    """Bags together, without services, under line, month and days; units in no line left out.

    Lines of units come first, then those of what stands above them, then that of all: each of the
    three is put in order by itself, for together they are a nation's largest array.
    """
    own = _without_services(bags, tree)
    levels = list(_levels(own, tree))
    line = np.full(len(tree.codes), -1)
    line[tree.inner] = len(tree.codes) + np.arange(len(tree.inner))
    whole = moved(levels[-1], np.full(len(tree.codes), lines(tree) - 1))
    above = added(*(moved(level, line) for level in reversed(levels)))
    return _heap([own, above, whole])


def _with_all_below(own: Counts, tree: Tree) -> Counts:
    """Each unit that has others below it, with its own rows and all of theirs."""
    upto = np.cumsum(own, axis=1)
    together: Counts = upto[:, tree.last[tree.inner]] - upto[:, tree.inner] + own[:, tree.inner]
    return together


def _levels(own: Bag, tree: Tree) -> Iterator[Bag]:
    """From the deepest level up, each unit of it with everything below."""
    depth = tree.depth
    level_of_key = depth[part_of(own.keys, "unit")]
    whole = empty_bag(own.columns)
    for level in range(int(depth.max(initial=0)), -1, -1):
        whole = added(moved(whole, tree.parent), only(own, level_of_key == level))
        yield whole


def _without_services(bags: Sequence[Bag], tree: Tree) -> Bag:
    """By place, month and days: slice by slice, each with all the rows of its units."""
    to, longest = _places(bags, tree), max((bag.keys for bag in bags), key=len)
    step = max(SLICE // len(bags), 1)
    cuts = np.unique(longest[step::step] & UNIT_BITS)
    edges = [[0, *np.searchsorted(bag.keys, cuts), len(bag.keys)] for bag in bags]
    slices = [
        [only(bag, slice(ends[nth], ends[nth + 1])) for bag, ends in zip(bags, edges, strict=True)]
        for nth in range(len(cuts) + 1)
    ]
    return added(*(moved(_heap(each), to) for each in slices))


def _heap(bags: Sequence[Bag]) -> Bag:
    """Bags in one heap, neither in order yet nor added up."""
    keys = np.concatenate([bag.keys for bag in bags])
    return Bag(keys=keys, counts=np.concatenate([bag.counts for bag in bags]))


def moved(bag: Bag, to: Places) -> Bag:
    """The same counts under other places or lines, without services; who has none is left out."""
    there = to[(bag.keys >> UNIT_AT).astype(np.int64)]
    keys, counts = bag.keys, bag.counts
    if there.min(initial=0) < 0:
        goes = there >= 0
        keys, counts, there = keys[goes], counts[goes], there[goes]
    if bag.columns == 1 and counts.min(initial=1) > 0:
        keys, counts = in_order_without_services(there, keys, counts[:, 0])
        return Bag(keys=keys, counts=counts)
    return bag_of((keys & BELOW) | (there.astype(np.uint64) << UNIT_AT), counts)


def _places(bags: Sequence[Bag], tree: Tree) -> Places:
    """The place of each unit number that the bags may name."""
    highest = max(int(part_of(bag.keys[-1:], "unit").max(initial=0)) for bag in bags)
    return tree.place_of_number(highest + 1)


def _by_cell(cells: NDArray[np.int64], counts: Counts, size: int) -> Counts:
    """Each row of ``counts`` added up by cell: exact, for whole numbers stay far below 2**53."""
    sums = np.empty((len(counts), size), np.int64)
    for column, each in enumerate(counts):
        sums[column] = np.bincount(cells, weights=each, minlength=size)
    return sums
