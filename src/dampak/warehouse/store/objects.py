"""Tables as immutable Parquet files, named by what they hold."""

import hashlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dampak.warehouse.fingerprint import fault_of, note_written
from dampak.warehouse.store.disk import Disk


def put_table(folder: Path, table: pa.Table, disk: Disk) -> str:
    """Keep a table; returns the SHA-256 that names it. The same table is kept once."""
    data = parquet_of(table)
    return put_bytes(folder, "parquet", data, disk).partition(".")[0]


def put_bytes(folder: Path, kind: str, data: bytes | bytearray, disk: Disk) -> str:
    """Keep bytes of some kind; returns the name of the file."""
    path = folder / f"{hashlib.sha256(data).hexdigest()}.{kind}"
    if not path.exists() or fault_of(path) is not None:
        disk.put(path, data)
        note_written(path)
    return path.name


def parquet_of(table: pa.Table) -> bytes:
    """The table as the bytes of a Parquet file; the same table always gives the same bytes."""
    sink = pa.BufferOutputStream()
    pq.write_table(table.combine_chunks(), sink, compression="zstd")
    data: bytes = sink.getvalue().to_pybytes()
    return data


def content_sha256(table: pa.Table) -> str:
    """A fingerprint of what the table says, the same on every machine.

    Keys of people differ between two homes, because each home has its own secret. They are
    numbered in the order of their first row instead, so that who is the same person still counts.
    """
    if "person_key" in table.column_names:
        at = table.column_names.index("person_key")
        people = table.column(at).combine_chunks().dictionary_encode().indices
        table = table.set_column(at, "person_key", people)
    return hashlib.sha256(parquet_of(table)).hexdigest()
