"""Tables: what files may hold, column by column, so that a system can write them unaided."""
# ruff: noqa: ARG001 - not every operation reads its request

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from dampak.api.declaring import Room
from dampak.api.paging import Page, whole
from dampak.api.values import Texts
from dampak.datapack.columns import Column, Kind, Table
from dampak.datapack.staff import STAFF_TABLES
from dampak.datapack.tables import TABLES
from dampak.language.saying import in_both

room = Room(tags=["tables"])
PLACES: Mapping[str, Sequence[Table]] = {
    "/deliveries": tuple(TABLES.values()),
    "/staff-lists": STAFF_TABLES,
}


class ColumnTold(Schema):
    """One column, and what its cells may hold."""

    name: str
    indonesian: str = Field(description="The header of the templates; either is understood.")
    kind: Kind
    is_required: bool
    explanation: Texts
    words: list[str] = Field(description="The codes that may stand here; empty if others may.")
    least: float | None
    most: float | None
    identifies_person: bool = Field(
        description="May hold a NIP; it becomes a key at once and is never given back."
    )


class TableOfFiles(Schema):
    """A table as files hold it: CSV, XLSX, JSON lines or Parquet, one header row, any order."""

    name: str
    indonesian: str
    handed_in_to: str = Field(description="The address that takes files with this table.")
    one_row_is: Texts
    key: list[str] = Field(description="Rows that agree in all of these are the same thing.")
    one_of: list[list[str]] = Field(description="Of each of these, at least one column is there.")
    columns: list[ColumnTold]


@room.ask_openly("/tables", Page[TableOfFiles])
def list_tables(request: HttpRequest) -> dict[str, object]:
    """Every table that files may hold, with its columns; needs no token."""
    return whole(_told(table, place) for place, tables in PLACES.items() for table in tables)


def _told(table: Table, place: str) -> dict[str, Any]:
    return {
        "name": table.name,
        "indonesian": table.indonesian,
        "handed_in_to": place,
        "one_row_is": in_both(table.grain),
        "key": list(table.key),
        "one_of": [list(group) for group in table.one_of],
        "columns": [_column(column) for column in table.columns],
    }


def _column(column: Column) -> dict[str, Any]:
    is_closed = column.words is not None and column.words.is_closed
    return {
        "name": column.name,
        "indonesian": column.indonesian,
        "kind": column.kind,
        "is_required": column.required,
        "explanation": in_both(column.explanation),
        "words": list(column.words.codes) if column.words and is_closed else [],
        "least": column.least,
        "most": column.most,
        "identifies_person": column.identifies_person,
    }
