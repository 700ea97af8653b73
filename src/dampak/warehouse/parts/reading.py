"""Reading parts again: as rows in the shape of the warehouse, without those that are dead."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dampak.warehouse.conformed.parsing.parser import quoted
from dampak.warehouse.conformed.shape import SHAPES
from dampak.warehouse.fingerprint import refuse_damaged
from dampak.warehouse.parts.coding import read_as
from dampak.warehouse.parts.keys import Rows
from dampak.warehouse.parts.layout import ROWS_IN_A_GROUP
from dampak.warehouse.parts.part import Part
from dampak.warehouse.parts.tables import key_columns

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


def living_rows(part: Part, folder: Path) -> Iterator[pa.Table]:
    """All rows in the shape of the warehouse, a million at a time."""
    with _Reader(part, folder) as reader:
        for groups in _some_at_once(range(reader.groups)):
            yield reader.rows(groups)


def living_rows_with_keys(
    part: Part, folder: Path, groups: Sequence[int], keys: pa.Table
) -> Iterator[pa.Table]:
    """Those of some groups that have one of these ``keys``, with their place in ``~row``."""
    names = key_columns(part.table)
    one_key = " AND ".join(
        f"lying.{quoted(name)} IS NOT DISTINCT FROM keys.{quoted(name)}" for name in names
    )
    with _Reader(part, folder) as reader:
        reader.connection.register("keys", keys.select(names))
        for some in _some_at_once(groups):
            found = reader.query(
                f'SELECT "{ROW}" FROM lying SEMI JOIN keys ON {one_key} ORDER BY 1', names, some
            )
            yield reader.rows(some, found.column(ROW).to_numpy())


class _Reader:
    """A part that is read group by group."""

    def __init__(self, part: Part, folder: Path) -> None:
        refuse_damaged([folder / part.file])
        self._part, self._dead = part, dead_rows(part, folder)
        self._file = pq.ParquetFile(folder / part.file)
        self.connection = duckdb.connect(config={"threads": 1})

    def __enter__(self) -> "_Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    @property
    def groups(self) -> int:
        return int(self._file.num_row_groups)

    def query(self, sql: str, names: Sequence[str], groups: Sequence[int]) -> pa.Table:
        """Ask the living rows of some groups, in ``lying``, about these columns of theirs."""
        return self._asked(sql, names, self._living(names, groups))

    def rows(self, groups: Sequence[int], places: Rows | None = None) -> pa.Table:
        """The living rows of some groups, or those of them in these places."""
        names = SHAPES[self._part.table].names
        lying = self._living(names, groups)
        if places is not None:
            lying = lying.filter(pa.array(np.isin(lying.column(ROW).to_numpy(), places)))
        return self._asked("FROM lying", names, lying)

    def _living(self, names: Sequence[str], groups: Sequence[int]) -> pa.Table:
        rows = self._file.read_row_groups(list(groups), columns=list(names))
        lying = _with_places(rows, groups)
        return lying.filter(pa.array(~np.isin(lying.column(ROW).to_numpy(), self._dead)))

    def _asked(self, sql: str, names: Sequence[str], lying: pa.Table) -> pa.Table:
        columns = ", ".join(read_as(name, self._part.codings) for name in names)
        self.connection.register("as_they_lie", lying)
        return self.connection.sql(
            f'WITH lying AS (SELECT {columns}, "{ROW}" FROM as_they_lie) {sql}'
        ).to_arrow_table()


def _some_at_once(groups: Sequence[int]) -> Iterator[list[int]]:
    wanted = sorted(groups)
    for start in range(0, len(wanted), GROUPS_AT_ONCE):
        yield wanted[start : start + GROUPS_AT_ONCE]


def as_they_lie(part: Part, folder: Path, places: Rows) -> pa.Table:
    """Some rows of a part as its file holds them, marks included; ``places`` ascending."""
    refuse_damaged([folder / part.file])
    file = pq.ParquetFile(folder / part.file)
    groups = np.unique(places // ROWS_IN_A_GROUP).tolist()
    rows = _with_places(file.read_row_groups(groups), groups)
    chosen = np.isin(rows.column(ROW).to_numpy(), places)
    return rows.filter(pa.array(chosen)).drop_columns([ROW])


def _with_places(rows: pa.Table, groups: Sequence[int]) -> pa.Table:
    """Groups are full but the last one of the part, so a place follows from the group."""
    ends = [np.arange(group * ROWS_IN_A_GROUP, (group + 1) * ROWS_IN_A_GROUP) for group in groups]
    places = np.concatenate(ends)[: rows.num_rows]
    return rows.append_column(ROW, pa.array(places))
