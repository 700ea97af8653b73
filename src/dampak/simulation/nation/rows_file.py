"""A Parquet file as a data centre's export would be: typed, packed, in no order."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


class RowsFile:
    """A file in the making; every part becomes row groups of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.n_rows = 0
        self._writer: pq.ParquetWriter | None = None

    def add(self, rows: pa.Table) -> None:
        """Add the rows of a part."""
        if self._writer is None:
            self._writer = _writer(self.path, rows.schema)
        self._writer.write_table(rows)
        self.n_rows += rows.num_rows

    def close(self) -> None:
        """Write the end of the file, if there is a beginning."""
        if self._writer is not None:
            self._writer.close()


@contextmanager
def rows_into(path: Path) -> Iterator[RowsFile]:
    """A Parquet file, made with its folder, to which parts are added; whole or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    coming = path.with_name(f"{path.name}.unfinished")
    file = RowsFile(coming)
    try:
        yield file
        file.close()
        os.replace(coming, path)
    finally:
        file.close()
        coming.unlink(missing_ok=True)


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Words by dictionary, numbers and days by their differences: quick to write, and small."""
    word = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    steps = [field.name for field in schema if _has_steps(field.type)]
    return pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=1,
        use_dictionary=word,
        column_encoding=dict.fromkeys(steps, "DELTA_BINARY_PACKED"),
        store_schema=False,
    )


def _has_steps(kind: pa.DataType) -> bool:
    return bool(pa.types.is_int64(kind) or pa.types.is_temporal(kind))
