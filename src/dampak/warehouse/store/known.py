"""What the warehouse knows about some units alone: files that name them are checked against it."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from dampak.warehouse.conformed.engine import KEPT
from dampak.warehouse.conformed.shape import SHAPES
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store.objects import parquet_of

# The units by their codes and all that stand below them in the list that is served; below one that
# passed into them, others may have stood that went elsewhere.
INSIDE = """
    CREATE TEMP TABLE inside AS
    WITH RECURSIVE below AS (
        SELECT code FROM own
        UNION SELECT units.code FROM units JOIN below ON units.parent_code = below.code
    )
    FROM below UNION SELECT code FROM passed
"""
# The rows that speak of them, without the file and the line: these change with rows of others.
WITHOUT_PLACE = "SELECT * REPLACE ('' AS source_file, 0 AS source_row)"
OF_THEM = {
    "units": f"{WITHOUT_PLACE} FROM units SEMI JOIN inside USING (code) ORDER BY ALL",
    "people": f"{WITHOUT_PLACE} FROM people SEMI JOIN inside"
    " ON people.unit_code = inside.code ORDER BY ALL",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The units and people that are served of some units, and the clock that is served by.

    A table without a row is left out, as if nobody had delivered it. ``codes`` are those that were
    looked for.
    """

    codes: frozenset[str] = frozenset()
    tables: Mapping[str, pa.Table] = field(default_factory=dict)
    zone: str | None = None

    def fingerprint(self) -> str:
        """Changes when anything of this does, and with nothing of anybody else."""
        told = hashlib.sha256("\n".join((str(self.zone), *sorted(self.codes))).encode())
        for name, rows in sorted(self.tables.items()):
            told.update(name.encode() + parquet_of(rows))
        return told.hexdigest()


def known_about(
    codes: Collection[str], snapshot: Snapshot | None, *, passed_into_them: Collection[str] = ()
) -> Known:
    """What is being served about the units of these codes, those below them, and their forerunners.

    A forerunner is looked for by itself, without what is listed below it.
    """
    if snapshot is None:
        return Known(codes=frozenset(codes))
    with snapshot.connect() as connection:
        connection.register("own", _column(codes))
        connection.register("passed", _column(passed_into_them))
        connection.execute(INSIDE)
        tables = {name: _of_them(name, connection) for name in KEPT}
    filled = {name: rows for name, rows in tables.items() if rows.num_rows}
    return Known(codes=frozenset(codes), tables=filled, zone=snapshot.zone)


def _column(codes: Collection[str]) -> pa.Table:
    return pa.table({"code": pa.array(sorted(codes), pa.string())})


def _of_them(name: str, connection: duckdb.DuckDBPyConnection) -> pa.Table:
    return connection.sql(OF_THEM[name]).to_arrow_table().cast(SHAPES[name])
