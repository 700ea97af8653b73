"""The bytes of an office's files: CSV and XLSX, the same for the same sheets."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from dampak.datapack.tables import TABLES
from dampak.simulation.names import REGENCY
from dampak.simulation.office_files import OfficeFile
from dampak.simulation.sheets import Sheet
from dampak.simulation.stains import WINDOWS_REMARK

MADE_AT = datetime(2026, 1, 2)  # noqa: DTZ001 - a workbook keeps no time zone


def csv_bytes(file: OfficeFile, sheet: Sheet, *, repeats_header: bool) -> bytes:
    """CSV bytes; the header stands again half-way where two exports were pasted together."""
    headers, rows = _headers(file, sheet), sheet.rows
    half = len(rows) // 2
    body = [*rows[:half], headers, *rows[half:]] if repeats_header else rows
    text = io.StringIO()
    writer = csv.writer(text, delimiter=file.delimiter, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows(body)
    content = text.getvalue().encode(file.encoding)
    return content.replace(WINDOWS_REMARK.encode(), WINDOWS_REMARK.encode("cp1252"))


def _headers(file: OfficeFile, sheet: Sheet) -> list[str]:
    columns = TABLES[sheet.table].by_name
    if file.in_english:
        return [columns[name].name for name in sheet.columns]
    return [_as_typed(columns[name].indonesian) for name in sheet.columns]


def _as_typed(header: str) -> str:
    """`kode_unit` as an office heads a column: Kode Unit; short ones are abbreviations."""
    return header.upper() if len(header) <= 3 else header.replace("_", " ").title()


def xlsx_bytes(file: OfficeFile, sheets: Sequence[Sheet]) -> bytes:
    """A workbook with one page a sheet; its date of making is fixed."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": MADE_AT, "author": f"BKPSDM {REGENCY}"})
        heading = book.add_format({"bold": True, "align": "center"})
        for sheet in sheets:
            _fill(book.add_worksheet(_sheet_name(sheet)), heading, file, sheet)
    return content.getvalue()


def _sheet_name(sheet: Sheet) -> str:
    return TABLES[sheet.table].indonesian.replace("_", " ").title()


def _fill(page: Any, heading: Any, file: OfficeFile, sheet: Sheet) -> None:
    """Two merged title rows, an empty one, the header, the rows: the way offices print."""
    last = len(sheet.columns) - 1
    page.merge_range(0, 0, 0, last, file.title, heading)
    page.merge_range(1, 0, 1, last, "KEADAAN AKHIR PERIODE DATA", heading)
    for column, header in enumerate(_headers(file, sheet)):
        page.write_string(3, column, header, heading)
    for number, row in enumerate(sheet.rows, start=4):
        page.write_row(number, 0, row)
