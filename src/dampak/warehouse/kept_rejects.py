"""Refused rows as a table: the reason as sentence and values, to be said in any language."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dampak.warehouse.rejects import RejectedRow
from dampak.warehouse.sentences import from_json, values_as_text

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


def rejects_in(path: Path) -> Iterator[RejectedRow]:
    """The refused rows that `rejects_table` put in a table, now in a file."""
    for batch in pq.ParquetFile(path).iter_batches():
        for row in batch.to_pylist():
            reason = {"message": row.pop("message"), "values": json.loads(row.pop("values"))}
            yield RejectedRow(**row, reason=from_json(reason))
