"""Open a file: is it small enough, is it a table at all, and how is it written?"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import category

import fastexcel

from dampak.datapack.mapping import Mapping
from dampak.datapack.tables import TABLES
from dampak.warehouse.landing import refusals
from dampak.warehouse.landing.columnar import Columns, DamagedColumns
from dampak.warehouse.landing.delimited import delimited
from dampak.warehouse.landing.file_kinds import FileKind, kind_of, unpacked_size
from dampak.warehouse.landing.header_row import n_recognised
from dampak.warehouse.landing.json_lines import JsonLines
from dampak.warehouse.landing.landed_file import CannotLand
from dampak.warehouse.landing.source import HeadRow, Source
from dampak.warehouse.landing.workbooks import sheets

LARGEST_BYTES = 1 << 30
TABLES_INSIDE = {FileKind.TEXT, FileKind.JSON, FileKind.WORKBOOK, FileKind.COLUMNS}
_LOOK = 4096  # bytes in which something should stand
_NOTHING = b"\xef\xbb\xbf\r\n\t \x1a"  # a byte mark and blanks are no content
_NO_LETTERS = {"Cc", "Cs"}  # control characters, and bytes that Python could not read as letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file in memory: its name, its bytes, what they are, and their fingerprint."""

    path: Path
    data: bytes
    kind: FileKind
    sha256: str
    largest_bytes: int

    @property
    def name(self) -> str:
        """The name of the file, without its folder."""
        return shown_name(self.path)

    def place_of(self, source: Source) -> str:
        """The file, and the sheet where there is one, as a sentence names it."""
        return f"{self.name} [{source.written.sheet}]" if source.written.sheet else self.name


def opened(path: Path, *, largest_bytes: int = LARGEST_BYTES) -> Opened:
    """Read the bytes once, after a look at their number, and find out what they are."""
    data = _read(path, largest_bytes)
    kind = kind_of(data)
    if kind not in TABLES_INSIDE:
        raise CannotLand((refusals.wrong_kind(shown_name(path), kind),), path)
    return Opened(
        path=path,
        data=data,
        kind=kind,
        sha256=hashlib.sha256(data).hexdigest(),
        largest_bytes=largest_bytes,
    )


def shown_name(path: Path) -> str:
    """The name as it can be written down: what is no letter in it becomes a mark of that.

    A name may hold bytes that are no letters, line breaks, and commands to a terminal.
    """
    return "".join("�" if category(letter) in _NO_LETTERS else letter for letter in path.name)


def sources_of(file: Opened, mapping: Mapping | None = None) -> tuple[Source, ...]:
    """The file cut open: a text is one source, a workbook one for every sheet."""
    if file.kind is FileKind.WORKBOOK:
        return _workbook(file)
    if file.kind is FileKind.COLUMNS:
        return (_columns(file),)
    if file.kind is FileKind.JSON:
        return (_json_lines(file, mapping),)
    return (_text(file, mapping),)


def _read(path: Path, largest_bytes: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > largest_bytes:
            raise CannotLand((refusals.too_large(shown_name(path), size, largest_bytes),), path)
        data = path.read_bytes() if path.is_file() else None
    except OSError as fault:
        raise CannotLand((refusals.not_there(shown_name(path)),), path) from fault
    if data is None:
        raise CannotLand((refusals.not_there(shown_name(path)),), path)
    if not (data[:_LOOK].strip(_NOTHING) or data.strip(_NOTHING)):
        raise CannotLand((refusals.empty(shown_name(path)),), path)
    return data


def _text(file: Opened, mapping: Mapping | None) -> Source:
    tables = [TABLES[mapping.table]] if mapping else list(TABLES.values())

    def recognised(head: Sequence[HeadRow]) -> int:
        return n_recognised(head, tables, mapping)

    return delimited(
        file.data,
        file=file.name,
        encoding=mapping.encoding if mapping else None,
        delimiter=mapping.delimiter if mapping else None,
        recognised=recognised,
    )


def _columns(file: Opened) -> Source:
    try:
        columns = Columns(file.data)
    except DamagedColumns as damage:
        raise CannotLand((refusals.damaged_columns(file.name),), file.path) from damage
    unpacked = columns.unpacked_bytes
    if unpacked > file.largest_bytes:
        fault = refusals.too_large(file.name, unpacked, file.largest_bytes)
        raise CannotLand((fault,), file.path)
    return columns


def _json_lines(file: Opened, mapping: Mapping | None) -> Source:
    lines = JsonLines(file.data, encoding=mapping.encoding if mapping else None, file=file.name)
    if not lines.head[0].cells:
        raise CannotLand((refusals.no_json_lines(file.name),), file.path)
    return lines


def _workbook(file: Opened) -> tuple[Source, ...]:
    unpacked = unpacked_size(file.data)
    if unpacked > file.largest_bytes:
        fault = refusals.too_large(file.name, unpacked, file.largest_bytes)
        raise CannotLand((fault,), file.path)
    try:
        found = sheets(file.data)
    except fastexcel.FastExcelError as broken:
        fault = refusals.wrong_kind(file.name, FileKind.BROKEN_WORKBOOK)
        raise CannotLand((fault,), file.path) from broken
    if not found:
        raise CannotLand((refusals.empty(file.name),), file.path)
    return tuple(found)
