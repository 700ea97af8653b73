"""The cells of one table in the engine: as strings, as values, and what is wrong with each."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.datapack.columns import Kind, Table
from dampak.warehouse.conformed.different import (
    CLOCK,
    FAULT,
    VALUE,
    beside_each_other,
    different_cells,
)
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
NO_END = "9000-01-01"  # systems write 9999-12-31 where they mean "still so"
OPEN_ENDS = {"valid_to", "to_on"}
UNIT = "unit~place"
POST = "unit_code~post"  # the unit of the person's post, where a training names only the person


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the cells of one field say, as SQL over the columns in which they lie.

    ``lies`` is what is NULL where the value is; the value itself where it is left out.
    """

    value: str
    lies: str = ""
    fault: str = "NULL"
    shown: str = "NULL"
    has_clock: str = "FALSE"

    def columns(self, table: Table, field: str, known: Set[str]) -> str:
        """The value of a field with all that is known about it, as columns of a SELECT."""
        value, empty = self.value, "TRUE"
        if value != "NULL":
            # A person that was refused is not an empty cell, though there is no key.
            empty = f"({self.lies or value} IS NULL AND ({self.fault}) IS NULL)"
        if field in OPEN_ENDS:
            value = f"CASE WHEN {value} < DATE '{NO_END}' THEN {value} END"
        if field == "unit_code" and POST in known:
            value = f"coalesce({value}, {quoted(POST)})"
        return (
            f"CAST({value} AS {_engine_type(table, field)}) AS {quoted(field)},"
            f" CAST({self.shown} AS VARCHAR) AS {part(field, 'raw')},"
            f" CAST({self.fault} AS VARCHAR) AS {part(field, 'fault')},"
            f" {empty} AS {part(field, 'empty')},"
            f" {self.has_clock} AS {part(field, 'has_clock')}"
        )


NOT_DELIVERED = Said(value="NULL")


def _as_they_are(cells: pa.Table) -> pa.Table:
    return cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Rows of one table as a relation ``typed`` that copies nothing.

    For a field ``f`` it holds ``f`` (the value), ``f~raw`` (the cell as it came), ``f~fault``,
    ``f~empty`` and, for moments, ``f~has_clock``. ``row_id`` counts the rows in the order of the
    files. ``cells`` is what it is made of, a row a row, and ``columns`` the SQL that makes it.
    ``lying`` names the column of ``cells`` that already is the value of a field. ``unit~place`` is
    the place of the row's unit in the relation ``units_kept``. ``made_fit_to_show`` hides what
    nobody may read in the few rows that are shown.
    """

    connection: duckdb.DuckDBPyConnection
    table: Table
    fields: tuple[str, ...]
    cells: pa.Table
    columns: str
    lying: Mapping[str, str]
    made_fit_to_show: Callable[[pa.Table], pa.Table] = _as_they_are

    def show(self) -> None:
        """Make ``typed`` the relation of all rows."""
        self.connection.register("cells", self.cells)
        self.connection.execute(f"CREATE OR REPLACE VIEW typed AS {self._made_of('cells')}")

    def show_some(self, name: str, row_ids: NDArray[np.int64]) -> None:
        """Make ``name`` the relation of these rows alone; being few, they are written down."""
        chosen = np.zeros(self.cells.num_rows, bool)
        chosen[row_ids] = True
        some = self.made_fit_to_show(self.cells.filter(pa.array(chosen)))
        self.connection.register("some_cells", some)
        self.connection.execute(f"CREATE OR REPLACE TABLE {name} AS {self._made_of('some_cells')}")
        self.connection.unregister("some_cells")

    def with_column(self, name: str, values: pa.Array | pa.ChunkedArray) -> "Typed":
        """The same rows with other values in one of their columns, shown in place of these."""
        at = self.cells.column_names.index(name)
        typed = replace(self, cells=self.cells.set_column(at, name, values))
        typed.show()
        return typed

    def _made_of(self, cells: str) -> str:
        return (
            f"SELECT row_id, file_index, {ROW_NUMBER}, {quoted(UNIT)}, {self.columns} FROM {cells}"  # nosec B608 - names and expressions of our own tables, values are bound
        )


def type_cells(
    connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[KeyedFile], *, zone: str
) -> Typed:
    """Read every cell of the files and show them as ``typed``; their units are not known yet."""
    delivered = tuple(dict.fromkeys(name for file in files for name in file.fields))
    parsers = parsers_of(table, delivered, zone=zone)
    fields = tuple(dict.fromkeys((*table.by_name, *delivered)))
    cells = _together(files, _read(connection, table, files, parsers))
    if table.name == "training":
        cells = cells.append_column(POST, pa.nulls(cells.num_rows, pa.string()))
    cells = cells.append_column(UNIT, pa.nulls(cells.num_rows, pa.int32()))
    known = set(cells.column_names)
    typed = Typed(
        connection=connection,
        table=table,
        fields=fields,
        cells=cells,
        columns=", ".join(_field(table, field, parsers.get(field), known) for field in fields),
        lying=dict(_lying(parsers, known)),
    )
    typed.show()
    return typed


def _lying(parsers: Mapping[str, Parser], known: Set[str]) -> Iterator[tuple[str, str]]:
    """Fields whose value a column of the cells already is."""
    for name, parser in parsers.items():
        if name not in OPEN_ENDS and not (name == "unit_code" and POST in known):
            if parser.stages:
                yield name, name + VALUE
            elif parser.value == quoted(name):
                yield name, name


def own_numbers(table: Table, fields: Sequence[str]) -> tuple[str, ...]:
    """The columns of the office's own."""
    return tuple(
        field
        for field in fields
        if field not in table.by_name and field not in SHAPES[table.name].names
    )


def _read(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    files: Sequence[KeyedFile],
    parsers: Mapping[str, Parser],
) -> list[dict[str, pa.Array]]:
    """What the parsers make of the cells of each file: values, faults and clocks by column."""
    staged = {name: parser for name, parser in parsers.items() if parser.stages}
    columns = [
        [
            different_cells(name, table.by_name.get(name), file)
            for name in staged
            if name in file.fields
        ]
        for file in files
    ]
    if not staged:
        return [{} for _ in files]
    read = _parsed(connection, table, staged, beside_each_other(columns, files, tuple(staged)))
    file_index, handed_out = np.asarray(read.column("file_index")), []
    for index, of_file in enumerate(columns):
        first, last = np.searchsorted(file_index, [index, index + 1])
        of_cells = read.slice(first, last - first)
        handed_out.append(
            {name: each for column in of_file for name, each in column.handed_out(of_cells).items()}
        )
    return handed_out


def _parsed(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    parsers: Mapping[str, Parser],
    cells: pa.Table,
) -> pa.Table:
    connection.register("different", cells)
    source = "different"
    for level in range(max(len(parser.stages) for parser in parsers.values())):
        source = _next_stage(source, parsers, level)
    columns = ", ".join(_as_read(table, name, parser) for name, parser in parsers.items())
    # Planned once as a table, not twice as a relation: the plan costs more than a few cells do.
    connection.execute(
        f"CREATE OR REPLACE TABLE read_cells AS SELECT file_index, place, {columns} FROM {source}"  # nosec B608 - names and expressions of our own tables, values are bound
    )
    connection.unregister("different")
    return connection.sql("FROM read_cells ORDER BY file_index, place").to_arrow_table()


def _next_stage(source: str, parsers: Mapping[str, Parser], level: int) -> str:
    computed = [
        f"{expression} AS {name}"
        for parser in parsers.values()
        if level < len(parser.stages)
        for name, expression in parser.stages[level].items()
    ]
    return f"(SELECT *, {', '.join(computed)} FROM {source})"  # nosec B608 - names and expressions of our own tables, values are bound


def _as_read(table: Table, field: str, parser: Parser) -> str:
    """The value of a cell, what is wrong with it, and whether it says a time of day."""
    kind = _engine_type(table, field)
    has_clock = f"{part(field, 'clock')} IS NOT NULL" if kind == "TIMESTAMP" else "FALSE"
    return (
        f"CAST({parser.value} AS {kind}) AS {quoted(field + VALUE)},"
        f" CAST({parser.fault} AS VARCHAR) AS {quoted(field + FAULT)},"
        f" {has_clock} AS {quoted(field + CLOCK)}"
    )


def _together(files: Sequence[KeyedFile], read: Sequence[Mapping[str, pa.Array]]) -> pa.Table:
    parts = []
    for index, (file, columns) in enumerate(zip(files, read, strict=True)):
        rows = file.rows.append_column(
            "file_index", pa.array(np.full(file.rows.num_rows, index, np.int32))
        )
        for name, column in columns.items():
            rows = rows.append_column(name, column)
        parts.append(rows)
    together = pa.concat_tables(parts, promote_options="permissive")
    return together.append_column("row_id", pa.array(np.arange(together.num_rows)))


def _field(table: Table, field: str, parser: Parser | None, known: Set[str]) -> str:
    if parser is None:
        return NOT_DELIVERED.columns(table, field, known)
    value, fault, clock = quoted(field + VALUE), quoted(field + FAULT), quoted(field + CLOCK)
    if not parser.stages:
        value, fault = parser.value, parser.fault
    elif field + FAULT not in known:
        fault = "NULL"
    return Said(
        value=value,
        fault=fault,
        shown=_shown(field, known),
        has_clock=f"coalesce({clock}, FALSE)" if field + CLOCK in known else "FALSE",
    ).columns(table, field, known)


def _shown(field: str, known: Set[str]) -> str:
    """The cell as it came; files in which every cell is as it came do not say so."""
    came = quoted(field + AS_CAME)
    return f"coalesce({came}, {quoted(field)})" if field + AS_CAME in known else quoted(field)


def _engine_type(table: Table, field: str) -> str:
    column = table.by_name.get(field)
    return "DOUBLE" if column is None else ENGINE_TYPES.get(column.kind, "VARCHAR")
