"""Regrouping: the rows of units under other units, by month, without reading a row again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dampak.warehouse.organisation.tree import Tree, tree_of
from dampak.warehouse.organisation.view import View
from dampak.warehouse.tallies.bag import Bag, bag_of, only
from dampak.warehouse.tallies.keys import AT, BITS, Keys, month_number, packed, part_of
from dampak.warehouse.tallies.sorting import Counts
from dampak.warehouse.tallies.tally import Tally

MONTH_BITS, UNIT_AT = BITS["month"], np.uint64(AT["unit"])
WITHOUT_UNIT = np.uint64(2 ** AT["unit"] - 1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Regrouping:
    """Which unit number each unit number becomes, from which month on.

    ``begins`` has unit number and month, as keys number them, in one number; it ascends, and the
    first entry of a unit is of month 0. ``becomes`` has the number for each. A unit without any
    entry keeps its number.
    """

    begins: NDArray[np.int64]
    becomes: NDArray[np.int64]

    @property
    def is_empty(self) -> bool:
        """Whether every unit keeps its number."""
        return not len(self.begins)

    @property
    def moving(self) -> NDArray[np.int64]:
        """The numbers that become another in any month, ascending."""
        return np.unique(self.begins >> MONTH_BITS)

    def numbers(self, keys: Keys) -> NDArray[np.int64]:
        """What the unit of each key becomes in the month of the key."""
        units = part_of(keys, "unit")
        rows = np.flatnonzero(np.isin(units, self.moving))
        asked = _unit_and_month(keys[rows])
        units[rows] = self.becomes[np.searchsorted(self.begins, asked, side="right") - 1]
        return units


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Regrouped:
    """A view in numbers: the tree of its nodes, and what each unit number becomes in which month.

    ``shown_as`` has a code for each place of the tree; several nodes may be read as one unit.
    """

    regrouping: Regrouping
    tree: Tree
    shown_as: tuple[str, ...]


def in_numbers(view: View, numbers: Mapping[str, int]) -> Regrouped:
    """Give the nodes of a view numbers: that of their unit or, where it has none, a new one.

    A unit that has a number and no place in the view stands at the top, with its own rows.
    """
    listed = {run.code for run in view.runs}
    above = {**{code: None for code in numbers if code not in listed}, **view.above}
    of_nodes = {**numbers, **_new_numbers(view, numbers)}
    tree = tree_of(above.items(), of_nodes)
    return Regrouped(
        regrouping=_regrouping(view, numbers, of_nodes),
        tree=tree,
        shown_as=tuple(view.shown_as.get(node, node) for node in tree.codes),
    )


def regrouped(bag: Bag, by: Regrouping) -> Bag:
    """The same counts under the numbers that their units become; nothing is lost or doubled."""
    becomes = by.numbers(bag.keys)
    if np.array_equal(part_of(bag.keys, "unit"), becomes):
        return bag
    return bag_of((bag.keys & WITHOUT_UNIT) | (becomes.astype(np.uint64) << UNIT_AT), bag.counts)


def tally_regrouped(tally: Tally, by: Regrouping) -> Tally:
    """The tally of the same rows, had they been rows of the units that theirs become."""
    return Tally(sheet=tally.sheet, bags=tuple(regrouped(bag, by) for bag in tally.bags))


def brought_along(bags: Sequence[Bag], by: Regrouping) -> Bag:
    """What units bring along of all months before when they become another, and leave behind.

    It stands under the new number and, below nought, under the one before it, both in the month of
    the change; services are no longer told apart.
    """
    unit = by.begins >> MONTH_BITS
    again = np.flatnonzero((unit[1:] == unit[:-1]) & (by.becomes[1:] != by.becomes[:-1])) + 1
    begins, number = by.begins[again], by.becomes[np.concatenate([again - 1, again])]
    counts = sum(
        (_before(bag, begins, by.moving) for bag in bags),
        start=np.zeros((len(again), bags[0].columns), np.int64),
    )
    month = np.tile(begins & (2**MONTH_BITS - 1), 2)
    keys = packed(unit=number, service=0, month=month)
    return bag_of(keys, np.concatenate([-counts, counts]))


def _before(bag: Bag, begins: NDArray[np.int64], moving: NDArray[np.int64]) -> Counts:
    """What units came to before a month; ``begins`` has unit and month."""
    bag = only(bag, np.isin(part_of(bag.keys, "unit"), moving))
    order = np.argsort(_unit_and_month(bag.keys), kind="stable")
    keys = _unit_and_month(bag.keys)[order]
    upto = np.zeros((len(keys) + 1, bag.columns), np.int64)
    np.cumsum(bag.counts[order], axis=0, out=upto[1:])
    first = np.searchsorted(keys, (begins >> MONTH_BITS) << MONTH_BITS)
    counts: Counts = upto[np.searchsorted(keys, begins)] - upto[first]
    return counts


def _unit_and_month(keys: Keys) -> NDArray[np.int64]:
    """Both in one number, as `Regrouping` has them."""
    return (part_of(keys, "unit") << MONTH_BITS) | part_of(keys, "month")


def _new_numbers(view: View, numbers: Mapping[str, int]) -> Mapping[str, int]:
    """Numbers for nodes that rows count for and that have none; after all that were given."""
    wanted = dict.fromkeys(run.node for run in view.runs if run.code in numbers)
    first = max(numbers.values(), default=0) + 1
    new = (node for node in wanted if node not in numbers)
    return {node: number for number, node in enumerate(new, start=first)}


def _regrouping(view: View, numbers: Mapping[str, int], of_nodes: Mapping[str, int]) -> Regrouping:
    moved = {run.code for run in view.runs if run.node != run.code}
    entries = sorted(
        (numbers[run.code] << MONTH_BITS | _begins(run.from_month), of_nodes[run.node])
        for run in view.runs
        if run.code in moved and run.code in numbers
    )
    table = np.array(entries, np.int64).reshape(-1, 2)
    return Regrouping(begins=table[:, 0].copy(), becomes=table[:, 1].copy())


def _begins(month: date | None) -> int:
    return 0 if month is None else month_number(month)
