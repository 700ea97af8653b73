"""What a day changes: the tallies that came and went, and the months that they touch."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dampak.warehouse.fingerprint import whole
from dampak.warehouse.organisation.tree import Tree
from dampak.warehouse.parts.part import Part
from dampak.warehouse.tallies.bag import Bag, added, empty_bag, only
from dampak.warehouse.tallies.keys import part_of
from dampak.warehouse.tallies.month_sums import InMonth, MonthSums, Sheets
from dampak.warehouse.tallies.rolling_up import lifted
from dampak.warehouse.tallies.sheet import Sheet
from dampak.warehouse.tallies.tally_file import read_tally

Lines = NDArray[np.int64]
At = tuple[str, int]  # a table, and which drawer of its sheet


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Change:
    """What comes to a drawer, and what goes, below nought: by unit, and ``lifted`` to lines."""

    by_unit: Bag
    lifted: Bag


Changes = Mapping[At, Change]


def changes_between(
    before: Sequence[Part], now: Sequence[Part], *, sheets: Sheets, tree: Tree, folder: Path
) -> Changes:
    """What the living rows of the parts now have more, or less, than those of the parts before.

    Only tallies that are not in both are read. Drawers to which nothing happened are left out.
    """
    found: dict[At, Change] = {}
    for table, sheet in sheets.items():
        times = _times(part for part in now if part.table == table)
        times.subtract(_times(part for part in before if part.table == table))
        tallies = {name: many for name, many in sorted(times.items()) if many}
        for nth, bag in enumerate(_together(tallies, sheet, folder)):
            if len(bag.keys):
                found[table, nth] = Change(by_unit=bag, lifted=lifted([bag], tree=tree))
    return found


def months_touched(changes: Changes) -> list[int]:
    """The numbers of the months in which anything changed, ascending."""
    found = [np.unique(part_of(change.by_unit.keys, "month")) for change in changes.values()]
    months: list[int] = np.unique(np.concatenate([np.zeros(0, np.int64), *found])).tolist()
    return months


def lines_touched(changes: Iterable[Change]) -> Lines:
    """The lines in which anything changed, ascending."""
    found = [part_of(change.lifted.keys, "unit") for change in changes]
    return np.unique(np.concatenate([np.zeros(0, np.int64), *found]))


def renewed_month(old: MonthSums, changes: Changes, month: int) -> MonthSums:
    """The sums of a month with what changed in it; the arrays of the old ones stay as they are."""
    return {
        table: tuple(
            _renewed(drawer, changes[table, nth], month) if (table, nth) in changes else drawer
            for nth, drawer in enumerate(drawers)
        )
        for table, drawers in old.items()
    }


def _times(parts: Iterable[Part]) -> Counter[str]:
    """How often each tally is to be added, below nought where it is to be taken away."""
    times: Counter[str] = Counter()
    for part in parts:
        if part.tally is None:
            raise ValueError(f"Part {part.number} of {part.table} has no tally.")
        times[part.tally] += 1
        if part.dead_tally is not None:
            times[part.dead_tally] -= 1
    return times


def _together(tallies: Mapping[str, int], sheet: Sheet, folder: Path) -> Iterator[Bag]:
    """All these tallies, as often as told, drawer by drawer."""
    read = [
        (read_tally(whole(folder / name).read_bytes(), sheet), many)
        for name, many in tallies.items()
    ]
    for nth, drawer in enumerate(sheet.drawers):
        bags = [_many(tally.bags[nth], many) for tally, many in read]
        yield added(empty_bag(len(drawer.addends)), *bags)


def _many(bag: Bag, times: int) -> Bag:
    return bag if times == 1 else Bag(keys=bag.keys, counts=bag.counts * times)


def _renewed(drawer: InMonth, change: Change, month: int) -> InMonth:
    by_unit, by_line = (
        only(bag, part_of(bag.keys, "month") == month) for bag in (change.by_unit, change.lifted)
    )
    everywhere = drawer.everywhere + by_unit.counts.sum(axis=0)
    if isinstance(drawer.of, Bag):
        of = added(drawer.of, by_line)
        lowest = of.counts.min(initial=0)
        return _as_long_as_it_adds_up(InMonth(of=of, everywhere=everywhere), lowest)
    counts = drawer.of.copy()
    counts[:, part_of(by_line.keys, "unit")] += by_line.counts.T
    return _as_long_as_it_adds_up(InMonth(of=counts, everywhere=everywhere), counts.min(initial=0))


def _as_long_as_it_adds_up(drawer: InMonth, lowest: np.int64) -> InMonth:
    if lowest < 0 or drawer.everywhere.min(initial=0) < 0:
        raise ValueError("What is to be taken away was never added.")
    return drawer
