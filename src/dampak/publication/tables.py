"""Plain tables (CSV) that a spreadsheet opens without running anything in them."""

import csv
from collections.abc import Iterable, Iterator
from itertools import tee
from typing import Any

from dampak.foundation.spreadsheets import harmless
from dampak.language.saying import each_in_both
from dampak.warehouse.rejects import RejectedRow

MARK = "\ufeff"  # by which Excel knows UTF-8
READING_COLUMNS = (
    "code", "version", "unit_code", "month", "numerator", "denominator", "value"
)  # fmt: skip
REJECTED_COLUMNS = (
    "file", "table", "row", "column", "value", "reason_id", "reason_en"
)  # fmt: skip


def indicators_csv(document: dict[str, Any]) -> str:
    """Every reading of the document, one row each; numbers with a decimal point."""
    rows = (
        tuple(_cell(reading[column]) for column in READING_COLUMNS)
        for reading in document["indicators"]
    )
    return "".join(_lines(READING_COLUMNS, rows))


def rejected_csv(rejected: Iterable[RejectedRow]) -> Iterator[str]:
    """The rows that were set aside, line by line, so that millions of them need no memory."""
    return _lines(REJECTED_COLUMNS, (tuple(map(harmless, cells)) for cells in cells_of(rejected)))


def cells_of(rejected: Iterable[RejectedRow]) -> Iterator[tuple[str, ...]]:
    """Each set-aside row as text, its reason in both languages."""
    rows, again = tee(rejected)
    for row, reason in zip(rows, each_in_both(row.reason for row in again), strict=True):
        yield (
            row.file, row.table, str(row.row_number), row.column, row.value, reason["id"],
            reason["en"],
        )  # fmt: skip


def _cell(value: float | str | None) -> str:
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) else repr(value)


def _lines(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield MARK + ",".join(header) + "\r\n"
    writer = csv.writer(_Line())
    for row in rows:
        yield writer.writerow(row)


class _Line:
    """A file that hands back what is written to it."""

    @staticmethod
    def write(line: str) -> str:
        return line
