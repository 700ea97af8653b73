"""A delivery of files becomes the next snapshot, or is looked at beforehand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from dampak.foundation.text import Sentence
from dampak.indicators.working_days import Calendar
from dampak.warehouse.conformed import (
    Account,
    KeyedFile,
    conform,
    conform_at_any_loss,
    keyed,
    refusals_of,
)
from dampak.warehouse.fingerprint import sha256_of
from dampak.warehouse.landing import LandedFile
from dampak.warehouse.rejects import RejectedRow
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store.keeping import Store
from dampak.warehouse.store.lock import writing
from dampak.warehouse.store.trouble import told_in_words

SAMPLE = 20  # refused rows shown of each file


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """A table of the warehouse whose rows change, with their number before and after.

    ``is_delivered`` is false where rows are lost because the delivered list of units lacks theirs.
    """

    table: str
    is_delivered: bool
    rows_before: int
    rows_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a delivery would do, while nothing has been done.

    ``accounts`` says for each delivered file what would be taken and what not; ``rejected`` shows
    the first refused rows of each and ``all_rejected`` every one, ``notices`` what the reader of
    the file wants to say about it. ``refusals`` is empty unless the delivery would be refused as a
    whole. ``is_unchanged``: all of this is being served already. ``replaced`` lists tables that
    would give way, and those that would lose rows.
    """

    accounts: tuple[Account, ...]
    rejected: tuple[RejectedRow, ...]
    all_rejected: tuple[RejectedRow, ...]
    notices: Mapping[str, tuple[Sentence, ...]]
    refusals: tuple[Sentence, ...]
    is_unchanged: bool
    replaced: tuple[Replaced, ...]


def deliver(
    landed: Sequence[LandedFile],
    store: Store,
    *,
    at: datetime,
    by: str,
    sources: Iterable[Path] = (),
    zone: str | None = None,
    calendar: Calendar | None = None,
) -> Snapshot:
    """Publish a delivery: conform it together with the tables that stay, and serve the result.

    A delivery replaces whole tables: the rows of a table it contains are afterwards exactly those
    of its files, so a corrected file supersedes and never duplicates. What the office delivered and
    what dampak collected by itself replace only their own kind. Tables it does not contain
    stay, and are checked again, because a new list of units may leave old requests without a unit.
    Whoever sends months one by one sends the earlier ones along. ``sources`` are the files as they
    came; they are kept. ``zone`` and ``calendar`` are those of `conform`, for all tables.

    Raises `CannotPublish` while somebody else publishes or when the disk refuses, `TooManyRefused`
    when too little is left; what is served stays as it was.
    """
    with told_in_words(store.home), writing(store.home):
        files = _together(landed, store)
        conformed = conform(files, zone=zone, calendar=calendar)
        if not store.serves(conformed, files):
            wanted = {file.sha256 for file in landed}
            for path in sources:
                _keep(store, path, wanted)
        return store.publish(conformed, files, at=at, by=by)


def build_snapshot(
    landed: Sequence[LandedFile],
    home: Path,
    *,
    at: datetime,
    by: str,
    zone: str | None = None,
    calendar: Calendar | None = None,
) -> Snapshot:
    """A snapshot of these files alone, in a home of its own such as a temporary folder."""
    home.mkdir(parents=True, exist_ok=True)
    return deliver(landed, Store(home), at=at, by=by, zone=zone, calendar=calendar)


def preview(
    landed: Sequence[LandedFile],
    store: Store,
    *,
    zone: str | None = None,
    calendar: Calendar | None = None,
) -> Preview:
    """Everything that `deliver` would find out; what is served stays as it is."""
    files = _together(landed, store)
    conformed = conform_at_any_loss(files, zone=zone, calendar=calendar)
    new = {id(file) for file in files[len(files) - len(landed) :]}
    accounts = tuple(
        account for file, account in zip(files, conformed.accounts, strict=True) if id(file) in new
    )
    refusals = tuple(refusal.sentence for refusal in refusals_of(conformed))
    before = _rows_by_table(store.head())
    delivered = {file.table for file in landed}
    rejected = tuple(row for row in conformed.rejected if row.table in delivered)
    return Preview(
        accounts=accounts,
        rejected=tuple(_sample(rejected)),
        all_rejected=rejected,
        notices={file.name: file.notices for file in landed},
        refusals=refusals,
        is_unchanged=not refusals and store.serves(conformed, files),
        replaced=tuple(
            Replaced(
                table=name,
                is_delivered=name in delivered,
                rows_before=rows,
                rows_after=conformed.tables[name].num_rows,
            )
            for name, rows in before.items()
            if name in delivered or rows != conformed.tables[name].num_rows
        ),
    )


def _together(landed: Sequence[LandedFile], store: Store) -> Sequence[KeyedFile]:
    """The files that stay, then those that come."""
    replaced = {(file.table, file.is_collected) for file in landed}
    staying = [file for file in store.files() if (file.table, file.is_collected) not in replaced]
    secret = store.secret()
    return (*staying, *(keyed(file, secret=secret) for file in landed))


def _keep(store: Store, path: Path, wanted: set[str]) -> None:
    sha256 = sha256_of(path)
    if sha256 in wanted:
        store.keep_raw(path, sha256)


def _rows_by_table(snapshot: Snapshot | None) -> dict[str, int]:
    rows: dict[str, int] = {}
    for file in snapshot.inputs if snapshot else ():
        rows[file.table] = rows.get(file.table, 0) + file.rows_kept
    return rows


def _sample(rejected: Sequence[RejectedRow]) -> Iterable[RejectedRow]:
    files = dict.fromkeys((row.file, row.table) for row in rejected)
    for file in files:
        yield from islice((row for row in rejected if (row.file, row.table) == file), SAMPLE)
