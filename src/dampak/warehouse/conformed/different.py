"""Each different cell is read once: what was read is then handed to every row that holds it.

The parsers ask the whole column what it proves (which comes first, day or month; what a comma
means). Different cells prove exactly what all cells prove, so they are read beside each other, in
one short relation for all columns of all files.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dampak.datapack.columns import Column, Kind
from dampak.warehouse.conformed.cells import Bools, filled, in_one
from dampak.warehouse.conformed.keyed import KeyedFile
from dampak.warehouse.conformed.parsing.plain_moments import PlainMoments, plain_moments

OF_DAYS = {Kind.DATE: pa.date32(), Kind.MOMENT: pa.timestamp("us")}
MONTHS_OF_A_YEAR = 12  # a figure above it can only be a day
DAY = 86_400_000_000  # microseconds
VALUE, FAULT, CLOCK = "~value", "~fault", "~clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Different:
    """One column of one file: its different cells, and which of them each row holds.

    ``places`` is NULL where a row holds none of them: it is empty, or ``plain`` has read it.
    """

    name: str
    cells: pa.Array
    places: pa.Array
    plain: PlainMoments | None
    kind: pa.DataType | None

    def handed_out(self, read: pa.Table) -> dict[str, pa.Array]:
        """Value and fault of every row, and whether it says a time, from those of the cells."""
        value, fault, clock = (read.column(self.name + each) for each in (VALUE, FAULT, CLOCK))
        columns = {self.name + VALUE: value.take(self.places)}
        if fault.null_count < len(fault):
            columns[self.name + FAULT] = fault.take(self.places)
        if self.plain is not None:
            columns[self.name + VALUE] = self._beside(columns[self.name + VALUE], self.plain)
            known = pa.array(self.plain.has_clock, mask=~self.plain.is_read)
            columns[self.name + CLOCK] = pc.coalesce(known, in_one(clock.take(self.places)))
        return columns

    def _beside(self, values: pa.ChunkedArray, plain: PlainMoments) -> pa.Array:
        is_day = self.kind == pa.date32()
        moments = (plain.moments // DAY).astype(np.int32) if is_day else plain.moments
        read = pa.array(moments).view(self.kind)
        return pc.if_else(pa.array(plain.is_read), read, in_one(values))


def different_cells(name: str, column: Column | None, file: KeyedFile) -> Different:
    """The cells of a column that have to be read, each once."""
    cells = file.rows.column(name)
    kind = OF_DAYS.get(column.kind) if column else None
    left, plain = filled(cells), None
    if kind is not None:
        plain = plain_moments(cells, writes_month_first=file.writes_month_first)
        left = _left(left, plain, file)
    rows = np.flatnonzero(left)
    encoded = in_one(cells.filter(pa.array(left))).dictionary_encode()
    places = np.full(len(cells), -1, np.int32)
    places[rows] = np.asarray(encoded.indices)
    return Different(
        name=name,
        cells=encoded.dictionary,
        places=pa.array(places, mask=places < 0),
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
