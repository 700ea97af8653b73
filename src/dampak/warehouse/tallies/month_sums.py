"""What all rows came to in one month, in every line of a tree: of these the next cube is made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dampak.warehouse.organisation.tree import Tree
from dampak.warehouse.tallies.adding_up import ByDays, Plain, Rolled
from dampak.warehouse.tallies.bag import Bag, added, empty_bag, only
from dampak.warehouse.tallies.rolling_up import Months, lines
from dampak.warehouse.tallies.sheet import Drawer, Sheet
from dampak.warehouse.tallies.sorting import Counts
from dampak.warehouse.tallies.tally import Tally


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InMonth:
    """One drawer in one month.

    ``of`` has shape (columns, lines) or, of a drawer that is kept apart by days, is a bag under
    line, month and days. ``everywhere``, of shape (columns,), is over all rows that there are,
    whether their unit is in the tree or not.
    """

    of: Counts | Bag
    everywhere: Counts

    @property
    def counts(self) -> Counts:
        """Of a drawer of plain addends; raises TypeError for one that is kept apart by days."""
        if isinstance(self.of, Bag):
            raise TypeError("What is kept apart by days lies in a bag.")
        return self.of

    @property
    def bag(self) -> Bag:
        """Of a drawer that is kept apart by days; raises TypeError for another."""
        if not isinstance(self.of, Bag):
            raise TypeError("Plain addends lie in no bag.")
        return self.of

    @property
    def occurs(self) -> tuple[bool, ...]:
        """Whether any row adds to each column."""
        return tuple((self.everywhere > 0).tolist())


MonthSums = Mapping[str, tuple[InMonth, ...]]  # of each table the drawers of its sheet
Sheets = Mapping[str, Sheet]


def without_rows(sheets: Sheets, tree: Tree) -> MonthSums:
    """A month in which nothing happened."""
    return {
        table: tuple(_without_rows(drawer, lines(tree)) for drawer in sheet.drawers)
        for table, sheet in sheets.items()
    }


def has_rows(month: MonthSums) -> bool:
    """Whether anything happened in a month."""
    return any(any(drawer.occurs) for drawers in month.values() for drawer in drawers)


def span_of(months: Mapping[int, MonthSums]) -> Months:
    """From the first month in which anything happened to the last, by their numbers."""
    found = [month for month, sums in months.items() if has_rows(sums)]
    if not found:
        return Months(first=0, count=0)
    return Months(first=min(found), count=max(found) - min(found) + 1)


def month_by_month(
    seen: Rolled, tallies: Mapping[str, Sequence[Tally]]
) -> Iterator[tuple[int, MonthSums]]:
    """Everything that was rolled up, apart by months; only those in which anything happened.

    One month after the other: all of them at once would be everything a second time.
    """
    apart = {
        (table, nth): _apart(drawer, nth, seen.months, tallies[table])
        for table, drawers in seen.drawers.items()
        for nth, drawer in enumerate(drawers)
    }
    for place in range(seen.months.count):
        month = {
            table: tuple(next(apart[table, nth]) for nth in range(len(drawers)))
            for table, drawers in seen.drawers.items()
        }
        if has_rows(month):
            yield seen.months.first + place, month


def rolled_again(months: Mapping[int, MonthSums], *, sheets: Sheets, tree: Tree) -> Rolled:
    """All months together again, as `adding_up.rolled` would roll them."""
    span, nothing = span_of(months), without_rows(sheets, tree)
    each = [months.get(span.first + place, nothing) for place in range(span.count)]
    return Rolled(
        sheets=sheets,
        drawers={
            table: tuple(
                _together([month[table][nth] for month in each], drawer, lines(tree))
                for nth, drawer in enumerate(sheet.drawers)
            )
            for table, sheet in sheets.items()
        },
        tree=tree,
        months=span,
    )


def _without_rows(drawer: Drawer, n_lines: int) -> InMonth:
    columns = len(drawer.addends)
    of = empty_bag(1) if drawer.by_days else np.zeros((columns, n_lines), np.int64)
    return InMonth(of=of, everywhere=np.zeros(columns, np.int64))


def _apart(
    drawer: Plain | ByDays, nth: int, months: Months, tallies: Sequence[Tally]
) -> Iterator[InMonth]:
    """A drawer in each month."""
    if isinstance(drawer, Plain):
        for place in range(months.count):
            everywhere = drawer.everywhere[:, place].copy()
            yield InMonth(of=drawer.of[:, :, place].copy(), everywhere=everywhere)
        return
    place_of_key = months.index(drawer.bag.keys)
    rows = _rows_everywhere([tally.bags[nth] for tally in tallies], months)
    for place in range(months.count):
        yield InMonth(of=only(drawer.bag, place_of_key == place), everywhere=rows[place])


def _rows_everywhere(bags: Sequence[Bag], months: Months) -> Counts:
    """How many rows there are in each month, in shape (months, 1)."""
    rows = np.zeros((months.count, 1), np.int64)
    for bag in bags:
        np.add.at(rows[:, 0], months.index(bag.keys), bag.counts[:, 0])
    return rows


def _together(months: Sequence[InMonth], drawer: Drawer, n_lines: int) -> Plain | ByDays:
    if drawer.by_days:
        return ByDays(bag=added(empty_bag(1), *(month.bag for month in months)))
    of = np.empty((len(drawer.addends), n_lines, len(months)), np.int64)
    everywhere = np.empty((len(drawer.addends), len(months)), np.int64)
    for place, month in enumerate(months):
        of[:, :, place], everywhere[:, place] = month.counts, month.everywhere
    return Plain(of=of, everywhere=everywhere)
