"""From tallies and a tree to the sums of one indicator, ready to be finished."""

from collections.abc import Mapping
from dataclasses import dataclass

from dampak.indicators.adding import Addend, addends
from dampak.indicators.definition import Definition
from dampak.indicators.finishing import Sums
from dampak.indicators.waiting import Waits
from dampak.warehouse.organisation.tree import Tree
from dampak.warehouse.tallies.bag import Bag
from dampak.warehouse.tallies.keys import part_of
from dampak.warehouse.tallies.rolling_up import (
    Months,
    everywhere,
    lines,
    months_of,
    rolled_up,
    rolled_up_by_days,
)
from dampak.warehouse.tallies.sorting import Counts
from dampak.warehouse.tallies.tally import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolled:
    """Tallies of whole tables, seen from every line of a tree.

    ``by_days`` holds, for each table, the bags by days of its sheet, under line, month and days.
    """

    tallies: Mapping[str, Tally]
    by_days: Mapping[str, tuple[Bag, ...]]
    tree: Tree
    months: Months


def rolled(tallies: Mapping[str, Tally], tree: Tree) -> Rolled:
    """Look at the tallies of all tables, by table, from every line of a tree."""
    return Rolled(
        tallies=tallies,
        by_days={
            table: tuple(rolled_up_by_days(bag, tree=tree) for bag in tally.by_days)
            for table, tally in tallies.items()
        },
        tree=tree,
        months=months_of(bag for tally in tallies.values() for bag in tally.bags),
    )


def sums_of(definition: Definition, seen: Rolled) -> Sums:
    """What the addends of an indicator came to in every line and month.

    Raises KeyError or ValueError if the tallies were not made for this indicator.
    """
    plain = [addend for addend in addends(definition) if not addend.by_days]
    by_days = [addend for addend in addends(definition) if addend.by_days]
    return Sums(
        of={each.code: _by_line(each, seen) for each in plain},
        everywhere={each.code: _everywhere(each, seen) for each in plain},
        waits={each.code: _waits(each, seen) for each in by_days},
    )


def _by_line(addend: Addend, seen: Rolled) -> Counts:
    tally = seen.tallies[addend.table]
    column = tally.sheet.place_of(addend)
    return rolled_up(tally.plain, column, tree=seen.tree, months=seen.months)


def _everywhere(addend: Addend, seen: Rolled) -> Counts:
    tally = seen.tallies[addend.table]
    return everywhere(tally.plain, tally.sheet.place_of(addend), seen.months)


def _waits(addend: Addend, seen: Rolled) -> Waits:
    place = seen.tallies[addend.table].sheet.place_of(addend)
    bag, months = seen.by_days[addend.table][place], seen.months
    return Waits(
        shape=(lines(seen.tree), months.count),
        cell=part_of(bag.keys, "unit") * months.count + months.index(bag.keys),
        days=part_of(bag.keys, "days"),
        rows=bag.counts[:, 0],
    )
