"""Conforming one table: type, check, compare, shape."""

from collections import Counter
from collections.abc import Iterator, Sequence

import duckdb

from dampak.datapack.columns import Table
from dampak.warehouse.conformed import reasons
from dampak.warehouse.conformed.checking import Found, faults_of
from dampak.warehouse.conformed.finished import Finished
from dampak.warehouse.conformed.keyed import KeyedFile
from dampak.warehouse.conformed.refusals import Refusals
from dampak.warehouse.conformed.repeats import repeats
from dampak.warehouse.conformed.shaping import fill_units_of_people, open_ends, shaped
from dampak.warehouse.conformed.tree import tree_faults
from dampak.warehouse.conformed.typed import type_cells

NOT_REFUSED = "row_id NOT IN (SELECT row_id FROM refused)"


def conform_table(
    connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[KeyedFile], *, zone: str
) -> Finished:
    """Conform all files of one table; the units and people before it are known by then."""
    fields = type_cells(connection, table, files, zone=zone)
    open_ends(connection, table)
    if table.name == "training":
        fill_units_of_people(connection)
    refusals = Refusals(connection, table, files)
    refusals.add(list(faults_of(connection, table, fields)))
    refusals.add_repeats(repeats(connection, table, fields))
    if table.name == "units":
        refusals.add(list(_misplaced_units(connection)))
    refused, duplicates, superseded = refusals.by_file()
    return Finished(
        table=table,
        files=files,
        rows=shaped(connection, table, files, fields),
        rejected=tuple(refusals.rejected()),
        kept=_kept(connection),
        refused=refused,
        duplicates=duplicates,
        superseded=superseded,
    )


def _kept(connection: duckdb.DuckDBPyConnection) -> Counter[int]:
    return Counter(
        dict(
            connection.execute(
                f"SELECT file_index, count(*) FROM typed WHERE {NOT_REFUSED} GROUP BY file_index"
            ).fetchall()
        )
    )


def _misplaced_units(connection: duckdb.DuckDBPyConnection) -> Iterator[Found]:
    units = connection.execute(
        f"SELECT row_id, code, parent_code FROM typed WHERE {NOT_REFUSED} ORDER BY row_id"
    ).fetchall()
    faults = tree_faults({code: parent for _, code, parent in units})
    for row_id, code, parent in units:
        if code in faults.own_parent:
            yield _misplaced(row_id, parent, reasons.OWN_PARENT, unit=code)
        if code in faults.circles:
            circle = " → ".join((*faults.circles[code], faults.circles[code][0]))
            yield _misplaced(row_id, parent, reasons.PARENT_CIRCLE, unit=code, circle=circle)
        if code in faults.unknown_parent:
            yield _misplaced(row_id, parent, reasons.UNKNOWN_PARENT, unit=code, parent=parent)


def _misplaced(row_id: int, cell: str, message: str, **values: str) -> Found:
    return Found(row_id=row_id, field="parent_code", value=cell, message=message, values=values)
