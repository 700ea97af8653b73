"""A day's rows in an old cube: only the lines and months they touch are added up and read anew."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from dampak.warehouse.organisation.tree import Nodes, Tree
from dampak.warehouse.tallies.adding_up import ByDays, Plain, Rolled
from dampak.warehouse.tallies.bag import Bag, empty_bag, negative
from dampak.warehouse.tallies.cells import Cells, cells_of
from dampak.warehouse.tallies.keys import part_of
from dampak.warehouse.tallies.rolling_up import Months, lifted, months_of
from dampak.warehouse.tallies.tally import Tally

Number = TypeVar("Number", bound=np.generic)
Tallies = Mapping[str, Sequence[Tally]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Renewed:
    """All tables after a change: ``touched`` has the cells of each drawer of each table.

    ``followed`` names the drawers in which another month has rows, or no longer has any: how long
    a unit is followed depends on that, also for a unit that nothing happened to.
    """

    seen: Rolled
    touched: Mapping[str, tuple[Cells, ...]]
    followed: frozenset[tuple[str, int]]


def renewed(seen: Rolled, *, came: Tallies, gone: Tallies) -> Renewed:
    """Add the tallies of rows that came and take away those of rows that are counted no more.

    The tree stays as it was; with another one everything is `adding_up.rolled` anew. The arrays of
    ``seen`` are left as they are.

    Raises
    ------
    ValueError
        If ``seen`` is a view in which units were regrouped.
    """
    months = _together(seen.months, months_of(_bags(came)))
    drawers: dict[str, tuple[Plain | ByDays, ...]] = {}
    touched, followed = {}, set()
    for table, old in seen.drawers.items():
        changes = [_change(table, nth, seen, came, gone) for nth in range(len(old))]
        drawers[table] = tuple(
            _changed(drawer, change, seen, months)
            for drawer, change in zip(old, changes, strict=True)
        )
        touched[table] = tuple(cells_of(change.lifted, months) for change in changes)
        followed |= {
            (table, nth)
            for nth, pair in enumerate(zip(old, drawers[table], strict=True))
            if _occurs(pair[0], seen.months) != _occurs(pair[1], months)
        }
    return Renewed(
        seen=replace(seen, drawers=drawers, months=months),
        touched=touched,
        followed=frozenset(followed),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Change:
    """What comes to a drawer, and what goes, below nought: by unit, and ``lifted`` to lines."""

    bags: tuple[Bag, ...]
    lifted: Bag


def _change(table: str, nth: int, seen: Rolled, came: Tallies, gone: Tallies) -> Change:
    drawer = seen.sheets[table].drawers[nth]
    bags = [empty_bag(len(drawer.addends))]
    bags += [tally.bags[nth] for tally in came.get(table, ())]
    bags += [negative(tally.bags[nth]) for tally in gone.get(table, ())]
    return Change(bags=tuple(bags), lifted=lifted(bags, tree=_lasting(seen)))


def _lasting(seen: Rolled) -> Tree:
    """The tree, if it is one and the same in all months.

    Raises ValueError if units were regrouped: then everything has to be rolled anew.
    """
    if isinstance(seen.tree, Nodes) or seen.is_regrouped:
        raise ValueError("Units were regrouped; everything has to be rolled anew.")
    return seen.tree


def _changed(
    drawer: Plain | ByDays, change: Change, seen: Rolled, months: Months
) -> Plain | ByDays:
    if isinstance(drawer, ByDays):
        return ByDays(bags=(*drawer.bags, change.lifted))
    of = on_axis(drawer.of, seen.months, months, filled_with=0)
    line = part_of(change.lifted.keys, "unit")
    of[:, line, months.index(change.lifted.keys)] += change.lifted.counts.T
    everywhere = on_axis(drawer.everywhere, seen.months, months, filled_with=0)
    for bag in change.bags:
        np.add.at(everywhere.T, months.index(bag.keys), bag.counts)
    return Plain(of=of, everywhere=everywhere)


def on_axis(
    old: NDArray[Number], before: Months, now: Months, *, filled_with: float
) -> NDArray[Number]:
    """A copy of an array whose last axis is months, with the months that have joined."""
    new = np.full((*old.shape[:-1], now.count), filled_with, old.dtype)
    begins = before.first - now.first if before.count else 0
    new[..., begins : begins + before.count] = old
    return new


def _occurs(drawer: Plain | ByDays, months: Months) -> list[frozenset[int]]:
    """The months in which any row adds to each column; by days nobody asks."""
    if isinstance(drawer, ByDays):
        return []
    return [frozenset((np.flatnonzero(row) + months.first).tolist()) for row in drawer.everywhere]


def _bags(tallies: Tallies) -> Iterator[Bag]:
    return (bag for parts in tallies.values() for tally in parts for bag in tally.bags)


def _together(old: Months, new: Months) -> Months:
    """The months of both and those between."""
    spans = [months for months in (old, new) if months.count]
    first = min((months.first for months in spans), default=0)
    last = max((months.first + months.count for months in spans), default=0)
    return Months(first=first, count=last - first)
