"""The sentences with which a file is turned away: what is wrong, what was found, what to do."""

from collections.abc import Iterable, Sequence

from dampak.datapack.columns import Column, Table
from dampak.datapack.headers import Match, nearest
from dampak.datapack.mapping import Mapping
from dampak.datapack.vocabulary import plain
from dampak.foundation.text import Sentence
from dampak.indicators.working_days import CALENDARS
from dampak.warehouse.landing.file_kinds import FileKind

_MEBIBYTE = 1 << 20
_OPEN_AND_SAVE = {
    FileKind.OLD_WORKBOOK,
    FileKind.BINARY_WORKBOOK,
    FileKind.OPEN_WORKBOOK,
    FileKind.WEB_PAGE,
}


def not_there(file: str) -> Sentence:
    """The path leads to nothing, or to something that cannot be opened."""
    return Sentence(
        "%(file)s cannot be opened. Check that it exists and that you may read it.", {"file": file}
    )


def too_large(file: str, size: int, largest: int) -> Sentence:
    """The file is larger than one load may be."""
    return Sentence(
        "%(file)s is too large: %(found)s MiB, where %(largest)s MiB is the most. Split it, for"
        " example by year.",
        {"file": file, "found": size // _MEBIBYTE, "largest": largest // _MEBIBYTE},
    )


def unknown_calendars(codes: Iterable[str | None]) -> list[Sentence]:
    """A mapping counts the days by a calendar that nobody keeps."""
    return [
        Sentence(
            "A mapping names a calendar that is not known; found: %(found)s. Choose one of:"
            " %(known)s.",
            {"found": code, "known": tuple(CALENDARS)},
        )
        for code in codes
        if code and code not in CALENDARS
    ]


def empty(file: str) -> Sentence:
    """There is not one byte, or not one filled cell."""
    return Sentence("%(file)s is empty. Export it again.", {"file": file})


def header_only(file: str, row: int) -> Sentence:
    """There is a header and nothing below it; in a file of columns the header has no row."""
    if not row:
        return Sentence(
            "%(file)s names its columns and holds no rows. Fill it, or leave the file out.",
            {"file": file},
        )
    return Sentence(
        "%(file)s holds a header (row %(row)s) and no rows below it. Fill it, or leave the file"
        " out.",
        {"file": file, "row": row},
    )


def wrong_kind(file: str, kind: FileKind) -> Sentence:
    """The file is not a table."""
    values = {"file": file, "found": Sentence(kind.value)}
    if kind is FileKind.LOCKED_WORKBOOK:
        return Sentence(
            "%(file)s is protected with a password. Remove it in Excel (File, Info, Protect"
            " Workbook) and hand the file in again.",
            values,
        )
    if kind is FileKind.ARCHIVE:
        return Sentence(
            "%(file)s is %(found)s. Open it and hand in the files inside.",
            values,
        )
    if kind is FileKind.BROKEN_WORKBOOK:
        return Sentence("%(file)s is %(found)s. Copy or export it again.", values)
    if kind in _OPEN_AND_SAVE:
        return Sentence(
            "%(file)s is %(found)s. Open it and save it as Excel Workbook (.xlsx) or CSV UTF-8.",
            values,
        )
    return Sentence(
        "%(file)s is %(found)s, not a table. Hand in a CSV file or an Excel workbook (.xlsx).",
        values,
    )


def no_json_lines(file: str) -> Sentence:
    """JSON in one piece, or over several lines."""
    return Sentence(
        "%(file)s is JSON, but not one row on each line. Export it as JSON lines (JSONL, NDJSON),"
        " or as CSV.",
        {"file": file},
    )


def damaged_columns(file: str) -> Sentence:
    """A file that begins as Parquet does and cannot be read."""
    return Sentence(
        "%(file)s is a Parquet file that was cut off or is damaged. Copy or export it again.",
        {"file": file},
    )


def no_header(file: str, found: Sequence[str]) -> Sentence:
    """No row of the first forty names a column of any table."""
    return Sentence(
        "No header that dampak knows was found in %(file)s. Its first row holds: %(found)s. Use"
        " the headers of the template (dampak template) or write a mapping (dampak map).",
        {"file": file, "found": shown(found)},
    )


def unknown_table(file: str, found: Sequence[str], closest: Match | None) -> Sentence:
    """The headers are not those of any table."""
    if closest is None:
        return no_header(file, found)
    values = {
        "file": file,
        "found": shown(found),
        "table": closest.table.name,
        "missing": shown(_lacking(closest)),
    }
    return Sentence(
        "%(file)s is none of the tables of a data pack. Its header holds: %(found)s. It is closest"
        " to %(table)s, but lacks: %(missing)s. Name the file after its table,"
        " use the headers of the template, or write a mapping.",
        values,
    )


def ambiguous_table(file: str, matches: Sequence[Match]) -> Sentence:
    """The headers fit two tables equally well."""
    return Sentence(
        "%(file)s could be %(first)s or %(second)s. Name the file after its table.",
        {"file": file, "first": matches[0].table.name, "second": matches[1].table.name},
    )


def faults_of(
    file: str, found: Match, labels: Sequence[str], mapping: Mapping | None
) -> list[Sentence]:
    """Everything that keeps a header from being the header of its table."""
    told = mapping.columns if mapping else {}
    return [
        *(_mapping_does_not_fit(file, mapping, labels) if mapping else ()),
        *(_twice(file, headers) for headers in found.twice.values()),
        *_other_numbers_twice(file, found),
        *(
            _missing(file, found.table.by_name[name], found.table, labels)
            for name in found.missing
            if name not in told
        ),
        *(_missing_group(file, group, found.table, labels) for group in found.missing_groups),
        *([_numbered_unsur(file, found.numbered)] if found.numbered else []),
    ]


def two_files_for_one_table(table: str, places: Sequence[str]) -> Sentence:
    """A pack has this table once."""
    return Sentence(
        "The table %(table)s stands in %(count)s places: %(found)s. Put the rows into one file, or"
        " leave one out.",
        {"table": table, "count": len(places), "found": ", ".join(places)},
    )


def no_table_at_all(folder: str) -> Sentence:
    """A folder without any file that could be a table."""
    return Sentence(
        "%(folder)s holds no table: no CSV file and no Excel workbook. Put the files of the data"
        " pack into it (dampak template writes empty ones).",
        {"folder": folder},
    )


def no_units(folder: str, found: Sequence[str]) -> Sentence:
    """Rows of units that nobody listed."""
    return Sentence(
        "%(folder)s has no table of units (units, unit_kerja). Found: %(tables)s. Add it, or write"
        " in the mapping from which column the units can be taken (units_from).",
        {"folder": folder, "tables": tuple(found)},
    )


def no_outcome(folder: str, wanted: Sequence[str]) -> Sentence:
    """Nothing in the pack can be counted."""
    return Sentence(
        "%(folder)s has nothing to count. Add at least one of these tables: %(tables)s.",
        {"folder": folder, "tables": tuple(wanted)},
    )


def units_from_unmapped(file: str, header: str) -> Sentence:
    """The units are to come from a column that no column of ours is made of."""
    return Sentence(
        "The mapping takes the units of %(file)s from “%(header)s”, which it maps to no column."
        " Map unit_code to it.",
        {"file": file, "header": header},
    )


def several_tables(file: str, tables: Sequence[str]) -> Sentence:
    """One table was asked for and there are more."""
    return Sentence(
        "%(file)s holds several tables: %(found)s. Hand it in as a data pack, or name one sheet.",
        {"file": file, "found": ", ".join(tables)},
    )


def _mapping_does_not_fit(file: str, mapping: Mapping, labels: Sequence[str]) -> list[Sentence]:
    """Headers that the mapping expects and the file lacks."""
    there = set(map(plain, labels))
    return [
        Sentence(
            "The mapping expects the header “%(header)s” (for %(column)s) in %(file)s. Found:"
            " %(found)s. Correct the mapping or the file.",
            {"file": file, "header": header, "column": field, "found": shown(labels)},
        )
        for field, header in mapping.columns.items()
        if plain(header) not in there
    ]


def shown(labels: Sequence[str]) -> str:
    """A short list of headers for a sentence."""
    filled = [" ".join(label.split())[:60] for label in labels if label.strip()]
    return ", ".join(filled[:20]) + (", …" if len(filled) > 20 else "")


def _twice(file: str, headers: tuple[str, ...]) -> Sentence:
    return Sentence(
        "The header “%(header)s” stands %(count)s times in %(file)s. Keep one of the columns and"
        " rename or remove the other.",
        {"file": file, "header": headers[0].strip(), "count": len(headers)},
    )


def _other_numbers_twice(file: str, found: Match) -> list[Sentence]:
    """In a table that takes the office's own numbers, their headers are names too."""
    if not found.table.takes_other_numbers:
        return []
    keys = [plain(label) for label in found.ignored]
    doubled = dict.fromkeys(key for key in keys if keys.count(key) > 1)
    return [
        _twice(file, tuple(label for label in found.ignored if plain(label) == key))
        for key in doubled
    ]


def _missing(file: str, column: Column, table: Table, labels: Sequence[str]) -> Sentence:
    values = {
        "file": file,
        "column": column.name,
        "indonesian": column.indonesian,
        "table": table.name,
        "found": shown(labels),
    }
    close = nearest(column, labels)
    if close is not None:
        return Sentence(
            "The column %(column)s (%(indonesian)s) of %(table)s is missing from %(file)s. Found:"
            " %(found)s. If “%(nearest)s” is meant, rename it or write a mapping.",
            values | {"nearest": close.strip()},
        )
    return Sentence(
        "The column %(column)s (%(indonesian)s) of %(table)s is missing from %(file)s. Found:"
        " %(found)s. Add the column or write a mapping.",
        values,
    )


def _missing_group(
    file: str, group: tuple[str, ...], table: Table, labels: Sequence[str]
) -> Sentence:
    return Sentence(
        "%(file)s needs at least one of these columns of %(table)s: %(columns)s. Found: %(found)s."
        " Add one of them or write a mapping.",
        {"file": file, "table": table.name, "columns": ", ".join(group), "found": shown(labels)},
    )


def _numbered_unsur(file: str, headers: tuple[str, ...]) -> Sentence:
    return Sentence(
        "%(file)s numbers its unsur (%(found)s). U8 is the handling of complaints in some offices"
        " and the facilities in others, so a number does not tell which. Name the columns"
        " persyaratan, prosedur, waktu, biaya, produk, kompetensi, perilaku, pengaduan, sarpras,"
        " or say in a mapping which number is pengaduan and which is sarpras.",
        {"file": file, "found": shown(headers)},
    )


def _lacking(found: Match) -> tuple[str, ...]:
    return (*found.missing, *(" / ".join(group[:3]) for group in found.missing_groups))
