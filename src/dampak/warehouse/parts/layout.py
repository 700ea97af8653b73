"""A part as a Parquet file: sorted, compared with its neighbours, and as small as that makes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from dampak.warehouse.conformed.shape import DAY
from dampak.warehouse.parts.coding import Coding, Running, coded
from dampak.warehouse.parts.ordering import order_of
from dampak.warehouse.parts.tables import days_and_moments, is_mark, key_columns

ROWS_IN_A_GROUP = 131_072  # a unit's rows are found by reading one or two groups
DELTA = "DELTA_BINARY_PACKED"


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOut:
    """Rows as they will lie in a part, and where each of the arriving rows went.

    ``places`` has the shape (n_rows,); ``first_on`` and ``last_on`` are the ends of all days.
    """

    rows: pa.Table
    places: NDArray[np.int64]
    codings: Mapping[str, Coding]
    running: Running | None
    first_on: date | None
    last_on: date | None


def laid_out(table: str, rows: pa.Table, units: Sequence[str]) -> LaidOut:
    """Sort and code the rows of a part. ``units`` are the codes in the order of the tree."""
    ends = [_ends(rows.column(field.name)) for field in rows.schema if field.type == DAY]
    written, codings = coded(table, rows)
    order = order_of(table, written, units)
    places = np.empty_like(order)
    places[order] = np.arange(len(order))
    return LaidOut(
        rows=written.take(pa.array(order)),
        places=places,
        codings=codings,
        running=_running(table, written, codings),
        first_on=min((first for first, _ in ends if first), default=None),
        last_on=max((last for _, last in ends if last), default=None),
    )


def write_part(sink: Any, table: str, rows: pa.Table) -> None:
    """Write rows that are `laid_out` to an open file."""
    apart = _compared_with_neighbours(rows.schema)
    words = [
        field.name
        for field in rows.schema
        if field.name not in apart and not pa.types.is_boolean(field.type)
    ]
    pq.write_table(
        _saying_what_is_full(_without_long_lists(rows)),
        sink,
        row_group_size=ROWS_IN_A_GROUP,
        compression="zstd",
        compression_level=1,
        use_dictionary=words,
        column_encoding=dict.fromkeys(apart, DELTA),
        write_statistics=["unit_code", *days_and_moments(table)],
        store_schema=False,
        write_page_checksum=True,
    )


def _without_long_lists(rows: pa.Table) -> pa.Table:
    """The same rows; a list of more words than a row group has rows is not taken along with each.

    The writer goes through the whole list for every row group, and keeps none of it in the file.
    """
    for place, field in enumerate(rows.schema):
        column = rows.column(place)
        if pa.types.is_dictionary(field.type) and _longest_list(column) > ROWS_IN_A_GROUP:
            texts = column.cast(field.type.value_type)
            rows = rows.set_column(place, field.name, texts)
    return rows


def _longest_list(column: pa.ChunkedArray) -> int:
    return max((len(chunk.dictionary) for chunk in column.chunks), default=0)


def _saying_what_is_full(rows: pa.Table) -> pa.Table:
    """The same rows; readers need not look for gaps in columns that are said to have none."""
    fields = [
        field.with_nullable(bool(column.null_count))
        for field, column in zip(rows.schema, rows.columns, strict=True)
    ]
    return pa.Table.from_arrays(rows.columns, schema=pa.schema(fields))


def _compared_with_neighbours(schema: pa.Schema) -> list[str]:
    """Days, moments and numbers; answers from 1 to 4 and marks are better off as words."""
    return [
        field.name
        for field in schema
        if not is_mark(field.name)
        and (pa.types.is_temporal(field.type) or field.type in (pa.int32(), pa.int64()))
    ]


def _running(table: str, rows: pa.Table, codings: Mapping[str, Coding]) -> Running | None:
    name, *others = key_columns(table)
    if others or name not in codings:
        return None
    ends = pc.min_max(rows.column(name)).as_py()
    return Running(coding=codings[name], first=ends["min"], last=ends["max"])


def _ends(column: pa.ChunkedArray) -> tuple[date | None, date | None]:
    ends = pc.min_max(column).as_py()
    return ends["min"], ends["max"]
