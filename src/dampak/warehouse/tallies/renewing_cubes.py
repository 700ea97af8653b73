"""A cube after a day: the old one, with the lines and months that the day has touched read anew."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dampak.indicators.adding import Addend, addends
from dampak.indicators.definition import Count, Definition, Index, Quantile, Ratio, Share
from dampak.indicators.finishing import Finished, Sums, finished
from dampak.indicators.waiting import Waits
from dampak.warehouse.tallies.bag import Bag, only
from dampak.warehouse.tallies.cube_copy import CubeCopy
from dampak.warehouse.tallies.keys import BITS, packed, part_of
from dampak.warehouse.tallies.month_sums import InMonth, MonthSums, Sheets
from dampak.warehouse.tallies.renewing import At, Changes, Lines, lines_touched, months_touched
from dampak.warehouse.tallies.rolling_up import Months

MONTH_BY_MONTH = (Count, Index, Quantile, Ratio, Share)  # a month of these rests on no other month


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BeforeAndNow:
    """All months in order, from ``months.first`` on: those before a change and those after it."""

    sheets: Sheets
    months: Months
    before: Sequence[MonthSums]
    now: Sequence[MonthSums]
    changes: Changes

    def places_of(self, definition: Definition) -> Mapping[Addend, tuple[At, int]]:
        """Drawer and column of each addend of an indicator."""
        found = {}
        for addend in addends(definition):
            nth, column = self.sheets[addend.table].place_of(addend)
            found[addend] = ((addend.table, nth), column)
        return found


def renew(cube: CubeCopy, both: BeforeAndNow, definitions: Iterable[Definition]) -> None:
    """Read anew in a cube whatever a change has touched.

    ``cube`` is a copy of the one that was made of the sums before; its tree and its months are
    those of ``both``.
    """
    for definition in definitions:
        drawers = {at for at, _ in both.places_of(definition).values()}
        changes = {at: each for at, each in both.changes.items() if at in drawers}
        if not changes:
            continue
        lines = lines_touched(changes.values())
        if isinstance(definition, MONTH_BY_MONTH):
            for month in months_touched(changes):
                place = month - both.months.first
                found = _read(definition, both, [both.now[place]], lines)
                cube.put(definition, lines, slice(place, place + 1), found)
        else:
            if _is_followed_otherwise(both, drawers):
                lines = np.arange(cube.lines)
            cube.put(definition, lines, slice(None), _read(definition, both, both.now, lines))


def _is_followed_otherwise(both: BeforeAndNow, drawers: Iterable[At]) -> bool:
    """Whether another month has rows, or no longer has any.

    How long a unit is followed depends on that, also for one that nothing happened to.
    """
    return any(
        was[table][nth].occurs != is_now[table][nth].occurs
        for table, nth in drawers
        for was, is_now in zip(both.before, both.now, strict=True)
    )


def _read(
    definition: Definition, both: BeforeAndNow, months: Sequence[MonthSums], lines: Lines
) -> Finished:
    """An indicator in some lines, in months that follow each other or stand for themselves."""
    of, everywhere, waits = {}, {}, {}
    for addend, ((table, nth), column) in both.places_of(definition).items():
        drawers = [month[table][nth] for month in months]
        if addend.by_days:
            [drawer] = drawers  # what is kept apart by days is read month by month
            waits[addend.code] = _waits(drawer, lines)
        else:
            of[addend.code] = np.stack([each.counts[column, lines] for each in drawers], axis=1)
            everywhere[addend.code] = np.array([each.everywhere[column] for each in drawers])
    return finished(definition, Sums(of=of, everywhere=everywhere, waits=waits))


def _waits(drawer: InMonth, lines: Lines) -> Waits:
    """How long the rows of some lines took; ``lines`` ascend."""
    bag = _bag_in(drawer.bag, lines)
    return Waits(
        shape=(len(lines), 1),
        cell=np.searchsorted(lines, part_of(bag.keys, "unit")),
        days=part_of(bag.keys, "days"),
        rows=bag.counts[:, 0],
    )


def _bag_in(bag: Bag, lines: Lines) -> Bag:
    """The part of a month's bag in some lines; no other is looked at, for its keys ascend."""
    if not len(bag.keys):
        return bag
    month = int(part_of(bag.keys[:1], "month")[0])
    begins = packed(unit=lines, service=0, month=month)
    first = np.searchsorted(bag.keys, begins)
    count = np.searchsorted(bag.keys, begins + np.uint64(2 ** BITS["days"])) - first
    if count.sum() == len(bag.keys):
        return bag
    before = np.cumsum(count) - count
    return only(bag, np.repeat(first - before, count) + np.arange(count.sum()))
