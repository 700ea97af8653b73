"""Sheets of an Excel workbook, every cell as the text that stands in it."""

from typing import Any

import fastexcel
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dampak.warehouse.landing.landed_file import Format
from dampak.warehouse.landing.source import HEAD_ROWS, Body, HeadRow, Written

_CELL_FAULTS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}


class Sheet:
    """One sheet; its rows keep the numbers that Excel shows."""

    def __init__(self, name: str, rows: pa.RecordBatch) -> None:
        self._rows = rows
        self.head = tuple(_head(rows))
        self.written = Written(format=Format.XLSX, sheet=name)

    def below(self, row: int, width: int) -> Body:
        """The rows from this one on; rows without any filled cell are passed over."""
        rows = self._rows.slice(row - 1)
        columns = [pc.fill_null(column, "") for column in rows.columns[:width]]
        filled = _filled(columns, rows.num_rows)
        kept = np.flatnonzero(filled)
        n_blank = int(kept[-1] + 1 - kept.size) if kept.size else 0
        return Body(
            columns=tuple(pa.chunked_array([column.filter(filled)]) for column in columns),
            row_numbers=kept.astype(np.int64) + row,
            n_blank=n_blank,
        )


def sheets(data: bytes) -> list[Sheet]:
    """Every visible sheet that holds something."""
    workbook = fastexcel.read_excel(data)
    opened = (
        workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        for name in workbook.sheet_names
    )
    return [Sheet(each.name, _cells(each)) for each in opened if _is_shown(each)]


def _is_shown(sheet: Any) -> bool:
    return bool(sheet.visible == "visible" and sheet.height and sheet.width)


def _cells(sheet: Any) -> pa.RecordBatch:
    """The cells as text; a cell that Excel could not work out keeps the sign Excel shows."""
    rows, faults = sheet.to_arrow_with_errors()
    by_column: dict[int, dict[int, str]] = {}
    for fault in faults.errors if faults else ():
        row, column = fault.position
        kind = fault.detail.rpartition("Error(")[2].rstrip(")'")
        by_column.setdefault(column, {})[row] = _CELL_FAULTS.get(kind, f"#{kind.upper()}!")
    arrays = [
        _with_signs(array, by_column[place]) if place in by_column else array
        for place, array in enumerate(rows.columns)
    ]
    return pa.RecordBatch.from_arrays(arrays, rows.schema.names)


def _with_signs(column: pa.Array, signs: dict[int, str]) -> pa.Array:
    cells = column.to_pylist()
    for row, sign in signs.items():
        cells[row] = sign
    return pa.array(cells, pa.string())


def _head(rows: pa.RecordBatch) -> list[HeadRow]:
    return [
        HeadRow(
            row_number=number,
            next_row=number + 1,
            cells=tuple(cell or "" for cell in row.values()),
        )
        for number, row in enumerate(rows.slice(0, HEAD_ROWS).to_pylist(), start=1)
    ]


def _filled(columns: list[pa.Array], n_rows: int) -> pa.Array:
    """Which rows hold anything but blanks."""
    filled = np.zeros(n_rows, bool)
    for column in columns:
        filled |= np.asarray(pc.not_equal(pc.utf8_trim_whitespace(column), ""))
    return pa.array(filled)
