"""Reading parts again: as rows in the shape of the warehouse, without those that are dead."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dampak.warehouse.conformed.shape import SHAPES
from dampak.warehouse.fingerprint import refuse_damaged
from dampak.warehouse.parts.coding import read_as
from dampak.warehouse.parts.keys import Rows
from dampak.warehouse.parts.layout import ROWS_IN_A_GROUP
from dampak.warehouse.parts.part import Part

ROW = "~row"  # the place of a row in its part
GROUPS_AT_ONCE = 8  # a million rows


def dead_rows(part: Part, folder: Path) -> Rows:
    """The places of the rows that are counted no more, in ascending order."""
    if part.dead is None:
        return np.zeros(0, np.int64)
    refuse_damaged([folder / part.dead])
    dead: Rows = pq.read_table(folder / part.dead, partitioning=None).column("row").to_numpy()
    return dead


def dead_table(rows: Rows) -> pa.Table:
    """Places of dead rows as they are kept."""
    return pa.table({"row": np.sort(rows)})


def living_rows(part: Part, folder: Path, groups: Collection[int]) -> Iterator[pa.Table]:
    """Rows of some groups in the shape of the warehouse, with their place in ``~row``."""
    dead = dead_rows(part, folder)
    refuse_damaged([folder / part.file])
    file = pq.ParquetFile(folder / part.file)
    names = list(SHAPES[part.table].names)
    wanted = sorted(groups)
    with duckdb.connect(config={"threads": 1}) as connection:
        for start in range(0, len(wanted), GROUPS_AT_ONCE):
            some = wanted[start : start + GROUPS_AT_ONCE]
            rows = file.read_row_groups([int(group) for group in some], columns=names)
            yield _alive(connection, part, _with_places(rows, some), dead)


def as_they_lie(part: Part, folder: Path, places: Rows) -> pa.Table:
    """Some rows of a part as its file holds them, marks included; ``places`` ascending."""
    refuse_damaged([folder / part.file])
    file = pq.ParquetFile(folder / part.file)
    groups = np.unique(places // ROWS_IN_A_GROUP).tolist()
    rows = _with_places(file.read_row_groups(groups), groups)
    chosen = np.isin(rows.column(ROW).to_numpy(), places)
    return rows.filter(pa.array(chosen)).drop_columns([ROW])


def _alive(
    connection: duckdb.DuckDBPyConnection, part: Part, rows: pa.Table, dead: Rows
) -> pa.Table:
    alive = rows.filter(pa.array(~np.isin(rows.column(ROW).to_numpy(), dead)))
    connection.register("lying", alive)
    columns = [read_as(name, part.codings) for name in SHAPES[part.table].names]
    return connection.sql(f'SELECT {", ".join(columns)}, "{ROW}" FROM lying').to_arrow_table()


def _with_places(rows: pa.Table, groups: Sequence[int]) -> pa.Table:
    """Groups are full but the last one of the part, so a place follows from the group."""
    ends = [np.arange(group * ROWS_IN_A_GROUP, (group + 1) * ROWS_IN_A_GROUP) for group in groups]
    places = np.concatenate(ends)[: rows.num_rows]
    return rows.append_column(ROW, pa.array(places))
