"""A snapshot: all tables of the warehouse as they stood at one publication, never to change."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from dampak.foundation.text import Sentence
from dampak.warehouse.conformed.shape import SHAPES, WORKING_DAYS
from dampak.warehouse.fingerprint import refuse_damaged
from dampak.warehouse.kept_rejects import rejects_in
from dampak.warehouse.organisation.organised import Organised
from dampak.warehouse.parts.part import Part
from dampak.warehouse.parts.views import view_sql
from dampak.warehouse.rejects import RejectedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file that stands behind a snapshot, with the account of its rows.

    ``is_collected`` is what dampak gathered by itself, as in `LandedFile`.
    """

    file: str
    table: str
    sha256: str
    size_bytes: int
    encoding: str
    rows_in: int
    rows_kept: int
    rows_set_aside: int
    notices: tuple[Sentence, ...] = ()
    is_collected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One published state of the warehouse.

    ``id`` depends on what the tables hold and on nothing else: the same files give the same id on
    any day and any machine. ``number`` counts the publications of one store. ``objects`` names
    the Parquet file of each table that was delivered whole, ``parts`` those of the tables that grow
    month by month; both lie in ``folder``. ``cube`` is what was read off all tallies, where they
    were made, ``sums`` what the next cube can be made from. ``calendar`` is the version of the
    calendar that ``working_days`` was made from, ``zone`` the clock of the units. ``organised``
    says for whom rows count where units were merged, renamed or divided; None: each for its own.
    As long as somebody has the snapshot, ``hold`` keeps its files from being removed.
    """

    id: str
    number: int
    published_at: datetime
    published_by: str
    inputs: tuple[InputFile, ...]
    objects: Mapping[str, Path] = field(hash=False)
    working_days: Path
    rejects: Path
    calendar: str
    zone: str
    folder: Path = field(default=Path(), repr=False)
    parts: tuple[Part, ...] = ()
    more_rejects: tuple[Path, ...] = ()
    cube: Path | None = None
    sums: Mapping[str, Path] = field(default_factory=dict, hash=False, repr=False)
    marks: str = ""
    numbers: Path | None = None
    organised: Organised | None = field(default=None, hash=False, repr=False)
    hold: object = field(default=None, compare=False, repr=False)

    @property
    def tables(self) -> AbstractSet[str]:
        """The tables that were delivered, whole or in parts."""
        return self.objects.keys() | {part.table for part in self.parts}

    def parts_of(self, table: str) -> tuple[Part, ...]:
        """The parts of one table, in the order in which they came."""
        return tuple(part for part in self.parts if part.table == table)

    def connect(self, *, threads: int = 1) -> duckdb.DuckDBPyConnection:
        """An engine of its own, in memory, with a view for every table of the warehouse.

        A table that nobody delivered is there and empty. ``working_days`` has one row a day:
        the working days from one day to another are the difference of ``working_days_before``.

        Raises `CannotRead` when a file is not what it was when it was published.
        """
        refuse_damaged(self._read_by_views())
        connection = duckdb.connect(
            ":memory:",
            config={
                "threads": threads,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "preserve_insertion_order": True,
            },
        )
        # The bar would be written between the results that a command prints.
        connection.execute("SET enable_progress_bar = false")
        for table, path in {**self.objects, "working_days": self.working_days}.items():
            connection.execute(f"CREATE VIEW {table} AS FROM read_parquet({_quoted(path)})")
        for table in sorted({part.table for part in self.parts}):
            connection.execute(view_sql(table, self.parts_of(table), self.folder))
        for table in SHAPES.keys() - self.tables:
            connection.register(table, SHAPES[table].empty_table())
        return connection

    def rejected(self) -> Iterator[RejectedRow]:
        """Every row that was set aside, once for each of its reasons, in the order of the files.

        Rows of tables in parts come in the order in which they were set aside.
        """
        for path in (self.rejects, *self.more_rejects):
            refuse_damaged([path])
            yield from rejects_in(path)

    def _read_by_views(self) -> Iterator[Path]:
        yield from (*self.objects.values(), self.working_days)
        for part in self.parts:
            yield self.folder / part.file
            if part.dead:
                yield self.folder / part.dead


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


__all__ = ["WORKING_DAYS", "InputFile", "Snapshot"]
