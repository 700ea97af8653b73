"""A folder of files becomes pieces for `store.build`, each made when its turn comes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pyarrow as pa

from dampak.datapack.tables import TABLES
from dampak.foundation.text import Sentence
from dampak.indicators.working_days import Calendar
from dampak.warehouse.bulk import refusals
from dampak.warehouse.bulk.batches import Batch, typed_batches, written_batches
from dampak.warehouse.bulk.columns import Reader
from dampak.warehouse.bulk.folder import Found, files_in, notices_of
from dampak.warehouse.bulk.known import Bench, Known, served
from dampak.warehouse.bulk.people import KnownPeople
from dampak.warehouse.bulk.portions import MOST_ROWS
from dampak.warehouse.bulk.terms import terms_with
from dampak.warehouse.bulk.typed_file import TypedFile, typed_file
from dampak.warehouse.bulk.written_files import land_written
from dampak.warehouse.conformed import KeyedFile
from dampak.warehouse.conformed.engine import KEPT
from dampak.warehouse.conformed.finished import Finished
from dampak.warehouse.conformed.office_days import calendar_of, zone_of
from dampak.warehouse.landing import CannotLand
from dampak.warehouse.landing.opening import shown_name
from dampak.warehouse.landing.packs import ONCE
from dampak.warehouse.landing.refusals import two_files_for_one_table
from dampak.warehouse.parts.promised import Promised
from dampak.warehouse.store import Store, Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Files that were opened and found to be tables; of the typed ones no row is read yet."""

    written: tuple[KeyedFile, ...] = field(repr=False)
    typed: tuple[TypedFile, ...] = field(repr=False)
    reader: Reader
    most_rows: int
    bench: Bench = field(default_factory=Bench, repr=False)

    def batches(self, table: str, known: Known) -> Iterator[Batch]:
        """What is delivered of one table, its rows checked against ``known``."""
        yield from written_batches(
            table, self.written, known=known, zone=self.reader.zone, bench=self.bench
        )
        for file in self.typed:
            if file.table.name == table:
                yield from typed_batches(
                    file,
                    known=known,
                    reader=self.reader,
                    most_rows=self.most_rows,
                    bench=self.bench,
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The tables of a folder. ``known`` are the units and people that rows are checked against."""

    files: Files
    calendar: Calendar
    known: Known = field(repr=False)
    first: tuple[Batch, ...] = field(repr=False)

    @property
    def promised(self) -> Iterator[Promised]:
        """The pieces, in the order of the tables and of the names of the files."""
        for batch in self.first:
            yield from batch.promised()
        for table in TABLES:
            if table not in KEPT:
                for batch in self.files.batches(table, self.known):
                    yield from batch.promised()

    def terms(self) -> Terms:
        """What holds for everything that is built of this delivery, when nothing is counted."""
        zone = self.files.reader.zone
        return terms_with(self.known["units"], zone=zone, calendar=self.calendar)


def delivery_in(
    folder: Path,
    store: Store,
    *,
    zone: str | None = None,
    calendar: Calendar | None = None,
    most_rows: int = MOST_ROWS,
) -> Delivery:
    """Open the files of a folder: what is typed, and what is written in words.

    Parameters
    ----------
    folder
        Files named after tables, or folders named after tables with files in them.
    store
        Where the pieces will be built: its secret makes keys of people, and its units hold where
        the folder brings none.
    zone, calendar
        As for `conformed.conform`.
    most_rows
        How many rows are held in memory at once.

    Raises
    ------
    CannotLand
        With everything that keeps files from being read.
    """
    found, secret = files_in(folder), store.secret()
    written = land_written([file for file in found if not file.is_typed], folder, secret=secret)
    zone = zone or zone_of(written)
    typed = _opened([file for file in found if file.is_typed], folder, zone)
    _refuse_doubled(folder, written, typed)
    reader = Reader(zone=zone, people=KnownPeople(secret=secret))
    files = Files(written=written, typed=typed, reader=reader, most_rows=most_rows)
    first, known = _conformed_first(files, served(store))
    if not (first or known["units"].num_rows):
        raise CannotLand((refusals.no_units(shown_name(folder)),), folder)
    return Delivery(
        files=files, calendar=calendar or calendar_of(written), known=known, first=tuple(first)
    )


def _opened(files: Sequence[Found], folder: Path, zone: str) -> tuple[TypedFile, ...]:
    opened: list[TypedFile] = []
    faults: list[Sentence] = []
    for file in files:
        if file.table is None:
            raise AssertionError(f"{file.name} was taken without a table.")
        try:
            typed = typed_file(file.path, file.table, name=file.name, zone=zone)
        except CannotLand as refusal:
            faults += refusal.faults
        else:
            notices = (*typed.delivered.notices, *notices_of(file))
            opened.append(replace(typed, delivered=replace(typed.delivered, notices=notices)))
    if faults:
        raise CannotLand(tuple(faults), folder)
    return tuple(opened)


def _refuse_doubled(folder: Path, written: Sequence[KeyedFile], typed: Sequence[TypedFile]) -> None:
    """Of a list of units there is one, or nobody knows which."""
    for table in sorted(ONCE):
        names = [file.name for file in written if file.table == table]
        names += [file.delivered.name for file in typed if file.table.name == table]
        if len(names) > 1:
            raise CannotLand((two_files_for_one_table(table, names),), folder)


def _conformed_first(files: Files, known: Known) -> tuple[list[Batch], Known]:
    """Units and people are conformed at once, for all other rows are checked against them."""
    first = []
    for table in KEPT:
        rows: list[pa.Table] = []
        for batch in files.batches(table, known):
            found = batch.conform()
            rows.append(found.rows)
            first.append(replace(batch, conform=partial(_known_already, found)))
        if rows:
            known = {**known, table: pa.concat_tables(rows)}
    return first, known


def _known_already(found: Finished) -> Finished:
    return found
