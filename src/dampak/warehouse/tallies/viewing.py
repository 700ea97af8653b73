"""All tables through a view of the organisation: regrouped, rolled up, and read by unit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dampak.warehouse.organisation.tree import Nodes, Places, Tree
from dampak.warehouse.organisation.view import View
from dampak.warehouse.tallies.adding_up import ByDays, Plain, Rolled, rolled
from dampak.warehouse.tallies.bag import Bag, added, only
from dampak.warehouse.tallies.regrouping import (
    Regrouping,
    brought_along,
    in_numbers,
    tally_regrouped,
)
from dampak.warehouse.tallies.rolling_up import Months, lifted, lines, moved
from dampak.warehouse.tallies.sorting import Counts
from dampak.warehouse.tallies.tally import Tally

NOWHERE = -1
Tallies = Mapping[str, Sequence[Tally]]


def seen_through(tallies: Tallies, view: View, numbers: Mapping[str, int]) -> Rolled:
    """Look at the tallies of each table together, from every line of a view.

    ``numbers`` are those of the units in the keys of the tallies. A unit that is several nodes has
    one line, and one more with all that stood below it in each month.
    """
    by = in_numbers(view, numbers)
    if by.regrouping.is_empty:
        return rolled(tallies, by.tree)
    regrouped = {
        table: [tally_regrouped(tally, by.regrouping) for tally in parts]
        for table, parts in tallies.items()
    }
    seen = _with_brought(rolled(regrouped, by.tree), tallies, by.regrouping, by.tree)
    return seen if by.shown_as == by.tree.codes else _read_together(seen, by.tree, by.shown_as)


def _with_brought(seen: Rolled, tallies: Tallies, by: Regrouping, tree: Tree) -> Rolled:
    def drawers(table: str) -> Iterator[Plain | ByDays]:
        for nth, drawer in enumerate(seen.drawers[table]):
            if isinstance(drawer, Plain):
                bag = brought_along([tally.bags[nth] for tally in tallies[table]], by)
                lines_of = lifted([_within(bag, seen.months)], tree=tree)
                yield replace(drawer, brought=lines_of)
            else:
                yield drawer

    return replace(seen, drawers={table: tuple(drawers(table)) for table in seen.drawers})


def _within(bag: Bag, months: Months) -> Bag:
    return only(bag, months.index(bag.keys) < months.count)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Lines:
    """To which lines each line goes: its unit's own, and its unit's with all below; -1 to none."""

    nodes: Nodes
    own: Places
    with_all_below: Places

    def drawer(self, drawer: Plain | ByDays) -> Plain | ByDays:
        """A drawer under the lines of units."""
        if isinstance(drawer, ByDays):
            return ByDays(bag=self._bag(drawer.bag))
        brought = None if drawer.brought is None else self._bag(drawer.brought)
        return replace(drawer, of=self._counts(drawer.of), brought=brought)

    def _counts(self, of: Counts) -> Counts:
        """Counts by column, line and month."""
        together = np.zeros((of.shape[0], lines(self.nodes), of.shape[2]), np.int64)
        for to in (self.own, self.with_all_below):
            goes = to != NOWHERE
            np.add.at(together.swapaxes(0, 1), to[goes], of[:, goes].swapaxes(0, 1))
        return together

    def _bag(self, bag: Bag) -> Bag:
        return added(moved(bag, self.own), moved(bag, self.with_all_below))


def _read_together(seen: Rolled, tree: Tree, shown_as: Sequence[str]) -> Rolled:
    """Every unit in one line; its nodes are of different months, so that nothing counts twice."""
    to = _lines(tree, shown_as)
    drawers = {
        table: tuple(to.drawer(drawer) for drawer in of_table)
        for table, of_table in seen.drawers.items()
    }
    return replace(seen, drawers=drawers, tree=to.nodes)


def _lines(tree: Tree, shown_as: Sequence[str]) -> _Lines:
    """A unit with others below it in some months counts there in the other months by itself."""
    codes = tuple(dict.fromkeys(shown_as))
    place = {code: nth for nth, code in enumerate(codes)}
    unit = np.array([place[code] for code in shown_as], np.int64)
    inner = np.unique(unit[tree.inner])
    below = np.full(len(codes), NOWHERE)
    below[inner] = len(codes) + np.arange(len(inner))
    own, with_all_below = np.full((2, lines(tree)), NOWHERE)
    own[: len(unit)] = unit
    with_all_below[: len(unit)] = below[unit]
    with_all_below[tree.inner] = NOWHERE
    with_all_below[len(unit) : -1] = below[unit[tree.inner]]
    with_all_below[-1] = len(codes) + len(inner)
    return _Lines(nodes=Nodes(codes=codes, inner=inner), own=own, with_all_below=with_all_below)
