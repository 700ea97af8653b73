"""The living rows of a nation as any engine reads them: typed, sorted, and no mark of ours on them.

Units are numbered, working days are counted, dead rows are left out: what publishing has done for
us, it has done for everybody.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import PerStaffDay
from dampak.warehouse.conformed.shape import SHAPES
from dampak.warehouse.organisation.tree import Tree
from dampak.warehouse.parts.layout import ROWS_IN_A_GROUP
from dampak.warehouse.parts.tables import DATED_BY
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.tallies.keys import month_number
from dampak.warehouse.tallies.mark_columns import addends_of
from dampak.warehouse.tallies.rolling_up import lines
from dampak.warehouse.tallies.sheet import Sheet, sheets_of
from dampak.warehouse.tallies.snapshot_tree import numbers_of_units, tree_along

LINES, UNIT, DAYS = "lines.parquet", "unit", "days"
DEFINITIONS = tuple(each for each in CATALOGUE.values() if not isinstance(each, PerStaffDay))
SHEETS: Mapping[str, Sheet] = sheets_of(DEFINITIONS)


def columns_of(sheet: Sheet) -> tuple[str, ...]:
    """The columns of a table that the definitions name, but for its unit."""
    said = " ".join(
        " ".join([each.dated_by, each.adds, *(one.holds for one in each.among)])
        for each in addends_of(sheet)
    )
    words = set(re.findall(r"\w+", said))
    return tuple(name for name in SHAPES[sheet.table].names if name in words)


def tree_in(snapshot: Snapshot) -> Tree:
    """The units of a snapshot as they stand, with their numbers in the keys of its tallies."""
    return tree_along(snapshot, numbers_of_units(snapshot))


def write_plain_rows(snapshot: Snapshot, folder: Path) -> None:
    """Write each table month by month, ordered by unit and day, and in which lines units count."""
    tree = tree_in(snapshot)
    pq.write_table(lines_of_units(tree), folder / LINES)
    with snapshot.connect(threads=2) as connection:
        connection.register("numbered", _numbered(tree))
        for table, sheet in SHEETS.items():
            (folder / table).mkdir()
            months = sorted({part.month for part in snapshot.parts_of(table)})
            for month in months:
                rows = connection.sql(_rows_sql(sheet, month_number(month))).to_arrow_table()
                _write(rows, folder / table / f"{month:%Y-%m}.parquet")


def lines_of_units(tree: Tree) -> pa.Table:
    """Every line of the cube that the rows of a unit count in, under the unit's number."""
    units, counted_in = [], []
    place = np.arange(len(tree.codes))
    inner = len(tree.codes) + np.arange(len(tree.inner))
    for unit in place[tree.unit_number >= 0]:
        above = inner[(tree.inner <= unit) & (unit <= tree.last[tree.inner])]
        of_unit = [unit, *above, lines(tree) - 1]
        units += [tree.unit_number[unit]] * len(of_unit)
        counted_in += of_unit
    return pa.table({UNIT: pa.array(units, pa.int32()), "line": pa.array(counted_in, pa.int32())})


def _numbered(tree: Tree) -> pa.Table:
    return pa.table({"code": tree.codes, "number": pa.array(tree.unit_number, pa.int32())})


def _rows_sql(sheet: Sheet, month: int) -> str:
    table, dated_by = sheet.table, DATED_BY[sheet.table]
    columns = "".join(f", {table}.{name}" for name in columns_of(sheet))
    by_days = [addend.by_days for addend in addends_of(sheet) if addend.by_days]
    days = joined = ""
    for first, last in by_days:
        days = (
            ", (ends.working_days_before + ends.is_working_day::INT"
            f" - begins.working_days_before - begins.is_working_day::INT)::USMALLINT AS {DAYS}"
        )
        joined = (
            f" LEFT JOIN working_days AS begins ON begins.day = {table}.{first}"
            f" LEFT JOIN working_days AS ends ON ends.day = {table}.{last}"
        )
    of_month = f"(year({dated_by}) - 1900) * 12 + month({dated_by}) - 1"
    return (
        f"SELECT numbered.number AS {UNIT}{columns}{days} FROM {table}"
        f" JOIN numbered ON numbered.code = {table}.unit_code{joined}"
        f" WHERE {of_month} = {month} ORDER BY {UNIT}, {table}.{dated_by}"  # nosec B608 - names of our own invented nation
    )


def _write(rows: pa.Table, path: Path) -> None:
    """As a part is written: days and numbers beside their neighbours, answers as words."""
    apart = [
        field.name
        for field in rows.schema
        if pa.types.is_temporal(field.type) or field.type in (pa.int32(), pa.int64())
    ]
    words = [
        field.name
        for field in rows.schema
        if field.name not in apart and not pa.types.is_boolean(field.type)
    ]
    pq.write_table(
        rows,
        path,
        row_group_size=ROWS_IN_A_GROUP,
        compression="zstd",
        compression_level=1,
        use_dictionary=words,
        column_encoding=dict.fromkeys(apart, "DELTA_BINARY_PACKED"),
        store_schema=False,
    )
