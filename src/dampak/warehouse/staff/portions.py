"""The lists as they came, a portion of rows at a time, so that a nation's fits into memory."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dampak.datapack.columns import Table
from dampak.datapack.headers import Match, match
from dampak.datapack.template import GUIDE_SHEETS
from dampak.datapack.vocabulary import plain
from dampak.foundation.text import Sentence
from dampak.warehouse.landing import refusals
from dampak.warehouse.landing.delimited import DelimitedText, delimited
from dampak.warehouse.landing.encodings import decoded
from dampak.warehouse.landing.file_kinds import FileKind, kind_of
from dampak.warehouse.landing.header_row import Header, find_header, n_recognised
from dampak.warehouse.landing.landed_file import CannotLand, LandedFile
from dampak.warehouse.landing.landing import NotTaken, Why, landed_rows, landed_source, worst_faults
from dampak.warehouse.landing.opening import (
    LARGEST_BYTES,
    Opened,
    opened,
    shown_name,
    sources_of,
)
from dampak.warehouse.landing.source import HeadRow, Source

PORTION_BYTES = 24 << 20
LOOK = 1 << 16
MOST_LINES_OF_A_VALUE = 20
LARGEST_LIST = 8 << 30  # bytes; only what is not text has to fit into memory at once


def portions_of(path: Path, tables: Sequence[Table]) -> Iterator[LandedFile]:
    """The rows of a file, table by table; raises `CannotLand` with what is wrong with the file.

    A text is read in portions, each a `LandedFile` of its own whose rows are numbered on from the
    one before.
    """
    if _is_long_text(path):
        yield from _text_portions(path, tables)
        return
    file = opened(path, largest_bytes=LARGEST_BYTES)
    sources = [each for each in sources_of(file) if plain(each.written.sheet) not in GUIDE_SHEETS]
    results = [_landed(file, source, tables) for source in sources]
    landed = [each for each in results if isinstance(each, LandedFile)]
    not_taken = [each for each in results if isinstance(each, NotTaken)]
    faulty = [each for each in not_taken if each.why is Why.FAULTY]
    if faulty or not landed:
        faults = worst_faults(faulty or not_taken) or (refusals.empty(file.name),)
        raise CannotLand(faults, path)
    yield from landed


def _is_long_text(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            beginning = file.read(LOOK)
            is_long = path.stat().st_size > PORTION_BYTES
    except OSError as fault:
        raise CannotLand((refusals.not_there(shown_name(path)),), path) from fault
    has_zeros = b"\0" in beginning  # UTF-16 is not cut between its bytes
    return is_long and not has_zeros and kind_of(beginning) is FileKind.TEXT


def _landed(file: Opened, source: Source, tables: Sequence[Table]) -> LandedFile | NotTaken:
    found = _closest(source.head, tables)
    if found is None:
        fault = refusals.no_header(file.place_of(source), source.head[0].cells)
        return NotTaken(place=file.place_of(source), why=Why.NO_TABLE, faults=(fault,))
    return landed_source(file, source, mapping=None, expected=found[1].table)


def _closest(head: Sequence[HeadRow], tables: Sequence[Table]) -> tuple[Header, Match] | None:
    """The table whose columns the header knows best; a complete one before any other."""
    found = [
        (header, match(header.labels, table))
        for table in tables
        if (header := find_header(head, [table]))
    ]
    best = max(found, key=lambda each: (each[1].is_complete, each[1].recognised), default=None)
    return best if best and best[1].recognised > 1 else None


def _text_portions(path: Path, tables: Sequence[Table]) -> Iterator[LandedFile]:
    name, size = shown_name(path), path.stat().st_size
    if size > LARGEST_LIST:
        raise CannotLand((refusals.too_large(name, size, LARGEST_LIST),), path)
    pieces = _pieces(path)
    first = next(pieces)

    def recognised(head: Sequence[HeadRow]) -> int:
        return n_recognised(head, tables)

    source = delimited(first, file=name, encoding=None, delimiter=None, recognised=recognised)
    header, found = _header_of(path, source, tables)
    file = Opened(path=path, data=first, kind=FileKind.TEXT, sha256="", largest_bytes=size)
    body = source.below(header.first_row_below, len(header.labels))
    yield landed_rows(file, source, header, found, body, None)
    row = first.count(b"\n")
    encoding = "cp1252" if source.written.encoding == "cp1252" else "utf-8"
    for piece in pieces:
        text = decoded(piece, encoding=encoding, file=name)
        source = DelimitedText(replace(text, notice=None), source.written.delimiter)
        body = source.below(1, len(header.labels))
        shifted = replace(
            body,
            row_numbers=body.row_numbers + row,
            refused=tuple(replace(each, row_number=each.row_number + row) for each in body.refused),
        )
        yield replace(landed_rows(file, source, header, found, shifted, None), notices=())
        row += piece.count(b"\n")


def _header_of(path: Path, source: Source, tables: Sequence[Table]) -> tuple[Header, Match]:
    name = shown_name(path)
    closest = _closest(source.head, tables)
    if closest is None:
        raise CannotLand((refusals.no_header(name, source.head[0].cells),), path)
    header, found = closest
    faults: list[Sentence] = refusals.faults_of(name, found, header.labels, None)
    if faults:
        raise CannotLand(tuple(faults), path)
    return header, found


def _pieces(path: Path) -> Iterator[bytes]:
    """The bytes, cut behind ends of lines at which no quotation mark is left open."""
    with path.open("rb") as file:
        while piece := file.read(PORTION_BYTES):
            piece += file.readline()
            for _ in range(MOST_LINES_OF_A_VALUE):
                if piece.count(b'"') % 2 == 0:
                    break
                piece += file.readline()
            yield piece
