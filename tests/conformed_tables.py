"""Conformed tables for tests: all of them empty, then filled by hand or from a drawing."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from dampak.indicators.working_days import calendar_days
from dampak.warehouse.conformed.shape import SHAPES, WORKING_DAYS


def empty_tables(first: date, last: date) -> duckdb.DuckDBPyConnection:
    """Every table of the warehouse, empty, with the calendar of these months."""
    connection = duckdb.connect(config={"threads": 1})
    for table, shape in SHAPES.items():
        _create(connection, table, shape.empty_table())
    days = calendar_days(first, last)
    rows = [{name: getattr(day, name) for name in WORKING_DAYS.names} for day in days]
    _create(connection, "working_days", pa.Table.from_pylist(rows, schema=WORKING_DAYS))
    return connection


def fill(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Mapping[str, Any]]
) -> None:
    """Put rows into a table; columns they do not name stay empty."""
    arriving = pa.Table.from_pylist(list(rows), schema=SHAPES[table])
    connection.register("arriving", arriving)
    connection.execute(f"INSERT INTO {table} FROM arriving")
    connection.unregister("arriving")


def draw(connection: duckdb.DuckDBPyConnection, table: str, drawing: str) -> None:
    """Fill a table from its drawing; a column that the warehouse lacks is a remark."""
    header, _rule, *lines = drawing.strip().splitlines()
    names = _cells(header)
    known = [name for name in names if name in SHAPES[table].names]
    connection.executemany(
        f"INSERT INTO {table} ({', '.join(known)}) VALUES ({', '.join('?' for _ in known)})",
        [
            [cell or None for name, cell in zip(names, _cells(line), strict=True) if name in known]
            for line in lines
        ],
    )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _create(connection: duckdb.DuckDBPyConnection, table: str, content: pa.Table) -> None:
    connection.register("arriving", content)
    connection.execute(f"CREATE TABLE {table} AS FROM arriving")
    connection.unregister("arriving")
