"""The whole build, ours: every indicator in every line and month, counted anew from the rows."""

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
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.tallies.counting import CountingByTallies
from dampak.warehouse.tallies.cube import CODE, SCOPE
from dampak.warehouse.tallies.recounted import recounted_cube
from dampak.warehouse.tallies.snapshot_tree import numbers_of_units


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
    return recounted_cube(
        data.snapshot.parts,
        DEFINITIONS,
        sheets=SHEETS,
        tree=data.tree,
        units=len(numbers_of_units(data.snapshot)) + 1,
        folder=data.snapshot.folder,
    )


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
