"""A typed file cut into portions that fit in memory, each known by its months before it is read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.datapack.columns import Kind, Table
from dampak.warehouse.bulk.clock import Months, first_day, month_number, months_of
from dampak.warehouse.bulk.typed_file import TypedFile, blocks_of
from dampak.warehouse.conformed.cells import Bools
from dampak.warehouse.conformed.checking import (
    EARLIEST,
    EARLIEST_OF_OLD_THINGS,
    LATEST,
    OLD_THINGS,
)
from dampak.warehouse.landing import ROW_NUMBER
from dampak.warehouse.parts.tables import lies_in_parts

MOST_ROWS = 1 << 23
FIRST_ROW = 2  # as a spreadsheet shows it, below the header


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """Rows of a file that are conformed together.

    A file of some million rows is one portion with all its ``months``; tables that lie whole have
    none. Of a larger file each month is a portion, or several: ``rows`` then counts those of that
    month that are meant. The first month with the most rows ``takes_others``: those of no possible
    month.
    """

    file: TypedFile
    months: tuple[date, ...]
    rows: range | None = None
    takes_others: bool = True


def portions_of(file: TypedFile, *, most_rows: int = MOST_ROWS) -> Iterator[Portion]:
    """The portions of a file, none with more than ``most_rows`` rows."""
    if not lies_in_parts(file.table.name):
        yield Portion(file=file, months=())
        return
    months, counts = _counted(file)
    if file.rows <= most_rows or not months:
        yield Portion(file=file, months=months)
        return
    main = int(np.argmax(counts))
    counts[main] += file.rows - counts.sum()
    for place, (month, n_rows) in enumerate(zip(months, counts.tolist(), strict=True)):
        for first in range(0, n_rows, most_rows):
            some = range(first, min(first + most_rows, n_rows))
            yield Portion(file=file, months=(month,), rows=some, takes_others=place == main)


def cells_of(portion: Portion) -> pa.Table:
    """The fields of the portion as they lie in the file, each row with its number."""
    blocks = _numbered(portion.file)
    return pa.concat_tables(blocks if portion.rows is None else _chosen(blocks, portion))


def _numbered(file: TypedFile) -> Iterator[pa.Table]:
    number = FIRST_ROW
    for block in blocks_of(file, *file.columns):
        numbers = pa.array(np.arange(number, number + block.num_rows))
        yield block.append_column(ROW_NUMBER, numbers)
        number += block.num_rows


def _chosen(blocks: Iterable[pa.Table], portion: Portion) -> Iterator[pa.Table]:
    wanted, n_met = portion.rows or range(0), 0
    for block in blocks:
        rows = block.filter(pa.array(_belongs(block, portion)))
        first, last = (max(end - n_met, 0) for end in (wanted.start, wanted.stop))
        n_met += rows.num_rows
        yield rows.slice(first, last - first)


def dated_field(table: Table) -> str:
    """The field whose month decides in which part a row lies."""
    of_time = (Kind.DATE, Kind.MOMENT)
    return next(column.name for column in table.columns if column.kind in of_time)


def _counted(file: TypedFile) -> tuple[tuple[date, ...], NDArray[np.int64]]:
    """The months of a file, and how many rows are of each."""
    name, (first, last) = dated_field(file.table), _possible(file.table)
    counts = np.zeros(last - first + 1, np.int64)
    for block in blocks_of(file, name):
        months, is_possible = _months(block, file)
        counts += np.bincount(months[is_possible] - first, minlength=counts.size)
    there = np.flatnonzero(counts)
    return tuple(first_day(first + month) for month in there.tolist()), counts[there]


def _belongs(block: pa.Table, portion: Portion) -> Bools:
    months, is_possible = _months(block, portion.file)
    is_of: Bools = is_possible & (months == month_number(portion.months[0]))
    return is_of | ~is_possible if portion.takes_others else is_of


def _months(block: pa.Table, file: TypedFile) -> tuple[Months, Bools]:
    """The month of each row, and whether a row of the table can be of it."""
    days, (first, last) = block.column(dated_field(file.table)), _possible(file.table)
    months = months_of(days, file.zone)
    return months, (months >= first) & (months <= last) & np.asarray(days.is_valid())


def _possible(table: Table) -> tuple[int, int]:
    earliest = EARLIEST_OF_OLD_THINGS if table.name in OLD_THINGS else EARLIEST
    return month_number(earliest), month_number(LATEST)
