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
    """Those of some groups that may have one of these ``keys``, with their place in ``~row``.

    All that have one are among them; names that are numbered alike are told apart by the caller.
    """
    names = key_columns(part.table)
    with _Reader(part, folder) as reader:
        reader.connection.register("keys", keys.select(names))
        for some in _some_at_once(groups):
            yield reader.rows_in(reader.places_of_keys(names, some))


class _Reader:
    """A part that is read group by group."""

    def __init__(self, part: Part, folder: Path) -> None:
        refuse_damaged([folder / part.file])
        self._part, self._dead = part, dead_rows(part, folder)
        self._file = _opened(part, folder)
        self.connection = duckdb.connect(config={"threads": 1})

    def __enter__(self) -> "_Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    @property
    def groups(self) -> int:
        return int(self._file.num_row_groups)

    def places_of_keys(self, names: Sequence[str], groups: Sequence[int]) -> Rows:
        """Where the living rows lie that have one of the keys in ``keys``."""
        rows = self._file.read_row_groups(list(groups), columns=list(names))
        lying, codings = _with_places(rows, groups), self._part.codings
        self.connection.register("as_they_lie", lying)
        is_number = {name for name in names if name in codings and not codings[name].microseconds}
        columns = ", ".join(
            quoted(name) if name in is_number else read_as(name, codings) for name in names
        )
        one_key = " AND ".join(
            f"lying.{quoted(name)} = {codings[name].number_in('keys.' + quoted(name))}"
            if name in is_number
            else f"lying.{quoted(name)} IS NOT DISTINCT FROM keys.{quoted(name)}"
            for name in names
        )
        found = self.connection.sql(
            f'WITH lying AS (SELECT {columns}, "{ROW}" FROM as_they_lie)'
            f' SELECT "{ROW}" FROM lying SEMI JOIN keys ON {one_key} ORDER BY 1'  # nosec B608 - names and expressions of our own tables, values are bound
        ).to_arrow_table()
        return np.setdiff1d(found.column(ROW).to_numpy(), self._dead, assume_unique=True)

    def rows(self, groups: Sequence[int]) -> pa.Table:
        """The living rows of some groups."""
        return self._as_known(self._living(SHAPES[self._part.table].names, groups))

    def rows_in(self, places: Rows) -> pa.Table:
        """The rows in some places, which are living."""
        return self._as_known(_in_places(self._file, places))

    def _living(self, names: Sequence[str], groups: Sequence[int]) -> pa.Table:
        rows = self._file.read_row_groups(list(groups), columns=list(names))
        lying = _with_places(rows, groups)
        if not len(self._dead):
            return lying
        return lying.filter(pa.array(~np.isin(lying.column(ROW).to_numpy(), self._dead)))

    def _as_known(self, lying: pa.Table) -> pa.Table:
        """Rows as everybody knows them, with their places."""
        names, codings = SHAPES[self._part.table].names, self._part.codings
        columns = ", ".join(read_as(name, codings) for name in names)
        self.connection.register("as_they_lie", lying)
        return self.connection.sql(f'SELECT {columns}, "{ROW}" FROM as_they_lie').to_arrow_table()  # nosec B608 - names and expressions of our own tables, values are bound


def _some_at_once(groups: Sequence[int]) -> Iterator[list[int]]:
    wanted = sorted(groups)
    for start in range(0, len(wanted), GROUPS_AT_ONCE):
        yield wanted[start : start + GROUPS_AT_ONCE]


def as_they_lie(
    part: Part, folder: Path, places: Rows, *, columns: Sequence[str] | None = None
) -> pa.Table:
    """Some rows of a part as its file holds them, marks included; ``places`` ascending.

    Only these ``columns`` are read, where they are named.
    """
    refuse_damaged([folder / part.file])
    return _in_places(_opened(part, folder), places, columns).drop_columns([ROW])


def _opened(part: Part, folder: Path) -> pq.ParquetFile:
    """A part whose words stay numbers until somebody asks for the words of some rows."""
    schema = pq.read_schema(folder / part.file)
    words = [field.name for field in schema if pa.types.is_string(field.type)]
    return pq.ParquetFile(folder / part.file, read_dictionary=words)


def _in_places(
    file: pq.ParquetFile, places: Rows, columns: Sequence[str] | None = None
) -> pa.Table:
    """The rows in these ascending places, with their place; no group is kept longer than needed."""
    names = list(file.schema_arrow.names if columns is None else columns)
    picked = [file.schema_arrow.empty_table().select(names)]
    for group in np.unique(places // ROWS_IN_A_GROUP).tolist():
        first = group * ROWS_IN_A_GROUP
        inside = places[(places >= first) & (places < first + ROWS_IN_A_GROUP)] - first
        rows = file.read_row_group(group, columns=names).select(names)
        picked.append(rows.take(pa.array(inside)))
    rows = pa.concat_tables(picked)
    return rows.append_column(ROW, pa.array(places))


def _with_places(rows: pa.Table, groups: Sequence[int]) -> pa.Table:
    """Groups are full but the last one of the part, so a place follows from the group."""
    ends = [np.arange(group * ROWS_IN_A_GROUP, (group + 1) * ROWS_IN_A_GROUP) for group in groups]
    places = np.concatenate(ends)[: rows.num_rows]
    return rows.append_column(ROW, pa.array(places))
