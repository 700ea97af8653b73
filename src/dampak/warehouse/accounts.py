"""Was every row that was handed over kept or set aside? Found out anew from the files' own rows."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from dampak.warehouse.passage import LeftOut
from dampak.warehouse.reasons import reasons_of, rows_set_aside
from dampak.warehouse.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class TableAccount:
    """The rows of one table, counted in three places that do not ask each other.

    ``rows_in`` is what was found in the files, ``rows_kept`` what lies in the table now, and
    ``rows_set_aside`` what the list of such rows names, each row once. ``reasons`` tell why.
    """

    table: str
    rows_in: int
    rows_kept: int
    rows_set_aside: int
    reasons: tuple[LeftOut, ...]

    @property
    def adds_up(self) -> bool:
        """Whether no row was lost and none is there twice."""
        return self.rows_in == self.rows_kept + self.rows_set_aside


def accounts_of(snapshot: Snapshot) -> tuple[TableAccount, ...]:
    """The account of every table that was handed over, in the order of the tables' names."""
    tables = sorted({file.table for file in snapshot.inputs})
    aside = rows_set_aside(snapshot)
    return tuple(
        TableAccount(
            table=table,
            rows_in=sum(file.rows_in for file in snapshot.inputs if file.table == table),
            rows_kept=_rows_lying(snapshot, table),
            rows_set_aside=aside.get(table, 0),
            reasons=reasons_of(snapshot, (table,)) if table in aside else (),
        )
        for table in tables
    )


def _rows_lying(snapshot: Snapshot, table: str) -> int:
    """How many rows the table's files hold, without those that later ones replaced."""
    if table in snapshot.objects:
        return _rows_in(snapshot.objects[table])
    parts = snapshot.parts_of(table)
    dead = sum(_rows_in(snapshot.folder / part.dead) for part in parts if part.dead)
    return sum(_rows_in(snapshot.folder / part.file) for part in parts) - dead


def _rows_in(path: Path) -> int:
    return int(pq.read_metadata(path).num_rows)
