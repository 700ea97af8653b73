"""Conforming one table: type, check, compare, shape."""

from collections.abc import Sequence

import duckdb

from dampak.datapack.columns import Table
from dampak.warehouse.conformed.checking import faults_of
from dampak.warehouse.conformed.finished import Finished
from dampak.warehouse.conformed.keyed import KeyedFile
from dampak.warehouse.conformed.refusals import Refusals
from dampak.warehouse.conformed.repeats import repeats
from dampak.warehouse.conformed.shaping import shaped
from dampak.warehouse.conformed.typed import Typed, type_cells
from dampak.warehouse.conformed.units_in_time import misplaced_units
from dampak.warehouse.conformed.units_of_rows import with_units


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
        refusals.add(misplaced_units(connection))
    refused, duplicates, superseded = refusals.by_file()
    return Finished(
        table=table,
        files=files,
        rows=shaped(typed, files, refusals.row_ids, words_stay_numbered=words_stay_numbered),
        rejected=refusals.rejections(),
        kept=refusals.kept_by_file(),
        refused=refused,
        duplicates=duplicates,
        superseded=superseded,
    )
