"""Take one table in: which one is it, and which of its rows are rows."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dampak.datapack.columns import Table
from dampak.datapack.headers import Match
from dampak.datapack.mapping import Mapping
from dampak.datapack.tables import TABLES
from dampak.foundation.text import Sentence
from dampak.warehouse.landing import notices, refusals, widths
from dampak.warehouse.landing.columnar import DamagedColumns
from dampak.warehouse.landing.header_row import Header, find_header
from dampak.warehouse.landing.landed_file import ROW_NUMBER, CannotLand, LandedFile
from dampak.warehouse.landing.opening import LARGEST_BYTES, Opened, opened, sources_of
from dampak.warehouse.landing.recognising import recognised
from dampak.warehouse.landing.source import Body, Source
from dampak.warehouse.rejects import RejectedRow

_SHOWN = 200


class Why(StrEnum):
    """Why a source was not taken in."""

    NO_TABLE = "no table"
    NO_ROWS = "no rows"
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """A source that was not taken in, with everything that is wrong with it."""

    place: str
    why: Why
    faults: tuple[Sentence, ...]


def land(
    path: Path,
    *,
    mapping: Mapping | None = None,
    table: str | None = None,
    sheet: str | None = None,
    largest_bytes: int = LARGEST_BYTES,
) -> LandedFile:
    """Take in a file that holds one table.

    ``table`` settles which table it is, where the name and the header leave doubt; ``sheet`` picks
    one sheet of a workbook. Raises `CannotLand` with every fault of the file.
    """
    file = opened(path, largest_bytes=largest_bytes)
    expected = TABLES[table] if table else None
    results = [
        landed_source(file, source, mapping=mapping, expected=expected)
        for source in sources_of(file, mapping)
        if sheet in {None, source.written.sheet}
    ]
    landed = [each for each in results if isinstance(each, LandedFile)]
    if len(landed) == 1:
        return landed[0]
    if landed:
        several = refusals.several_tables(file.name, [each.table for each in landed])
        raise CannotLand((several,), path)
    faults = worst_faults([each for each in results if isinstance(each, NotTaken)])
    raise CannotLand(faults or (refusals.empty(file.name),), path)


def worst_faults(not_taken: Sequence[NotTaken]) -> tuple[Sentence, ...]:
    """What to say where nothing was taken: faulty tables first, then empty ones, then others."""
    for why in (Why.FAULTY, Why.NO_ROWS, Why.NO_TABLE):
        faults = tuple(fault for each in not_taken if each.why is why for fault in each.faults)
        if faults:
            return faults
    return ()


def landed_source(
    file: Opened, source: Source, *, mapping: Mapping | None, expected: Table | None = None
) -> LandedFile | NotTaken:
    """One table out of an opened file, or all that is wrong with it."""
    try:
        return _taken(file, source, mapping=mapping, expected=expected)
    except DamagedColumns:
        place = file.place_of(source)
        damage = refusals.damaged_columns(place)
        return NotTaken(place=place, why=Why.FAULTY, faults=(damage,))


def _taken(
    file: Opened, source: Source, *, mapping: Mapping | None, expected: Table | None
) -> LandedFile | NotTaken:
    place = file.place_of(source)
    tables = [TABLES[mapping.table]] if mapping else [expected] if expected else TABLES.values()
    header = find_header(source.head, tables, mapping)
    if header is None:
        return NotTaken(place=place, why=Why.NO_TABLE, faults=(_headless(place, source),))
    if wide := widths.too_wide(place, header.labels):
        return NotTaken(place=place, why=Why.FAULTY, faults=(wide,))
    found = recognised(
        place,
        header.labels,
        names=(source.written.sheet, file.path.stem),
        mapping=mapping,
        expected=expected,
    )
    if isinstance(found, Sentence):
        return NotTaken(place=place, why=Why.NO_TABLE, faults=(found,))
    if wide := widths.too_many_own_numbers(place, found):
        return NotTaken(place=place, why=Why.FAULTY, faults=(wide,))
    faults = refusals.faults_of(place, found, header.labels, mapping)
    body = source.below(header.first_row_below, len(header.labels))
    has_rows = bool(body.row_numbers.size or body.refused)
    if has_rows and not faults:
        return landed_rows(file, source, header, found, body, mapping)
    if not has_rows:
        faults.append(refusals.header_only(place, header.row_number))
    why = Why.NO_ROWS if len(faults) == 1 and not has_rows else Why.FAULTY
    return NotTaken(place=place, why=why, faults=tuple(faults))


def _headless(place: str, source: Source) -> Sentence:
    first = next((row.cells for row in source.head if any(map(str.strip, row.cells))), ())
    return refusals.no_header(place, first) if first else refusals.empty(place)


def landed_rows(
    file: Opened,
    source: Source,
    header: Header,
    found: Match,
    body: Body,
    mapping: Mapping | None,
) -> LandedFile:
    """The rows of a body below a header that was recognised."""
    own, chosen = set(widths.own_numbers(found)), _chosen(found, header)
    set_aside = _set_aside(file.name, found.table.name, body, header, set(chosen.values()))
    keeps = ~np.isin(body.row_numbers, [row.row_number for row in set_aside])
    rows = pa.table(
        {name: body.columns[place] for name, place in chosen.items()}
        | {ROW_NUMBER: pa.array(body.row_numbers, pa.int64())}
    ).filter(pa.array(keeps))
    return LandedFile(
        name=file.name,
        sha256=file.sha256,
        size_bytes=len(file.data),
        format=source.written.format,
        encoding=source.written.encoding,
        delimiter=source.written.delimiter,
        sheet=source.written.sheet,
        header_row=header.row_number,
        table=found.table.name,
        columns={name: header.labels[place].strip() for name, place in chosen.items()},
        ignored=tuple(label for label in found.ignored if label not in own),
        records_in=body.row_numbers.size + len(body.refused),
        rows=rows,
        set_aside=set_aside,
        notices=(*source.written.notices, *notices.of(file.name, header, found, body)),
        mapping=mapping,
    )


def _chosen(found: Match, header: Header) -> dict[str, int]:
    """Where each column of the table stands, the office's own numbers included."""
    ours = (column.name for column in found.table.columns)
    chosen = {name: found.places[name] for name in ours if name in found.places}
    if found.table.takes_other_numbers:
        chosen |= found.places
        chosen |= {label.strip(): header.labels.index(label) for label in widths.own_numbers(found)}
    return chosen


def _repeats_header(body: Body, header: Header) -> NDArray[np.bool_]:
    """Which rows say the header again."""
    repeats = np.zeros(body.row_numbers.size, bool)
    for row in header.rows:
        same = np.ones(body.row_numbers.size, bool)
        cells = (*row.cells, *[""] * (len(body.columns) - len(row.cells)))
        for column, cell in zip(body.columns, cells, strict=True):
            if not same.any():
                break
            same &= np.asarray(pc.equal(pc.utf8_trim_whitespace(column), cell.strip()))
        repeats |= same
    return repeats


def _set_aside(
    file: str, table: str, body: Body, header: Header, places: Set[int]
) -> tuple[RejectedRow, ...]:
    """The rows that are none, in the order of the file; ``places`` are of the columns used."""
    label = ", ".join(filter(None, (label.strip() for label in header.labels)))[:_SHOWN]
    again = Sentence("The row repeats the header. Remove it.")
    rows = {int(row): ("", label, again) for row in body.row_numbers[_repeats_header(body, header)]}
    for cell in body.unreadable:
        if cell.place in places:
            column = header.labels[cell.place].strip()
            reason = Sentence(cell.message, {"column": column})
            rows.setdefault(int(body.row_numbers[cell.row]), (column, cell.value, reason))
    rows |= {each.row_number: ("", each.value, each.reason) for each in body.refused}
    return tuple(
        RejectedRow(
            file=file, table=table, row_number=row, column=column, value=value, reason=reason
        )
        for row, (column, value, reason) in sorted(rows.items(), key=lambda each: each[0])
    )
