"""A typed file cut into portions that fit in memory, each known by its months before it is read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.datapack.columns import Kind, Table
from dampak.warehouse.bulk.clock import Months, first_day, month_number, months_of
from dampak.warehouse.bulk.columns import Reader
from dampak.warehouse.bulk.scattered import Block, Numbers, key_hashes, key_of_file, scattered
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
NO_MONTH = -(1 << 20)  # of a row that is of no possible month


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """Rows of a file that are conformed together.

    A file of some million rows is one portion with all its ``months``; tables that lie whole have
    none. Of a larger file each month is a portion, or several: ``rows`` then counts those of that
    month that are meant. The first month with the most rows ``takes_others``: those of no possible
    month. Rows of one key count among each other before they count among those of other files, so
    those whose key lies in several portions are ``set_apart`` from these, and are portions of their
    own: ``together`` then holds their numbers. Both ascend.
    """

    file: TypedFile
    months: tuple[date, ...]
    rows: range | None = None
    takes_others: bool = True
    set_apart: Numbers | None = None
    together: Numbers | None = None


def portions_of(
    file: TypedFile, reader: Reader, *, most_rows: int = MOST_ROWS
) -> Iterator[Portion]:
    """The portions of a file, none with more than ``most_rows`` rows.

    A file that is cut is held by its keys meanwhile: eight bytes a row.
    """
    if not lies_in_parts(file.table.name):
        yield Portion(file=file, months=())
        return
    months, counts = _counted(file)
    if file.rows <= most_rows or not months:
        yield Portion(file=file, months=months)
        return
    main = int(np.argmax(counts))
    counts[main] += file.rows - counts.sum()
    by_month = list(_by_month(file, months, counts, main, most_rows))
    apart = scattered(lambda: _blocks(file, reader, by_month))
    leaving = np.bincount(apart.places, minlength=len(by_month))
    for place, portion in enumerate(by_month):
        if len(portion.rows or ()) > leaving[place]:
            yield replace(portion, set_apart=apart.numbers) if leaving[place] else portion
    for some in apart.cut(most_rows):
        there = np.unique(some.months[some.months != NO_MONTH])
        yield Portion(
            file=file, months=tuple(map(first_day, there.tolist())), together=some.numbers
        )


def _by_month(
    file: TypedFile,
    months: tuple[date, ...],
    counts: NDArray[np.int64],
    main: int,
    most_rows: int,
) -> Iterator[Portion]:
    for place, (month, n_rows) in enumerate(zip(months, counts.tolist(), strict=True)):
        for first in range(0, n_rows, most_rows):
            some = range(first, min(first + most_rows, n_rows))
            yield Portion(file=file, months=(month,), rows=some, takes_others=place == main)


def cells_of(portion: Portion) -> pa.Table:
    """The fields of the portion as they lie in the file, each row with its number."""
    blocks = _numbered(portion.file)
    if portion.together is not None:
        return pa.concat_tables(_those(block, portion.together) for block in blocks)
    if portion.rows is None:
        return pa.concat_tables(blocks)
    chosen = _chosen(blocks, portion)
    if portion.set_apart is None:
        return pa.concat_tables(chosen)
    return pa.concat_tables(_those(block, portion.set_apart, but=True) for block in chosen)


def _those(block: pa.Table, numbers: Numbers, *, but: bool = False) -> pa.Table:
    """The rows with these numbers, or all ``but`` them."""
    asked = np.asarray(block.column(ROW_NUMBER))
    return block.filter(pa.array(np.isin(asked, numbers, invert=but)))


def _blocks(file: TypedFile, reader: Reader, by_month: Sequence[Portion]) -> Iterator[Block]:
    """The keys of a file, and in which of the portions each row lies."""
    key, n_met = key_of_file(file), np.zeros(len(by_month), np.int64)
    if not key:
        return
    names = tuple(dict.fromkeys((dated_field(file.table), *key)))
    first = FIRST_ROW
    for rows in blocks_of(file, *names):
        months, is_possible = _months(rows, file)
        months = np.where(is_possible, months, NO_MONTH)
        yield Block(
            numbers=np.arange(first, first + rows.num_rows),
            hashes=key_hashes(file, reader, rows.select(key)),
            months=months,
            places=_places(months, by_month, n_met),
        )
        first += rows.num_rows


def _places(months: Months, by_month: Sequence[Portion], n_met: Numbers) -> Numbers:
    """The portion of each row; ``n_met`` counts the rows of each month that were met so far."""
    places = np.empty(months.size, np.int64)
    for month in {portion.months[0] for portion in by_month}:
        of_month = [at for at, portion in enumerate(by_month) if portion.months[0] == month]
        is_of = months == month_number(month)
        if by_month[of_month[0]].takes_others:
            is_of |= months == NO_MONTH
        here = np.flatnonzero(is_of)
        ends = np.cumsum([len(by_month[at].rows or ()) for at in of_month])
        met = n_met[of_month[0]] + np.arange(here.size)
        places[here] = of_month[0] + np.searchsorted(ends, met, side="right")
        n_met[of_month[0]] += here.size
    return places


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
