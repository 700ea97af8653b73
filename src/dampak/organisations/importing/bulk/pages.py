"""Rows from the desk, a page at a time."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

PAGE = 50_000


def pages_of(path: Path) -> Iterator[pa.RecordBatch]:
    """The rows of a file of the desk, in their order."""
    with pq.ParquetFile(path) as file:
        yield from file.iter_batches(batch_size=PAGE)


def rows_in(path: Path) -> int:
    """How many rows a file of the desk holds."""
    return int(pq.read_metadata(path).num_rows)
