"""A typed file: which of its columns is which field, and which months its rows are of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dampak.datapack.columns import Column, Kind, Table
from dampak.datapack.headers import Match, match
from dampak.foundation.text import Sentence
from dampak.warehouse.bulk import refusals
from dampak.warehouse.bulk.kinds import is_text, is_welcome
from dampak.warehouse.fingerprint import sha256_of
from dampak.warehouse.landing import CannotLand
from dampak.warehouse.landing.refusals import faults_of, shown
from dampak.warehouse.landing.widths import own_numbers
from dampak.warehouse.parts.promised import DeliveredFile
from dampak.warehouse.parts.tables import told_apart_by

BLOCK = 1 << 20  # rows of one column that are looked at together
FREE_WORDS = {"comment", "note"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedFile:
    """A file whose columns have types, with no row of it read.

    ``columns`` goes from field to the column that holds it; ``zone`` is the clock of the units.
    """

    path: Path
    table: Table
    delivered: DeliveredFile
    columns: Mapping[str, str]
    rows: int
    zone: str
    parquet: pq.ParquetFile = field(repr=False)

    def column_of(self, name: str) -> Column:
        """What a field holds; a column of the office's own holds numbers."""
        known = self.table.by_name.get(name)
        return known or Column(name=name, indonesian=name, kind=Kind.NUMBER, explanation="")


def typed_file(path: Path, table: Table, *, name: str, zone: str) -> TypedFile:
    """Open a file and hold its columns against the table.

    Raises `CannotLand` with everything that is wrong with it.
    """
    try:
        schema = pq.read_schema(path)
        columns, notices = _columns(name, schema, table, path)
        words = [
            header
            for field_name, header in columns.items()
            if is_text(schema.field(header).type) and not _differs(table, field_name)
        ]
        # Who writes checksums of pages is told of a byte that fell over; it may be a good number.
        parquet = pq.ParquetFile(path, read_dictionary=words, page_checksum_verification=True)
        sha256 = sha256_of(path)
    except UnicodeEncodeError as fault:
        raise CannotLand((refusals.no_name(name),), path) from fault
    except (OSError, pa.ArrowException) as fault:
        raise CannotLand((refusals.unreadable(name),), path) from fault
    if not parquet.metadata.num_rows:
        raise CannotLand((refusals.no_rows(name),), path)
    return TypedFile(
        path=path,
        table=table,
        delivered=DeliveredFile(
            name=name,
            sha256=sha256,
            size_bytes=path.stat().st_size,
            notices=tuple(notices),
        ),
        columns=columns,
        rows=parquet.metadata.num_rows,
        zone=zone,
        parquet=parquet,
    )


def _differs(table: Table, name: str) -> bool:
    """Whether its different words are nearly as many as the rows.

    The reader would hand them all over again with every row group.
    """
    column = table.by_name.get(name)
    return says_much(table, name) or bool(column and column.identifies_person)


def says_much(table: Table, name: str) -> bool:
    """Whether hardly two rows say the same in this field."""
    first = table.key[0] if table.key else None
    return (
        name in FREE_WORDS
        or name == told_apart_by(table.name)
        or (name == first and table.name in {"service_requests", "complaints", "units"})
    )


def blocks_of(file: TypedFile, *names: str) -> Iterator[pa.Table]:
    """Some fields of all rows, a million at a time, in the order of the file."""
    headers = [file.columns[name] for name in names]
    try:
        for batch in file.parquet.iter_batches(batch_size=BLOCK, columns=headers):
            yield pa.Table.from_batches([batch]).select(headers).rename_columns(list(names))
    except (OSError, pa.ArrowException) as fault:
        raise CannotLand((refusals.unreadable(file.delivered.name),), file.path) from fault


def _columns(
    name: str, schema: pa.Schema, table: Table, path: Path
) -> tuple[Mapping[str, str], list[Sentence]]:
    found = match(schema.names, table)
    columns = _chosen(found, schema)
    faults = [
        *faults_of(name, found, schema.names, None),
        *(
            refusals.wrong_type(name, header, str(schema.field(header).type), column, table)
            for field_name, header in columns.items()
            if (column := table.by_name.get(field_name))
            and schema.names.count(header) == 1
            and not is_welcome(column, schema.field(header).type)
        ),
    ]
    if faults:
        raise CannotLand(tuple(faults), path)
    ignored = [label for label in found.ignored if label not in columns.values()]
    return columns, [refusals.not_used(name, shown(ignored))] if ignored else []


def _chosen(found: Match, schema: pa.Schema) -> dict[str, str]:
    fields = [column.name for column in found.table.columns]
    chosen = {name: schema.names[found.places[name]] for name in fields if name in found.places}
    if found.table.takes_other_numbers:
        chosen |= {label.strip(): label for label in own_numbers(found)}
    return chosen
