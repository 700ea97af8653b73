"""Conforming one table: type, check, compare, shape."""

from collections.abc import Iterator, Sequence

import duckdb

from dampak.datapack.columns import Table
from dampak.warehouse.conformed import reasons
from dampak.warehouse.conformed.checking import Found, faults_of
from dampak.warehouse.conformed.finished import Finished
from dampak.warehouse.conformed.keyed import KeyedFile
from dampak.warehouse.conformed.refusals import Refusals
from dampak.warehouse.conformed.repeats import repeats
from dampak.warehouse.conformed.shaping import shaped
from dampak.warehouse.conformed.tree import tree_faults
from dampak.warehouse.conformed.typed import Typed, type_cells
from dampak.warehouse.conformed.units_of_rows import with_units

NOT_REFUSED = "row_id NOT IN (SELECT row_id FROM refused)"


def conform_table(
    connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[KeyedFile], *, zone: str
) -> Finished:
    """Conform all files of one table; the units and people before it are known by then."""
    return finished(type_cells(connection, table, files, zone=zone), files)


def finished(
    typed: Typed, files: Sequence[KeyedFile], *, words_stay_numbered: bool = False
) -> Finished:
    """Check and compare the typed rows, and bring those that pass into shape."""
    typed = with_units(typed)
    table, connection = typed.table, typed.connection
    refusals = Refusals(typed, files)
    refusals.add(faults_of(typed))
    refusals.add_repeats(repeats(typed))
    if table.name == "units":
        refusals.add(list(_misplaced_units(connection)))
    refused, duplicates, superseded = refusals.by_file()
    return Finished(
        table=table,
        files=files,
        rows=shaped(typed, files, refusals.row_ids, words_stay_numbered=words_stay_numbered),
        rejected=tuple(refusals.rejected()),
        kept=refusals.kept_by_file(),
        refused=refused,
        duplicates=duplicates,
        superseded=superseded,
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
