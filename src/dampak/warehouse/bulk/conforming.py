"""A portion of a typed file through the rules of every file: what is kept, what is set aside."""

from collections.abc import Mapping

import duckdb
import numpy as np
import pyarrow as pa

from dampak.warehouse.bulk.columns import Read, Reader
from dampak.warehouse.bulk.portions import Portion, cells_of
from dampak.warehouse.bulk.typed_file import TypedFile, says_much
from dampak.warehouse.conformed.finished import Finished
from dampak.warehouse.conformed.keyed import AS_CAME, KeyedFile
from dampak.warehouse.conformed.one_table import finished
from dampak.warehouse.conformed.parsing.words import translated
from dampak.warehouse.conformed.people import masked
from dampak.warehouse.conformed.typed import NOT_DELIVERED, OPEN_ENDS, POST, UNIT, Typed
from dampak.warehouse.landing import ROW_NUMBER
from dampak.warehouse.parts.tables import lies_in_parts


def conform_portion(
    connection: duckdb.DuckDBPyConnection, portion: Portion, reader: Reader
) -> Finished:
    """Conform the rows of a portion; the units and people are known by then."""
    cells, file = cells_of(portion), portion.file
    read = {
        name: reader.read(
            file.column_of(name), cells.column(name), says_much=says_much(file.table, name)
        )
        for name in file.columns
    }
    typed = _typed(connection, file, read, cells.column(ROW_NUMBER))
    typed.show()
    return finished(
        typed,
        [as_keyed(file)],
        words_stay_numbered=lies_in_parts(file.table.name),
    )


def as_keyed(file: TypedFile) -> KeyedFile:
    """The file as the rest of the house knows files; its rows lie elsewhere."""
    return KeyedFile(
        name=file.delivered.name,
        table=file.table.name,
        sha256=file.delivered.sha256,
        size_bytes=file.delivered.size_bytes,
        encoding="",
        is_sheet=False,
        writes_month_first=False,
        zone=None,
        calendar=None,
        columns=file.columns,
        records_in=file.rows,
        rows=pa.table({}),
        set_aside=(),
        notices=file.delivered.notices,
    )


def _typed(
    connection: duckdb.DuckDBPyConnection,
    file: TypedFile,
    read: Mapping[str, Read],
    row_numbers: pa.ChunkedArray,
) -> Typed:
    n_rows = len(row_numbers)
    cells = {name: column for each in read.values() for name, column in each.cells.items()}
    cells |= {
        ROW_NUMBER: row_numbers,
        "file_index": pa.array(np.zeros(n_rows, np.int32)),
        "row_id": pa.array(np.arange(n_rows)),
        UNIT: pa.nulls(n_rows, pa.int32()),
    }
    if file.table.name == "training" and _lacks_units(read):
        cells[POST] = pa.nulls(n_rows, pa.string())
    fields = tuple(dict.fromkeys((*file.table.by_name, *file.columns)))
    said = {name: read[name].said if name in read else NOT_DELIVERED for name in fields}
    return Typed(
        connection=connection,
        table=file.table,
        fields=fields,
        cells=pa.table(cells),
        columns=", ".join(
            each.columns(file.table, name, cells.keys()) for name, each in said.items()
        ),
        lying={
            name: each.lies_in
            for name, each in read.items()
            if each.lies_in and not (name in OPEN_ENDS or (name == "unit_code" and POST in cells))
        },
        made_fit_to_show=_without_numbers_of_people,
    )


def _lacks_units(read: Mapping[str, Read]) -> bool:
    return "unit_code" not in read or bool(read["unit_code"].cells["unit_code"].null_count)


def _without_numbers_of_people(cells: pa.Table) -> pa.Table:
    """What stood in the file, with the middle of long numbers hidden."""
    for name in cells.column_names:
        if name.endswith(AS_CAME) and pa.types.is_dictionary(cells.column(name).type):
            shown = translated(cells.column(name).cast(pa.string()), masked)
            cells = cells.set_column(cells.column_names.index(name), name, shown)
    return cells
