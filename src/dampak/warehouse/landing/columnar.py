"""Parquet: typed columns, taken in as what a person would have written into the cells.

Rows have no header above them and are counted from 1.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import types

from dampak.foundation.text import gettext_noop
from dampak.warehouse.landing.landed_file import Format
from dampak.warehouse.landing.source import SEVERAL_VALUES, Body, HeadRow, Unreadable, Written
from dampak.warehouse.landing.widths import MOST_COLUMNS

OTHER_LETTERS = gettext_noop(
    "Column %(column)s holds letters in another encoding than UTF-8. Export the file again."
)
# 1.125 of a program is no thousand; a fourth decimal keeps it from being taken for one.
THREE_DECIMALS, FOUR_DECIMALS = r"^([+-]?[0-9]{1,3}\.[0-9]{3})$", r"\10"
BYTES_OF_A_VALUE = 8
SHOWN = 200
FAULTS = (pa.ArrowException, OSError)


class DamagedColumns(Exception):
    """The file begins as Parquet does, and cannot be read."""


class Columns:
    """A table of typed columns; no value is read before the header is known."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        with _opened(data) as reader:
            self._names = tuple(reader.schema_arrow.names)
            self._metadata = reader.metadata
        self.head = (HeadRow(row_number=0, next_row=1, cells=self._names),)
        self.written = Written(format=Format.PARQUET, encoding="utf-8")

    @property
    def unpacked_bytes(self) -> int:
        """How large the values are, at the least, when they lie in memory."""
        groups = range(self._metadata.num_row_groups)
        written = sum(self._metadata.row_group(group).total_byte_size for group in groups)
        values = self._metadata.num_rows * min(len(self._names), MOST_COLUMNS)
        return int(max(written, values * BYTES_OF_A_VALUE))

    def below(self, row: int, width: int) -> Body:
        """All rows; a cell that cannot be written as text is empty, and named with its reason."""
        with _opened(self._data) as reader:
            rows = reader.read()
        unreadable: list[Unreadable] = []
        columns = tuple(
            _written(column, place, unreadable) for place, column in enumerate(rows.columns[:width])
        )
        return Body(
            columns=columns,
            row_numbers=np.arange(rows.num_rows, dtype=np.int64) + row,
            unreadable=tuple(unreadable),
        )


@contextmanager
def _opened(data: bytes) -> Iterator[pq.ParquetFile]:
    try:
        with pq.ParquetFile(pa.BufferReader(data), page_checksum_verification=True) as reader:
            yield reader
    except FAULTS as fault:
        raise DamagedColumns(str(fault)) from fault


def _written(column: pa.ChunkedArray, place: int, unreadable: list[Unreadable]) -> pa.ChunkedArray:
    """A column as texts, an empty cell being the empty text."""
    if types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    kind = column.type
    if _is_written_in_letters(kind):
        texts = _letters(column.cast(pa.large_binary()), place, unreadable)
    elif types.is_nested(kind) or types.is_interval(kind):
        texts = _several_values(column, place, unreadable)
    elif types.is_timestamp(kind):
        texts = _moments(column)
    elif types.is_floating(kind) or types.is_decimal(kind):
        numbers = column.cast(pa.float64()) if types.is_floating(kind) else column
        texts = pc.replace_substring_regex(numbers.cast(pa.string()), THREE_DECIMALS, FOUR_DECIMALS)
    else:
        texts = column.cast(pa.date32() if types.is_date(kind) else kind).cast(pa.string())
    return pc.fill_null(texts, "")


def _is_written_in_letters(kind: pa.DataType) -> bool:
    looks: tuple[Callable[[pa.DataType], bool], ...] = (
        *(types.is_string, types.is_large_string, types.is_string_view),
        *(types.is_binary, types.is_large_binary, types.is_binary_view, types.is_fixed_size_binary),
    )
    return any(is_kind(kind) for is_kind in looks)


def _letters(cells: pa.ChunkedArray, place: int, unreadable: list[Unreadable]) -> pa.ChunkedArray:
    try:
        return cells.cast(pa.large_string()).cast(pa.string())
    except pa.ArrowInvalid:
        texts = [_decoded(cell) for cell in cells.to_pylist()]
    for row, (cell, text) in enumerate(zip(cells.to_pylist(), texts, strict=True)):
        if cell and text is None:
            shown = cell.decode(errors="replace")[:SHOWN]
            unreadable.append(Unreadable(place=place, row=row, value=shown, message=OTHER_LETTERS))
    return pa.chunked_array([texts], pa.string())


def _decoded(cell: bytes | None) -> str | None:
    try:
        return None if cell is None else cell.decode()
    except UnicodeDecodeError:
        return None


def _several_values(
    column: pa.ChunkedArray, place: int, unreadable: list[Unreadable]
) -> pa.ChunkedArray:
    for row in np.flatnonzero(column.is_valid()).tolist():
        shown = json.dumps(column[row].as_py(), default=str, ensure_ascii=False)[:SHOWN]
        unreadable.append(Unreadable(place=place, row=row, value=shown, message=SEVERAL_VALUES))
    return pa.chunked_array([pa.nulls(len(column), pa.string())])


def _moments(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Whole seconds without idle zeros, as people write them; a zone is kept as UTC."""
    zone = column.type.tz and "UTC"
    try:
        return column.cast(pa.timestamp("s", zone)).cast(pa.string())
    except pa.ArrowInvalid:
        return column.cast(pa.timestamp("us", zone), safe=False).cast(pa.string())
