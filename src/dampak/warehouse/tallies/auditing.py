"""Counting everything again from its rows, and saying where tallies or the cube tell otherwise."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dampak.foundation.text import Sentence
from dampak.indicators.definition import Definition, PerStaffDay
from dampak.warehouse.fingerprint import refuse_damaged
from dampak.warehouse.parts.part import Part
from dampak.warehouse.parts.reading import GROUPS_AT_ONCE, as_they_lie, dead_rows
from dampak.warehouse.sentences import said
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.tallies.cube_differences import differences_between
from dampak.warehouse.tallies.mark_columns import columns_read
from dampak.warehouse.tallies.recounted import recounted_cube
from dampak.warehouse.tallies.sheet import Sheet, fingerprint, sheets_of
from dampak.warehouse.tallies.snapshot_tree import numbers_of_units, tree_along
from dampak.warehouse.tallies.tally import Tally, nothing, together
from dampak.warehouse.tallies.tally_file import OtherSheet, read_tally
from dampak.warehouse.tallies.tallying import tallied


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """How many ``parts`` and ``rows`` were counted again, and what was told otherwise before."""

    parts: int
    rows: int
    differences: tuple[Sentence, ...]


class CannotRecount(Exception):
    """Says why there is nothing that could be compared."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(said(sentence))
        self.sentence = sentence


def audited(snapshot: Snapshot, definitions: Iterable[Definition]) -> Audit:
    """Count the marked rows of all parts again, and compare bit for bit.

    Each part is compared with its tallies, the parts together with the cube. The cube is counted by
    another way than tallies are. Raises `CannotRecount` where no tallies were made or other
    definitions than these were counted, `CannotRead` when a file is damaged.
    """
    read = [each for each in definitions if not isinstance(each, PerStaffDay)]
    sheets = sheets_of(read)
    _refuse_uncounted(snapshot, sheets)
    parts = [part for part in snapshot.parts if part.table in sheets]
    told = [
        sentence
        for part in parts
        for sentence in _part_differs(part, sheets[part.table], snapshot.folder)
    ]
    told += _cube_differs(snapshot, parts, read, sheets)
    return Audit(parts=len(parts), rows=sum(part.living for part in parts), differences=tuple(told))


def _refuse_uncounted(snapshot: Snapshot, sheets: Mapping[str, Sheet]) -> None:
    if snapshot.cube is None or snapshot.numbers is None:
        raise CannotRecount(
            Sentence(
                "What is served has no tallies and no cube: every number is counted from the rows "
                "when it is asked for. There is nothing to compare."
            )
        )
    if snapshot.marks != fingerprint(sheets, calendar=snapshot.calendar):
        raise CannotRecount(
            Sentence(
                "What is served was counted by other definitions than those of this dampak. "
                "`dampak compact --recount` counts it by these."
            )
        )


def _part_differs(part: Part, sheet: Sheet, folder: Path) -> Iterator[Sentence]:
    named = {"table": part.table, "month": part.month.isoformat()[:7], "number": part.number}
    if not _is_told(part.tally, _tally_of_all(part, sheet, folder), folder):
        yield Sentence(
            "%(table)s of %(month)s, part %(number)s: its tally is not what its rows come to.",
            named,
        )
    if part.dead and not _is_told(part.dead_tally, _tally_of_dead(part, sheet, folder), folder):
        yield Sentence(
            "%(table)s of %(month)s, part %(number)s: what is taken away for rows that others "
            "replaced is not what these rows come to.",
            named,
        )


def _is_told(name: str | None, recounted: Tally, folder: Path) -> bool:
    if name is None:
        return False
    refuse_damaged([folder / name])
    try:
        return read_tally((folder / name).read_bytes(), recounted.sheet).is_same(recounted)
    except OtherSheet:
        return False


def _tally_of_all(part: Part, sheet: Sheet, folder: Path) -> Tally:
    """The tally of all rows, be they dead or not, a million at a time."""
    refuse_damaged([folder / part.file])
    file, names = pq.ParquetFile(folder / part.file), list(columns_read(sheet))
    groups = range(file.num_row_groups)
    some = (groups[first : first + GROUPS_AT_ONCE] for first in groups[::GROUPS_AT_ONCE])
    return together(
        nothing(sheet),
        *(tallied(file.read_row_groups(list(each), columns=names), sheet) for each in some),
    )


def _tally_of_dead(part: Part, sheet: Sheet, folder: Path) -> Tally:
    return tallied(as_they_lie(part, folder, dead_rows(part, folder)), sheet)


def _cube_differs(
    snapshot: Snapshot,
    parts: Sequence[Part],
    definitions: Sequence[Definition],
    sheets: Mapping[str, Sheet],
) -> Iterator[Sentence]:
    if snapshot.cube is None:
        raise AssertionError("Refused before.")
    numbers = numbers_of_units(snapshot)
    counted = recounted_cube(
        parts,
        definitions,
        sheets=sheets,
        tree=tree_along(snapshot, numbers),
        units=len(numbers) + 1,
        folder=snapshot.folder,
    )
    refuse_damaged([snapshot.cube])
    with pa.memory_map(str(snapshot.cube)) as file:
        yield from differences_between(pa.ipc.open_file(file).read_all(), counted)
