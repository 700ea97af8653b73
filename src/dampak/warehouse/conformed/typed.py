"""The cells of one table in the engine: as strings, as values, and what is wrong with each."""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from dampak.datapack.columns import Kind, Table
from dampak.warehouse.conformed.keyed import AS_CAME, KeyedFile
from dampak.warehouse.conformed.parsing.choosing import parsers_of
from dampak.warehouse.conformed.parsing.parser import Parser, part, quoted
from dampak.warehouse.conformed.shape import SHAPES
from dampak.warehouse.landing import ROW_NUMBER

ENGINE_TYPES = {
    Kind.DATE: "DATE",
    Kind.MONTH: "DATE",
    Kind.MOMENT: "TIMESTAMP",
    Kind.NUMBER: "DOUBLE",
    Kind.SHARE: "DOUBLE",
    Kind.INTEGER: "BIGINT",
    Kind.ANSWER: "TINYINT",
    Kind.BOOLEAN: "BOOLEAN",
}


def type_cells(
    connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[KeyedFile], *, zone: str
) -> tuple[str, ...]:
    """Make the relation ``typed`` with every row of the files; returns all its fields.

    For a field ``f`` it holds ``f`` (the value), ``f~raw`` (the cell as it came), ``f~fault`` and,
    for moments, ``f~has_clock``. ``row_id`` counts the rows in the order of the files.
    """
    connection.register("cells", _together(files))
    delivered = tuple(dict.fromkeys(name for file in files for name in file.fields))
    parsers = parsers_of(table, delivered, zone=zone)
    fields = tuple(dict.fromkeys((*table.by_name, *delivered)))
    source = "cells"
    for level in range(max((len(parser.stages) for parser in parsers.values()), default=0)):
        source = _next_stage(source, parsers, level)
    columns = [_field(table, field, parsers.get(field)) for field in fields]
    connection.execute(
        f"CREATE OR REPLACE TABLE typed AS SELECT row_id, file_index, {ROW_NUMBER},"
        f" {', '.join(columns)} FROM {source} ORDER BY row_id"
    )
    connection.unregister("cells")
    return fields


def own_numbers(table: Table, fields: Sequence[str]) -> tuple[str, ...]:
    """The columns of the office's own."""
    return tuple(
        field
        for field in fields
        if field not in table.by_name and field not in SHAPES[table.name].names
    )


def _together(files: Sequence[KeyedFile]) -> pa.Table:
    parts = []
    for index, file in enumerate(files):
        marks = {
            "file_index": index,
            "is_sheet": file.is_sheet,
            "writes_month_first": file.writes_month_first,
        }
        rows = file.rows
        for name, value in marks.items():
            rows = rows.append_column(name, pa.repeat(pa.scalar(value), rows.num_rows))
        for name in file.fields:
            came = rows.column(name + AS_CAME if name + AS_CAME in rows.column_names else name)
            rows = rows.append_column(part(name, "shown").strip('"'), came)
        parts.append(rows)
    together = pa.concat_tables(parts, promote_options="permissive")
    return together.append_column("row_id", pa.array(range(together.num_rows), pa.int64()))


def _next_stage(source: str, parsers: dict[str, Parser], level: int) -> str:
    computed = [
        f"{expression} AS {name}"
        for parser in parsers.values()
        if level < len(parser.stages)
        for name, expression in parser.stages[level].items()
    ]
    return f"(SELECT *, {', '.join(computed)} FROM {source})"


def _field(table: Table, field: str, parser: Parser | None) -> str:
    """The value of a field with all that is known about it, as columns of a SELECT."""
    column = table.by_name.get(field)
    kind = "DOUBLE" if column is None else ENGINE_TYPES.get(column.kind, "VARCHAR")
    shown = part(field, "shown") if parser else "NULL"
    has_clock = f"{part(field, 'clock')} IS NOT NULL" if parser and kind == "TIMESTAMP" else "FALSE"
    return (
        f"CAST({parser.value if parser else 'NULL'} AS {kind}) AS {quoted(field)},"
        f" CAST({shown} AS VARCHAR) AS {part(field, 'raw')},"
        f" CAST({parser.fault if parser else 'NULL'} AS VARCHAR) AS {part(field, 'fault')},"
        f" {_is_empty(field, parser)} AS {part(field, 'empty')},"
        f" {has_clock} AS {part(field, 'has_clock')}"
    )


def _is_empty(field: str, parser: Parser | None) -> str:
    """A person that was refused is not an empty cell, though there is no key."""
    if parser is None:
        return "TRUE"
    return f"({quoted(field)} IS NULL AND ({parser.fault}) IS NULL)"
