"""Refused rows as a table: the reason as sentence and values, to be said in any language."""

import json
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dampak.warehouse.rejects import RejectedRow
from dampak.warehouse.sentences import from_json, values_as_text

ROWS_IN_A_GROUP = 5_000
REJECTS = pa.schema(
    {
        "file": pa.string(),
        "table": pa.string(),
        "row_number": pa.int64(),
        "column": pa.string(),
        "value": pa.string(),
        "message": pa.string(),
        "values": pa.string(),
    }
)


def rejects_table(rejected: Iterable[RejectedRow]) -> pa.Table:
    """Refused rows, one line for each reason."""
    rows = [
        {
            "file": row.file,
            "table": row.table,
            "row_number": row.row_number,
            "column": row.column,
            "value": row.value,
            "message": row.reason.message,
            "values": values_as_text(row.reason),
        }
        for row in rejected
    ]
    return pa.Table.from_pylist(rows, schema=REJECTS)


def keep_rejects(rejected: Iterable[RejectedRow], path: Path) -> None:
    """Write refused rows into a file, in groups of which each can be read without the others."""
    pq.write_table(rejects_table(rejected), path, row_group_size=ROWS_IN_A_GROUP)


def rejects_in(path: Path) -> Iterator[RejectedRow]:
    """The refused rows that `rejects_table` put in a table, now in a file."""
    for batch in pq.ParquetFile(path).iter_batches():
        yield from _rows(batch)


def rejects_from(path: Path, first: int, *, most: int) -> Iterator[RejectedRow]:
    """A few of them, from a place on: a file with a million is not read for its last page."""
    with pq.ParquetFile(path) as file:
        groups = [file.metadata.row_group(each).num_rows for each in range(file.num_row_groups)]
        ends = list(accumulate(groups))
        wanted = [
            each
            for each, (rows, end) in enumerate(zip(groups, ends, strict=True))
            if end > first and end - rows < first + most
        ]
        if wanted:
            before = ends[wanted[0]] - groups[wanted[0]]
            yield from _rows(file.read_row_groups(wanted).slice(first - before, most))


def _rows(found: pa.Table | pa.RecordBatch) -> Iterator[RejectedRow]:
    for row in found.to_pylist():
        reason = {"message": row.pop("message"), "values": json.loads(row.pop("values"))}
        yield RejectedRow(**row, reason=from_json(reason))
