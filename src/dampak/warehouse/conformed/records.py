"""What conforming returns, and how it refuses."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from dampak.foundation.text import Sentence
from dampak.warehouse.rejects import RejectedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where the rows of one file went: ``records_in`` is always ``kept + set_aside``.

    ``duplicates`` and ``superseded`` are part of ``set_aside``: rows that repeat another row, and
    rows that a later row with the same key replaced.
    """

    file: str
    table: str
    sha256: str
    records_in: int
    kept: int
    set_aside: int
    duplicates: int = 0
    superseded: int = 0

    def __post_init__(self) -> None:
        if self.records_in != self.kept + self.set_aside:
            raise AssertionError(f"{self.file}: rows were lost or doubled: {self!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformed:
    """Typed tables, the rows that did not fit, and the account of every file.

    ``rejected_of`` holds for each file, in the order of ``accounts``, the rows of ``rejected`` that
    are its own: a name does not tell files apart.
    ``tables`` holds the tables that were delivered or known before, in the shape of `shape.SHAPES`;
    ``working_days`` is the calendar over all days that occur in them, ``calendar`` its version
    and ``zone`` the clock that decided which day a moment falls on.
    """

    tables: Mapping[str, pa.Table]
    rejected: tuple[RejectedRow, ...]
    rejected_of: tuple[tuple[RejectedRow, ...], ...]
    accounts: tuple[Account, ...]
    working_days: pa.Table
    calendar: str
    zone: str


class TooManyRefused(Exception):
    """So much of a table was refused that nothing should be published from it.

    ``share`` is the refused part of the rows, between 0 and 1; ``limit`` is what the table allows;
    ``first`` holds the first twenty refused rows with their reasons; ``accounts`` all files.
    """

    def __init__(
        self,
        *,
        table: str,
        share: float,
        limit: float,
        sentence: Sentence,
        first: tuple[RejectedRow, ...],
        accounts: tuple[Account, ...],
    ) -> None:
        super().__init__(sentence.message % dict(sentence.values))
        self.table, self.share, self.limit = table, share, limit
        self.sentence, self.first, self.accounts = sentence, first, accounts
