"""A landed file made ready for typing: mapping applied, empty cells empty, people as keys."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from dampak.datapack.columns import Column
from dampak.datapack.mapping import DateStyle
from dampak.datapack.tables import TABLES
from dampak.foundation.text import Sentence
from dampak.warehouse.conformed.cells import rows_with_digits
from dampak.warehouse.conformed.emptied import without_blanks
from dampak.warehouse.conformed.mapped_words import readings_of_words
from dampak.warehouse.conformed.parsing.words import LOOKED_UP, translated, words_of
from dampak.warehouse.conformed.people import (
    Person,
    masked,
    person_of,
    rounded_by_a_spreadsheet,
)
from dampak.warehouse.landing import ROW_NUMBER, Format, LandedFile
from dampak.warehouse.landing.mapped import mapped
from dampak.warehouse.rejects import RejectedRow

AS_CAME, WORD, REFUSED = "~came", "~word", "~refused"
DIGITS_OF_A_LONG_NUMBER = 15
HAS_LONG_NUMBER = r"\d([^0-9A-Za-z]{0,9}\d){14}"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedFile:
    """One table of one file, still in strings, but without any number of a person.

    ``rows`` holds the cells of each delivered field (NULL where empty), ``row_number``, and for
    some fields more columns: ``field~word`` the code that a word stands for, ``field~refused`` why
    a person got no key, ``field~came`` the cell as it came where that may be shown and differs.
    """

    name: str
    table: str
    sha256: str
    size_bytes: int
    encoding: str
    is_sheet: bool
    writes_month_first: bool
    zone: str | None
    calendar: str | None
    columns: Mapping[str, str]
    records_in: int
    rows: pa.Table
    set_aside: tuple[RejectedRow, ...]
    notices: tuple[Sentence, ...]
    is_collected: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that the file delivers."""
        return tuple(
            name for name in self.rows.column_names if name != ROW_NUMBER and "~" not in name
        )

    def header_of(self, field: str) -> str:
        """The header of a field as the office wrote it."""
        return self.columns.get(field, field)


def keyed(landed: LandedFile, *, secret: bytes) -> KeyedFile:
    """Make a landed file ready for typing; from here on it names nobody."""
    known = TABLES[landed.table].by_name
    cells = mapped(landed)
    columns: dict[str, pa.ChunkedArray] = {ROW_NUMBER: cells.column(ROW_NUMBER)}
    came_otherwise = set(landed.rows.column_names) if landed.mapping else set()
    for name in cells.column_names:
        if name != ROW_NUMBER:
            came = landed.rows.column(name) if name in came_otherwise else None
            column = known.get(name)
            if column is not None and column.identifies_person:
                filled, is_sheet = without_blanks(cells.column(name)), _is_sheet(landed)
                columns |= _people(name, filled, secret, is_sheet=is_sheet)
            else:
                columns |= _columns(name, cells.column(name), came, column)
    return KeyedFile(
        name=landed.name,
        table=landed.table,
        sha256=landed.sha256,
        size_bytes=landed.size_bytes,
        encoding=landed.encoding,
        is_sheet=_is_sheet(landed),
        writes_month_first=_writes_month_first(landed),
        zone=landed.mapping.zone if landed.mapping else None,
        calendar=landed.mapping.calendar if landed.mapping else None,
        columns=landed.columns,
        records_in=landed.records_in,
        rows=pa.table(columns),
        set_aside=tuple(_without_numbers(row) for row in landed.set_aside),
        notices=(*landed.notices, *readings_of_words(landed)),
        is_collected=landed.is_collected,
    )


def _is_sheet(landed: LandedFile) -> bool:
    return landed.format is Format.XLSX


def _writes_month_first(landed: LandedFile) -> bool:
    return landed.mapping is not None and landed.mapping.dates is DateStyle.MONTH_FIRST


def _columns(
    name: str,
    cells: pa.ChunkedArray,
    came: pa.ChunkedArray | None,
    column: Column | None,
) -> dict[str, pa.ChunkedArray]:
    """One field as it goes on, with what else has to be known about its cells."""
    shown = without_long_numbers(without_blanks(cells))
    columns = {name: shown}
    if column is not None and column.kind in LOOKED_UP:
        columns[name + WORD] = words_of(column, shown)
    if came is not None and not came.equals(cells):
        columns[name + AS_CAME] = without_long_numbers(came)
    return columns


def _people(
    name: str, cells: pa.ChunkedArray, secret: bytes, *, is_sheet: bool
) -> dict[str, pa.ChunkedArray]:
    different = [cell for cell in pc.unique(cells).to_pylist() if cell is not None]
    people = {cell: person_of(cell, secret=secret) for cell in different}
    for cell in rounded_by_a_spreadsheet(different) if is_sheet else ():
        people[cell] = Person(key=None, refused="nip_damaged", shown=masked(cell))
    return {
        name: translated(cells, lambda cell: people[cell].key),
        name + REFUSED: translated(cells, lambda cell: people[cell].refused),
        name + AS_CAME: translated(cells, lambda cell: people[cell].shown),
    }


def without_long_numbers(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """The middle of long numbers hidden: people write numbers of colleagues into remarks."""
    return translated(cells, masked) if any(map(_holds_long_number, cells.chunks)) else cells


def _holds_long_number(cells: pa.Array) -> bool:
    long = rows_with_digits(cells, at_least=DIGITS_OF_A_LONG_NUMBER)
    if not long.size:
        return False
    holds = pc.match_substring_regex(cells.take(pa.array(long)), HAS_LONG_NUMBER)
    return bool(pc.any(holds).as_py())


def _without_numbers(row: RejectedRow) -> RejectedRow:
    values = {
        name: masked(value) if isinstance(value, str) else value
        for name, value in row.reason.values.items()
    }
    return replace(row, value=masked(row.value), reason=Sentence(row.reason.message, values))


__all__ = ["AS_CAME", "REFUSED", "WORD", "KeyedFile", "keyed", "without_long_numbers"]
