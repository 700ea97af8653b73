"""Rows of one file that are conformed together, and promised month by month."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from dampak.datapack.tables import TABLES
from dampak.warehouse.bulk.columns import Reader
from dampak.warehouse.bulk.conforming import as_keyed, conform_portion
from dampak.warehouse.bulk.known import Bench, Known
from dampak.warehouse.bulk.pieces import Month, months_in, pieces_of
from dampak.warehouse.bulk.portions import Portion, portions_of
from dampak.warehouse.bulk.typed_file import TypedFile
from dampak.warehouse.conformed import KeyedFile
from dampak.warehouse.conformed.finished import Finished
from dampak.warehouse.conformed.one_table import conform_table
from dampak.warehouse.parts.piece import Piece
from dampak.warehouse.parts.promised import DeliveredFile, Promised


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Rows of ``file`` that are conformed when the first of their pieces is needed."""

    file: DeliveredFile
    keyed: KeyedFile = field(repr=False)
    months: tuple[Month, ...]
    conform: Callable[[], Finished] = field(repr=False)

    def promised(self) -> Iterator[Promised]:
        """The pieces, a month each; what was conformed is let go of with the last."""
        made: dict[int, Piece] = {}

        def make(place: int) -> Piece:
            if place not in made:
                pieces = pieces_of(self.conform(), self.keyed, self.months)
                made.update(enumerate(pieces))
            return made.pop(place)

        for place, month in enumerate(self.months):
            yield Promised(
                file=self.file, table=self.keyed.table, month=month, make=partial(make, place)
            )


def written_batches(
    table: str, files: Sequence[KeyedFile], *, known: Known, zone: str, bench: Bench
) -> Iterator[Batch]:
    """All written files of a table, conformed now: their months are not known before."""
    some = [file for file in files if file.table == table]
    if not some:
        return
    with bench.with_known(known) as connection:
        found = conform_table(connection, TABLES[table], some, zone=zone)
    for file in some:
        yield Batch(
            file=DeliveredFile(
                name=file.name,
                sha256=file.sha256,
                size_bytes=file.size_bytes,
                encoding=file.encoding,
                notices=file.notices,
            ),
            keyed=file,
            months=months_in(found, file),
            conform=lambda: found,
        )


def typed_batches(
    file: TypedFile, *, known: Known, reader: Reader, most_rows: int, bench: Bench
) -> Iterator[Batch]:
    """The portions of a typed file, none of them read before it is needed."""
    for portion in portions_of(file, reader, most_rows=most_rows):
        yield Batch(
            file=file.delivered,
            keyed=as_keyed(file),
            months=portion.months or (None,),
            conform=partial(_conformed, portion, known, reader, bench),
        )


def _conformed(portion: Portion, known: Known, reader: Reader, bench: Bench) -> Finished:
    with bench.with_known(known) as connection:
        return conform_portion(connection, portion, reader)
