"""Counting marked rows again without keys: by runs of one unit, and by the few marks that occur.

What cannot be laid out side by side, because units are too short or waits too long, is sorted and
counted as `tallying` does it. Both come to the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dampak.warehouse.tallies.grids import WIDEST, DaysGrid, Grid, PlainGrid
from dampak.warehouse.tallies.keys import AT
from dampak.warehouse.tallies.lanes import bits_summed
from dampak.warehouse.tallies.mark_columns import (
    CONDITION_BITS,
    UNIT_NUMBER,
    MarkColumn,
    mark_columns,
)
from dampak.warehouse.tallies.marked_rows import Columns
from dampak.warehouse.tallies.patterns import Marks, month_of_all, patterns_of
from dampak.warehouse.tallies.runs import Runs, runs_of
from dampak.warehouse.tallies.sheet import Sheet
from dampak.warehouse.tallies.sorting import Counts
from dampak.warehouse.tallies.tallying import CHUNK, LOW, counts_by_days, plain_counts, values_added
from dampak.warehouse.tallies.tasks import PlainTask, TaskByDays, plain_tasks, task_by_days

ROOM, CELLS_FOR_A_ROW = 1 << 20, 16  # more cells than that are slower than sorting the rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What one mark column decides about, and into which drawers it goes."""

    marks: str
    conditions: int
    plain: tuple[tuple[int, PlainTask], ...]
    by_days: tuple[tuple[int, TaskByDays], ...]


def grids_of(sheet: Sheet, *, units: int) -> tuple[Grid, ...]:
    """A grid for each drawer, with nothing in it; ``units`` is one more than the last number."""
    return tuple(
        DaysGrid(units=units)
        if drawer.by_days
        else PlainGrid(units=units, columns=len(drawer.addends))
        for drawer in sheet.drawers
    )


def works_of(sheet: Sheet) -> tuple[Work, ...]:
    """What there is to do with each mark column of a table."""
    return tuple(_work(column, sheet) for column in mark_columns(sheet))


def count_again(columns: Columns, works: Sequence[Work], grids: Sequence[Grid]) -> None:
    """Add rows to the grids; it is fastest where rows of one unit lie together."""
    runs = runs_of(columns[UNIT_NUMBER])
    for work in works if runs.rows else ():
        month = month_of_all(columns[work.marks])
        if month is not None and not work.by_days:
            _by_runs(columns, runs, work, grids, month)
        elif not _by_patterns(columns, runs, work, grids):
            _by_keys(columns, work, grids)


def _work(column: MarkColumn, sheet: Sheet) -> Work:
    plain, by_days = [], []
    for nth, drawer in enumerate(sheet.drawers):
        if drawer.by_days:
            task = task_by_days(drawer.addends[0], sheet)
            by_days += [(nth, task)] if task.marks == column.name else []
        else:
            tasks = plain_tasks(drawer, sheet)
            plain += [(nth, each) for each in tasks if each.marks == column.name]
    return Work(
        marks=column.name,
        conditions=len(column.conditions),
        plain=tuple(plain),
        by_days=tuple(by_days),
    )


def _by_runs(columns: Columns, runs: Runs, work: Work, grids: Sequence[Grid], month: int) -> None:
    """Rows of one month: what a run adds is one sum."""
    for nth, task in work.plain if month else ():
        counts = np.zeros((len(runs.starts), task.width), np.int64)
        counts[:, [each.column for each in task.ones]] = bits_summed(
            (columns[work.marks] & np.uint32(LOW)).astype(np.intp),
            runs.starts,
            bits=[each.bit for each in task.ones],
            longest=runs.longest,
        )
        for each, values in zip(task.values, values_added(columns, task), strict=True):
            counts[:, each.column] = np.add.reduceat(values, runs.starts, dtype=np.int64)
        runs.add(counts, _plain(grids[nth]).of(month))


def _by_patterns(columns: Columns, runs: Runs, work: Work, grids: Sequence[Grid]) -> bool:
    """Rows of several months, or kept apart by days; False if there is no room for that."""
    waits = [columns[task.days] for _, task in work.by_days]
    days = max((int(each.max()) for each in waits), default=0) + 1
    if days > WIDEST or any(task.values for _, task in work.plain):
        return False
    marks, cell = patterns_of(columns[work.marks], conditions=work.conditions, step=days)
    shape = len(runs.starts), len(marks), days
    size = len(runs.starts) * len(marks) * days
    if size > max(ROOM, CELLS_FOR_A_ROW * runs.rows):
        return False
    cell += runs.numbered(len(marks) * days)
    for nth, task in work.by_days:
        rows = np.bincount(cell + columns[task.days], minlength=size).reshape(shape)
        _add_days(_by_days(grids[nth]), runs, marks, rows, task)
    if not work.by_days:
        rows = np.bincount(cell, minlength=size).reshape(shape)
    for nth, plain in work.plain:
        _add_plain(_plain(grids[nth]), runs, marks, np.einsum("rmd->rm", rows), plain)
    return True


def _add_days(grid: DaysGrid, runs: Runs, marks: Marks, rows: Counts, task: TaskByDays) -> None:
    for place, mark in enumerate(marks.tolist()):
        if mark >> task.bit & 1:
            grid.add(runs, mark >> CONDITION_BITS, rows[:, place])


def _add_plain(grid: PlainGrid, runs: Runs, marks: Marks, rows: Counts, task: PlainTask) -> None:
    """Rows of shape (runs, marks) into the columns whose bits are set in the marks."""
    adds = np.zeros((len(marks), task.width), np.int64)
    for each in task.ones:
        adds[:, each.column] = marks >> np.uint32(each.bit) & np.uint32(1)
    months = marks >> np.uint32(CONDITION_BITS)
    for month in np.unique(months[adds.any(axis=1)]).tolist():
        here = months == month
        runs.add(rows[:, here] @ adds[here], grid.of(month))


def _by_keys(columns: Columns, work: Work, grids: Sequence[Grid]) -> None:
    """Rows of any kind: sorted under keys of their own."""
    for chunk in _chunks(columns):
        for nth, plain in work.plain:
            keys, counts = plain_counts(chunk, plain)
            holds = counts.any(axis=1)
            _plain(grids[nth]).add_keys(keys[holds], counts[holds])
        for nth, task in work.by_days:
            _by_days(grids[nth]).add_keys(*counts_by_days(chunk, task))


def _chunks(columns: Columns) -> Iterator[Columns]:
    base = columns[UNIT_NUMBER].astype(np.uint64) << np.uint64(AT["unit"])
    for first in range(0, len(base), CHUNK):
        rows = {name: column[first : first + CHUNK] for name, column in columns.items()}
        yield {**rows, "base": base[first : first + CHUNK]}


def _plain(grid: Grid) -> PlainGrid:
    if not isinstance(grid, PlainGrid):
        raise TypeError("The grid keeps rows apart by days.")
    return grid


def _by_days(grid: Grid) -> DaysGrid:
    if not isinstance(grid, DaysGrid):
        raise TypeError("The grid does not keep rows apart by days.")
    return grid
