"""Each different cell is read once: what was read is then handed to every row that holds it.

The parsers ask the whole column what it proves (which comes first, day or month; what a comma
means). Different cells prove exactly what all cells prove, so they are read beside each other, in
one short relation for all columns of all files.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dampak.datapack.columns import Column, Kind
from dampak.warehouse.conformed.cells import Bools, Places, filled, in_one
from dampak.warehouse.conformed.keyed import KeyedFile
from dampak.warehouse.conformed.parsing.plain_moments import PlainMoments, plain_moments

OF_DAYS = {Kind.DATE: pa.date32(), Kind.MOMENT: pa.timestamp("us")}
MONTHS_OF_A_YEAR = 12  # a figure above it can only be a day
DAY = 86_400_000_000  # microseconds
VALUE, FAULT, CLOCK = "~value", "~fault", "~clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Different:
    """One column of one file: its different cells, and which of them stands where.

    ``rows`` are the rows that hold one of ``cells``, the one at ``places``. Of the ``n_rows``, the
    others are empty, or ``plain`` has read them.
    """

    name: str
    n_rows: int
    cells: pa.Array
    rows: Places
    places: Places
    plain: PlainMoments | None
    kind: pa.DataType | None

    def handed_out(self, read: pa.Table) -> dict[str, pa.Array]:
        """Value and fault of every row, and whether it says a time, from those of the cells."""
        value, fault, clock = (
            in_one(read.column(self.name + each)) for each in (VALUE, FAULT, CLOCK)
        )
        columns = {}
        if fault.null_count < len(fault):
            columns[self.name + FAULT] = fault.take(self._places_of_all_rows())
        if self.plain is None:
            return columns | {self.name + VALUE: value.take(self._places_of_all_rows())}
        return columns | {
            self.name + VALUE: self._moments(value, self.plain),
            self.name + CLOCK: self._clocks(clock, self.plain),
        }

    def _moments(self, value: pa.Array, plain: PlainMoments) -> pa.Array:
        is_day = self.kind == pa.date32()
        moments = (plain.moments // DAY).astype(np.int32) if is_day else plain.moments.copy()
        of_cells = value.view(pa.int32() if is_day else pa.int64())
        moments[self.rows] = of_cells.fill_null(0).to_numpy()[self.places]
        empty = ~plain.is_read
        empty[self.rows] = ~filled(value)[self.places]
        return pa.array(moments, mask=empty).view(self.kind)

    def _clocks(self, clock: pa.Array, plain: PlainMoments) -> pa.Array:
        has_clock = plain.has_clock & plain.is_read
        has_clock[self.rows] = np.asarray(clock)[self.places]
        return pa.array(has_clock)

    def _places_of_all_rows(self) -> pa.Array:
        places = np.full(self.n_rows, -1, np.int32)
        places[self.rows] = self.places
        return pa.array(places, mask=places < 0)


def different_cells(name: str, column: Column | None, file: KeyedFile) -> Different:
    """The cells of a column that have to be read, each once."""
    cells = file.rows.column(name)
    kind = OF_DAYS.get(column.kind) if column else None
    left, plain = filled(cells), None
    if kind is not None:
        plain = plain_moments(cells, writes_month_first=file.writes_month_first)
        left = _left(left, plain, file)
    encoded = in_one(cells.filter(pa.array(left))).dictionary_encode()
    return Different(
        name=name,
        n_rows=len(cells),
        cells=encoded.dictionary,
        rows=np.flatnonzero(left),
        places=encoded.indices.to_numpy(),
        plain=plain,
        kind=kind,
    )


def beside_each_other(
    columns: Sequence[Sequence[Different]], files: Sequence[KeyedFile], names: Sequence[str]
) -> pa.Table:
    """The different cells of all columns side by side, as many rows as the longest has."""
    parts = []
    for index, (file, of_file) in enumerate(zip(files, columns, strict=True)):
        cells = {each.name: each.cells for each in of_file}
        n_rows = max(map(len, cells.values()), default=0)
        marks = {
            "file_index": pa.repeat(pa.scalar(index), n_rows),
            "is_sheet": pa.repeat(pa.scalar(file.is_sheet), n_rows),
            "writes_month_first": pa.repeat(pa.scalar(file.writes_month_first), n_rows),
            "place": pa.array(np.arange(n_rows)),
        }
        filled_up = {name: _filled_up(cells.get(name), n_rows) for name in names}
        parts.append(pa.table(marks | filled_up))
    return pa.concat_tables(parts)


def _filled_up(cells: pa.Array | None, n_rows: int) -> pa.Array:
    if cells is None:
        return pa.nulls(n_rows, pa.string())
    return pa.concat_arrays([cells, pa.nulls(n_rows - len(cells), pa.string())])


def _left(is_filled: Bools, plain: PlainMoments, file: KeyedFile) -> Bools:
    """The cells that plain reading leaves over, and what they need beside them to be understood.

    A column in which some cell puts the month first casts doubt on all its other days, unless one
    of them proves that days come first. So one such proof is read along; where there is none, no
    day that only its place makes a day may be taken for read.
    """
    left = is_filled & ~plain.is_read
    if file.writes_month_first or not left.any():
        return left
    proofs = np.flatnonzero(plain.by_place & (plain.day > MONTHS_OF_A_YEAR))
    if proofs.size:
        left[proofs[0]] = True
        return left
    plain.is_read[plain.by_place] = False
    plain.has_clock[plain.by_place] = False
    return is_filled & ~plain.is_read
