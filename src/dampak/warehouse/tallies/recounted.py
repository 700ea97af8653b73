"""The cube out of the rows of all parts, and not out of their tallies: what an audit asks for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.indicators.adding import addends
from dampak.indicators.definition import Definition
from dampak.indicators.finishing import Sums, finished
from dampak.indicators.waiting import Waits, WaitsByMonth
from dampak.warehouse.organisation.tree import Tree
from dampak.warehouse.parts.part import Part
from dampak.warehouse.tallies.adding_up import Plain
from dampak.warehouse.tallies.cube import laid_out
from dampak.warehouse.tallies.grids import DaysGrid, Grid, PlainGrid, Small
from dampak.warehouse.tallies.keys import part_of
from dampak.warehouse.tallies.mark_columns import SERVICE_NUMBER, columns_read
from dampak.warehouse.tallies.marked_rows import Columns, marked_rows
from dampak.warehouse.tallies.recounting import count_again, grids_of, works_of
from dampak.warehouse.tallies.rolling_up import Months, lifted, lines
from dampak.warehouse.tallies.sheet import Sheet

Group = TypeVar("Group")
Whole = TypeVar("Whole", np.int32, np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recounted:
    """All tables, counted from their rows: of each table the drawers of its sheet."""

    sheets: Mapping[str, Sheet]
    drawers: Mapping[str, tuple[Plain | WaitsByMonth | Waits, ...]]
    tree: Tree
    months: Months


def recounted_cube(
    parts: Iterable[Part],
    definitions: Sequence[Definition],
    *,
    sheets: Mapping[str, Sheet],
    tree: Tree,
    units: int,
    folder: Path,
) -> pa.Table:
    """The cube's table, to equal `cube.cube_table` bit for bit; services are not looked at.

    ``units`` is one more than the last unit number. Raises `CannotRead` when a part is damaged.
    """
    counted = {table: grids_of(sheet, units=units) for table, sheet in sheets.items()}
    works = {table: works_of(sheet) for table, sheet in sheets.items()}
    for table, columns in _one_ahead(_rows_of(parts, sheets, folder)):
        count_again(columns, works[table], counted[table])
    return cube_of(counted, definitions, sheets=sheets, tree=tree)


def _rows_of(
    parts: Iterable[Part], sheets: Mapping[str, Sheet], folder: Path
) -> Iterator[tuple[str, Columns]]:
    """Groups of marked rows, each with the name of its table."""
    for part in parts:
        if part.table in sheets:
            sheet = sheets[part.table]
            names = [name for name in columns_read(sheet) if name != SERVICE_NUMBER]
            for columns in marked_rows(part, sheet, folder, names):
                yield part.table, columns


def _one_ahead(groups: Iterator[Group]) -> Iterator[Group]:
    """The same, the next one being read while one is counted."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, groups, None)
        while (group := coming.result()) is not None:
            coming = reader.submit(next, groups, None)
            yield group


def cube_of(
    counted: Mapping[str, Sequence[Grid]],
    definitions: Iterable[Definition],
    *,
    sheets: Mapping[str, Sheet],
    tree: Tree,
) -> pa.Table:
    """The cube's table out of the grids of all tables, which are empty afterwards."""
    seen = _seen(counted, sheets, tree)
    read = ((each, finished(each, _sums_in(each, seen))) for each in definitions)
    return laid_out(read, tree=tree, months=seen.months)


def _sums_in(definition: Definition, seen: Recounted) -> Sums:
    """What the addends of an indicator came to, in every line and month."""
    of, everywhere, waits = {}, {}, {}
    for addend in addends(definition):
        drawer, column = seen.sheets[addend.table].place_of(addend)
        content = seen.drawers[addend.table][drawer]
        if isinstance(content, Plain):
            of[addend.code] = content.of[column]
            everywhere[addend.code] = content.everywhere[column]
        else:
            waits[addend.code] = content
    return Sums(of=of, everywhere=everywhere, waits=waits)


def _seen(
    counted: Mapping[str, Sequence[Grid]], sheets: Mapping[str, Sheet], tree: Tree
) -> Recounted:
    found = {month for grids in counted.values() for grid in grids for month in grid.occurring()}
    first = min(found, default=0)
    months = Months(first=first, count=max(found, default=-1) - first + 1)
    drawers = {
        table: tuple(
            _plain(grid, tree, months)
            if isinstance(grid, PlainGrid)
            else _by_days(grid, tree, months)
            for grid in grids
        )
        for table, grids in counted.items()
    }
    return Recounted(sheets=sheets, drawers=drawers, tree=tree, months=months)


def _plain(grid: PlainGrid, tree: Tree, months: Months) -> Plain:
    own = np.zeros((grid.columns, months.count, len(tree.codes)), np.int64)
    everywhere = np.zeros((grid.columns, months.count), np.int64)
    for month in grid.occurring():
        counts = grid.months.pop(month)  # a nation's grids take the room that its lines need
        own[:, month - months.first] = _by_place(counts, tree).T
        everywhere[:, month - months.first] = counts.sum(axis=0)
    in_lines = _in_lines(own.reshape(-1, len(tree.codes)), tree)
    of = in_lines.reshape(grid.columns, months.count, lines(tree)).swapaxes(1, 2)
    return Plain(of=of, everywhere=everywhere)


def _by_days(grid: DaysGrid, tree: Tree, months: Months) -> WaitsByMonth | Waits:
    if grid.later:
        return _under_keys(grid, tree, months)
    nobody = np.zeros((1, len(tree.codes)), np.int32)

    def in_month(place: int) -> Small:
        rows = grid.months.get(months.first + place)
        by_place = nobody if rows is None else np.ascontiguousarray(_by_place(rows, tree).T)
        return _in_lines(by_place, tree)

    return WaitsByMonth(shape=(lines(tree), months.count), in_month=in_month)


def _under_keys(grid: DaysGrid, tree: Tree, months: Months) -> Waits:
    bag = lifted([grid.as_bag()], tree=tree)
    return Waits(
        shape=(lines(tree), months.count),
        cell=part_of(bag.keys, "unit") * months.count + months.index(bag.keys),
        days=part_of(bag.keys, "days"),
        rows=bag.counts[:, 0],
    )


def _by_place(counts: NDArray[Whole], tree: Tree) -> NDArray[Whole]:
    """Numbers of shape (unit numbers, ...) in the order of the tree; nought for who has none."""
    found = counts[tree.unit_number]
    found[tree.unit_number < 0] = 0
    return found


def _in_lines(own: NDArray[Whole], tree: Tree) -> NDArray[Whole]:
    """From shape (numbers, places) to (numbers, lines): all below a unit follow it in one run."""
    upto, inner = np.cumsum(own, axis=1, dtype=own.dtype), tree.inner
    below = upto[:, tree.last[inner]] - upto[:, inner] + own[:, inner]
    return np.concatenate([own, below, upto[:, -1:]], axis=1)
