"""From tallies and a tree to the sums of one indicator, ready to be finished."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dampak.indicators.adding import addends
from dampak.indicators.definition import Definition, Level
from dampak.indicators.finishing import Sums
from dampak.indicators.waiting import Waits
from dampak.warehouse.organisation.tree import Nodes, Tree
from dampak.warehouse.tallies.bag import Bag
from dampak.warehouse.tallies.keys import part_of
from dampak.warehouse.tallies.rolling_up import (
    Months,
    lifted,
    lines,
    months_of,
    rolled_up,
)
from dampak.warehouse.tallies.sheet import Sheet
from dampak.warehouse.tallies.sorting import Counts
from dampak.warehouse.tallies.tally import Tally


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plain:
    """A drawer of plain addends.

    ``of`` has shape (columns, lines, months), ``everywhere`` (columns, months), over all rows that
    there are, whether their unit is in the tree or not. ``brought`` holds, under line and month,
    what units that come to count elsewhere bring along of all months before, and leave behind as a
    number below nought: what has begun and not ended goes with them.
    """

    of: Counts
    everywhere: Counts
    brought: Bag | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ByDays:
    """A drawer that is kept apart by days: a bag under line, month and days."""

    bag: Bag


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rolled:
    """All tables, seen from every line of a tree: of each table the drawers of its sheet.

    Only `Nodes` are left of a tree that was another in other months.
    """

    sheets: Mapping[str, Sheet]
    drawers: Mapping[str, tuple[Plain | ByDays, ...]]
    tree: Tree | Nodes
    months: Months


def rolled(tallies: Mapping[str, Sequence[Tally]], tree: Tree) -> Rolled:
    """Look at the tallies of each table together, from every line of a tree.

    Every table has one tally at least, be it of `tally.nothing`.
    """
    months = months_of(bag for parts in tallies.values() for tally in parts for bag in tally.bags)
    return Rolled(
        sheets={table: parts[0].sheet for table, parts in tallies.items()},
        drawers={table: tuple(_drawers(parts, tree, months)) for table, parts in tallies.items()},
        tree=tree,
        months=months,
    )


def sums_of(definition: Definition, seen: Rolled) -> Sums:
    """What the addends of an indicator came to, in every line and month.

    Raises KeyError if the tallies were not made for this indicator.
    """
    of, everywhere, waits = {}, {}, {}
    for addend in addends(definition):
        drawer, column = seen.sheets[addend.table].place_of(addend)
        content = seen.drawers[addend.table][drawer]
        if isinstance(content, ByDays):
            waits[addend.code] = _waits(content, seen)
        else:
            counts = content.of[column]
            if isinstance(definition, Level) and content.brought is not None:
                counts = _with_brought(counts, content.brought, column, seen.months)
            of[addend.code] = counts
            everywhere[addend.code] = content.everywhere[column]
    return Sums(of=of, everywhere=everywhere, waits=waits)


def _drawers(parts: Sequence[Tally], tree: Tree, months: Months) -> Iterator[Plain | ByDays]:
    for nth, drawer in enumerate(parts[0].sheet.drawers):
        bags = [tally.bags[nth] for tally in parts]
        if drawer.by_days:
            yield ByDays(bag=lifted(bags, tree=tree))
        else:
            of, everywhere = rolled_up(bags, tree=tree, months=months)
            yield Plain(of=of, everywhere=everywhere)


def _with_brought(counts: Counts, brought: Bag, column: int, months: Months) -> Counts:
    counts = counts.copy()
    line, month = part_of(brought.keys, "unit"), months.index(brought.keys)
    counts[line, month] += brought.counts[:, column]
    return counts


def _waits(drawer: ByDays, seen: Rolled) -> Waits:
    keys, months = drawer.bag.keys, seen.months
    return Waits(
        shape=(lines(seen.tree), months.count),
        cell=part_of(keys, "unit") * months.count + months.index(keys),
        days=part_of(keys, "days"),
        rows=drawer.bag.counts[:, 0],
    )
