"""The whole build, ours: every indicator in every line and month, counted anew from the rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from dampak.benchmark.nation.counted import Counted
from dampak.benchmark.nation.plain_rows import DEFINITIONS, SHEETS, tree_in
from dampak.benchmark.nation.task import Answer, Side, nothing_to_compare
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.working_days import FIVE_DAYS
from dampak.warehouse.organisation.tree import Tree
from dampak.warehouse.parts.part import Part
from dampak.warehouse.parts.reading import dead_rows
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.tallies.adding_up import rolled
from dampak.warehouse.tallies.counting import CountingByTallies
from dampak.warehouse.tallies.cube import CODE, SCOPE, cube_table
from dampak.warehouse.tallies.mark_columns import columns_read
from dampak.warehouse.tallies.sheet import Sheet
from dampak.warehouse.tallies.tally import Tally, nothing, without
from dampak.warehouse.tallies.tallying import tallied


def from_rows(counted: Counted, *, name: str, is_compared: bool = True) -> Side:
    """Every row counted anew, all indicators of all lines."""
    return Side(
        name=name,
        prepare=lambda: ready(counted.snapshot()),
        ask=build_from_rows,
        tell=numbers_of if is_compared else nothing_to_compare,
    )


def from_tallies(counted: Counted, *, name: str) -> Side:
    """Out of the tallies that were made when the rows were published."""
    return Side(
        name=name,
        prepare=lambda: (counting_of(counted.snapshot()), counted.snapshot()),
        ask=lambda data: data[0].cube(data[1], None),
        tell=lambda found: numbers_in_bytes(found.cube),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A snapshot and its tree, found before the clock runs."""

    snapshot: Snapshot
    tree: Tree


def ready(snapshot: Snapshot) -> Ready:
    """What a build from the rows needs."""
    return Ready(snapshot=snapshot, tree=tree_in(snapshot))


def build_from_rows(data: Ready) -> pa.Table:
    """Read the marks of every row, add them up, roll them up the tree, read every indicator."""
    tallies: Mapping[str, Sequence[Tally]] = {
        table: [
            nothing(sheet),
            *(_living(part, sheet, data.snapshot) for part in data.snapshot.parts_of(table)),
        ]
        for table, sheet in SHEETS.items()
    }
    return cube_table(rolled(tallies, data.tree), DEFINITIONS)


def _living(part: Part, sheet: Sheet, snapshot: Snapshot) -> Tally:
    """What the rows of a part add up to, without those that are counted no more."""
    file = pq.ParquetFile(snapshot.folder / part.file)
    rows = file.read(columns=list(columns_read(sheet)), use_threads=False)
    whole = tallied(rows, sheet)
    dead = dead_rows(part, snapshot.folder)
    return without(whole, tallied(rows.take(pa.array(dead)), sheet)) if len(dead) else whole


def numbers_of(table: pa.Table) -> Answer:
    """Every number of a cube, by indicator and role, in shape (lines, months)."""
    return {
        name: _as_array(table[name].combine_chunks(), len(table))
        for name in table.column_names
        if name not in (CODE, SCOPE)
    }


def counting_of(snapshot: Snapshot) -> CountingByTallies:
    """What makes the cube of a snapshot, with the numbers that its units were given."""
    if snapshot.numbers is None:
        raise ValueError("The snapshot was not counted.")
    counting = CountingByTallies(CATALOGUE.values(), units=(), calendar=FIVE_DAYS)
    counting.take_up(pq.ParquetFile(snapshot.numbers).read())
    return counting


def numbers_in_bytes(cube: bytes) -> Answer:
    """The same of a cube as it lies on the disk."""
    return numbers_of(pa.ipc.open_file(pa.BufferReader(cube)).read_all())


def _as_array(column: pa.Array, lines: int) -> NDArray[np.float64]:
    flat = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
    found: NDArray[np.float64] = flat.flatten().to_numpy().reshape(lines, -1)
    return found
