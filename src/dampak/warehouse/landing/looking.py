"""A look at a foreign file before anybody has said what its columns mean."""

from collections.abc import Mapping as Lookup
from dataclasses import dataclass
from pathlib import Path

import pyarrow.compute as pc

from dampak.datapack.tables import TABLES
from dampak.warehouse.landing import refusals
from dampak.warehouse.landing.columnar import DamagedColumns
from dampak.warehouse.landing.header_row import Header, find_header
from dampak.warehouse.landing.landed_file import CannotLand
from dampak.warehouse.landing.opening import LARGEST_BYTES, opened, sources_of
from dampak.warehouse.landing.source import HeadRow, Source

_MOST_WORDS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What stands in the file: its headers, and for each the words in it, the commonest first."""

    headers: tuple[str, ...]
    words: Lookup[str, Lookup[str, int]]


def look_at(
    path: Path, *, table: str, sheet: str | None = None, largest_bytes: int = LARGEST_BYTES
) -> Look:
    """Find the header of a file and count the words under it.

    The header is the row that knows most of the table's columns; where none is known, the first
    of the rows with the most filled cells.
    """
    file = opened(path, largest_bytes=largest_bytes)
    sources = [each for each in sources_of(file) if sheet in {None, each.written.sheet}]
    if not sources:
        raise CannotLand((refusals.empty(path.name),), path)
    source = max(sources, key=lambda each: max(map(_filled, each.head), default=0))
    header = find_header(source.head, [TABLES[table]])
    if header is None or _filled(header.rows[-1]) * 2 < max(map(_filled, source.head)):
        header = _fullest(source)
    try:
        body = source.below(header.first_row_below, len(header.labels))
    except DamagedColumns as damage:
        raise CannotLand((refusals.damaged_columns(path.name),), path) from damage
    if not body.row_numbers.size:
        raise CannotLand((refusals.header_only(path.name, header.row_number),), path)
    columns = dict(zip(header.labels, body.columns, strict=True))
    return Look(
        headers=tuple(label for label in header.labels if label.strip()),
        words={label: _counted(column) for label, column in columns.items() if label.strip()},
    )


def _fullest(source: Source) -> Header:
    row = max(source.head, key=_filled)
    return Header(labels=row.cells, rows=(row,), first_row_below=row.next_row, n_known=0)


def _filled(row: HeadRow) -> int:
    return sum(bool(cell.strip()) for cell in row.cells)


def _counted(column: object) -> dict[str, int]:
    counts = pc.value_counts(column).to_pylist()
    counts.sort(key=lambda each: (-each["counts"], each["values"]))
    return {each["values"]: each["counts"] for each in counts[:_MOST_WORDS]}
