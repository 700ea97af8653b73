"""The marked rows of a part, read again: some hundred thousand at a time, dead rows unmarked."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from dampak.warehouse.fingerprint import refuse_damaged
from dampak.warehouse.parts.part import Part
from dampak.warehouse.parts.reading import dead_rows
from dampak.warehouse.tallies.mark_columns import mark_columns
from dampak.warehouse.tallies.sheet import Sheet

Columns = Mapping[str, NDArray[Any]]


def marked_rows(
    part: Part, sheet: Sheet, folder: Path, names: Sequence[str]
) -> Iterator[dict[str, NDArray[Any]]]:
    """Some columns of `mark_columns.columns_read`, group after group; nought where one is empty.

    A dead row is of no date, and so adds nothing. Raises `CannotRead` when a file is not what it
    was when it was published.
    """
    refuse_damaged([folder / part.file])
    marks = [column.name for column in mark_columns(sheet)]
    dead, first = dead_rows(part, folder), 0
    file = pq.ParquetFile(folder / part.file)
    for group in range(file.num_row_groups):
        rows = file.read_row_group(group, columns=list(names), use_threads=False)
        columns = {name: array_of(rows[name]) for name in names}
        here = dead[(dead >= first) & (dead < first + rows.num_rows)] - first
        if len(here):
            columns |= {name: _emptied(columns[name], here) for name in marks}
        yield columns
        first += rows.num_rows


def array_of(column: pa.ChunkedArray) -> NDArray[Any]:
    """A column as an array, with nought where there is nothing."""
    filled = column.fill_null(0) if column.null_count else column
    values: NDArray[Any] = filled.to_numpy()
    return values


def _emptied(marks: NDArray[np.uint32], rows: NDArray[np.int64]) -> NDArray[np.uint32]:
    emptied = marks.copy()
    emptied[rows] = 0
    return emptied
