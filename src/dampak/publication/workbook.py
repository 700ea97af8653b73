"""An evaluation as one Excel workbook: what a reader would otherwise copy out by hand."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils import translation

from dampak.foundation.spreadsheets import TEXT_STAYS_TEXT
from dampak.publication.sheets import Sheet, sheets_of
from dampak.publication.sheets.cells import Formats
from dampak.publication.showing.texts import in_this
from dampak.warehouse.rejects import RejectedRow

SAFE = {**TEXT_STAYS_TEXT, "default_date_format": "mmm yyyy"}

MOST_LETTERS_ABOVE = 120  # Excel refuses more than 255, of which && takes two


def evaluation_workbook(document: dict[str, Any], rejected: Iterable[RejectedRow]) -> bytes:
    """The workbook, its headings in the document's own language, explained in both."""
    import xlsxwriter

    content = BytesIO()
    with (
        translation.override(document["language_default"]),
        xlsxwriter.Workbook(content, SAFE) as book,
    ):
        # The day it was made is the document's, so that the same document gives the same file.
        made_at = datetime.fromisoformat(document["made_by"]["at"]).replace(tzinfo=None)
        formats = Formats(book)
        notes = "; ".join(in_this(note) for note in document["notes"])
        book.set_properties({"title": "dampak", "created": made_at, "comments": notes})
        for sheet in sheets_of(document, rejected):
            page = _write(book, sheet, formats)
            if notes:
                page.set_header(_printed_above(notes))
    return content.getvalue()


def _printed_above(notes: str) -> str:
    """The notes as the head of every printed sheet; & is Excel's own sign there."""
    return "&C" + notes[:MOST_LETTERS_ABOVE].replace("&", "&&")


def _write(book: Any, sheet: Sheet, formats: Formats) -> Any:
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 0)
    page.hide_gridlines(2)
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
        page.write_string(0, number, column.name, formats.header)
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        for number, cell in enumerate(row):
            formats.write(page, last, number, cell)
    if last:
        page.autofilter(0, 0, last, len(sheet.columns) - 1)
    return page
