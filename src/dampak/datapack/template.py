"""Empty workbooks to fill in: one sheet a table, every header explained, nothing left to guess."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from io import BytesIO
from typing import Any, Literal

import xlsxwriter

from dampak.datapack.columns import Column, Kind, Table
from dampak.foundation.spreadsheets import TEXT_STAYS_TEXT
from dampak.foundation.text import gettext_noop

Language = Literal["id", "en"]
Say = Callable[[str, Language], str]

_GUIDE = {"id": "Petunjuk", "en": "Guide"}
GUIDE_SHEETS = frozenset(name.casefold() for name in _GUIDE.values())
_LAST_ROW = 1_048_575
_FIRST_DAY = date(1900, 1, 1)
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - the same template is always the same bytes
_FORMATS = {
    Kind.DATE: "dd/mm/yyyy",
    Kind.MOMENT: "dd/mm/yyyy hh:mm",
    Kind.TEXT: "@",
    Kind.CODE: "@",  # or Excel drops leading zeros and rounds a NIP after fifteen digits
    Kind.MONTH: "@",
    Kind.VOCABULARY: "@",
    Kind.BOOLEAN: "@",
}
_KINDS = {
    Kind.TEXT: gettext_noop("text"),
    Kind.CODE: gettext_noop("code (text, also where it looks like a number)"),
    Kind.DATE: gettext_noop("date, as 31/03/2026 or 2026-03-31"),
    Kind.MONTH: gettext_noop("month, as 2026-03"),
    Kind.MOMENT: gettext_noop("date with or without a time, as 31/03/2026 08:15"),
    Kind.NUMBER: gettext_noop("number"),
    Kind.INTEGER: gettext_noop("whole number"),
    Kind.BOOLEAN: gettext_noop("yes or no"),
    Kind.SHARE: gettext_noop("share, as 0.83 or 83%"),
    Kind.ANSWER: gettext_noop("answer from 1 to 4"),
    Kind.VOCABULARY: gettext_noop("one word of a list"),
}
_INTRODUCTION = (
    gettext_noop("Fill in only the sheets you have data for; leave the others empty."),
    gettext_noop("The sheet of units and one sheet that can be counted are enough."),
    gettext_noop("Do not change the headers. Write one row below the other, without totals."),
    gettext_noop("Do not hand in names, addresses or numbers of citizens."),
)
_HEADINGS = (
    gettext_noop("Sheet"),
    gettext_noop("Column"),
    gettext_noop("Needed"),
    gettext_noop("What it holds"),
    gettext_noop("Allowed words"),
)


def header_of(column: Column, language: Language) -> str:
    """The header of a column in the template."""
    return column.indonesian if language == "id" else column.name


def sheet_name(table: Table, language: Language) -> str:
    """The name of a table's sheet and file."""
    return table.indonesian if language == "id" else table.name


def workbook_template(tables: Iterable[Table], *, language: Language, say: Say) -> bytes:
    """An empty workbook for these tables, with a guide in both languages in front.

    ``say`` gives a sentence of this room in a language.
    """
    tables = tuple(tables)
    written = BytesIO()
    with xlsxwriter.Workbook(written, TEXT_STAYS_TEXT) as workbook:
        workbook.set_properties({"title": "dampak", "created": _MADE})
        _write_guide(workbook, tables, language, say)
        for table in tables:
            _write_table(workbook, table, language, say)
    return written.getvalue()


def allowed_words(column: Column, language: Language) -> tuple[str, ...]:
    """The words offered for a column: none where anything goes."""
    if column.words is None:
        return ()
    if column.kind is Kind.ANSWER:
        return column.words.codes
    if language == "id":
        return tuple(word.indonesian for word in column.words.words)
    return tuple(word.english for word in column.words.words)


def _write_guide(workbook: Any, tables: tuple[Table, ...], language: Language, say: Say) -> None:
    sheet = workbook.add_worksheet(_GUIDE[language])
    bold, wrapped = workbook.add_format({"bold": True}), workbook.add_format({"text_wrap": True})
    sheet.set_column(0, 1, 24)
    sheet.set_column(2, 2, 14)
    sheet.set_column(3, 6, 48, wrapped)
    other: Language = "en" if language == "id" else "id"
    row = 0
    for each in (language, other):
        for sentence in _INTRODUCTION:
            sheet.write_string(row, 0, say(sentence, each))
            row += 1
        row += 1
    sheet.write_row(row, 0, [say(heading, language) for heading in _HEADINGS], bold)
    sheet.write_row(row, 5, ["Keterangan", "Explanation"], bold)
    sheet.freeze_panes(row + 1, 0)
    for table in tables:
        for column in table.columns:
            row += 1
            sheet.write_row(row, 0, _guide_row(table, column, language, say))


def _guide_row(table: Table, column: Column, language: Language, say: Say) -> list[str]:
    needed = gettext_noop("required") if column.required else gettext_noop("optional")
    return [
        sheet_name(table, language),
        header_of(column, language),
        say(needed, language),
        say(_KINDS[column.kind], language),
        "; ".join(allowed_words(column, language)),
        say(column.explanation, "id"),
        say(column.explanation, "en"),
    ]


def _write_table(workbook: Any, table: Table, language: Language, say: Say) -> None:
    sheet = workbook.add_worksheet(sheet_name(table, language))
    plain = workbook.add_format({"bold": True, "bottom": 1, "num_format": "@"})
    needed = workbook.add_format({"bold": True, "bottom": 2, "num_format": "@"})
    for place, column in enumerate(table.columns):
        header = header_of(column, language)
        cells = workbook.add_format({"num_format": _FORMATS.get(column.kind, "General")})
        sheet.set_column(place, place, max(12, len(header) + 3), cells)
        sheet.write_string(0, place, header, needed if column.required else plain)
        sheet.write_comment(0, place, _comment(column, language, say), {"x_scale": 2})
        rule = _rule(column, language)
        if rule:
            sheet.data_validation(1, place, _LAST_ROW, place, rule)
    sheet.freeze_panes(1, 0)


def _comment(column: Column, language: Language, say: Say) -> str:
    needed = gettext_noop("required") if column.required else gettext_noop("optional")
    lines = (say(column.explanation, language), say(_KINDS[column.kind], language))
    return "\n".join((*lines, say(needed, language)))


def _rule(column: Column, language: Language) -> dict[str, Any] | None:
    """What Excel checks while typing; a closed list stops, everything else only warns."""
    words = allowed_words(column, language)
    if words:
        closed = column.words is not None and column.words.is_closed
        return {
            "validate": "list",
            "source": list(words),
            "error_type": "stop" if closed else "warning",
        }
    if column.kind in {Kind.DATE, Kind.MOMENT}:
        return {
            "validate": "date",
            "criteria": ">=",
            "value": _FIRST_DAY,
            "error_type": "warning",
        }
    if column.kind in {Kind.NUMBER, Kind.INTEGER} and column.least is not None:
        validate = "integer" if column.kind is Kind.INTEGER else "decimal"
        return {
            "validate": validate,
            "criteria": ">=",
            "value": column.least,
            "error_type": "warning",
        }
    return None
