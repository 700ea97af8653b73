"""A delivery of files becomes the next snapshot."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path

from dampak.indicators.working_days import Calendar
from dampak.warehouse.conformed import (
    Conformed,
    KeyedFile,
    TooManyRefused,
    conform_at_any_loss,
    keyed,
    refusals_of,
)
from dampak.warehouse.fingerprint import sha256_of
from dampak.warehouse.landing import LandedFile
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store.keeping import Store
from dampak.warehouse.store.lock import writing
from dampak.warehouse.store.trouble import told_in_words


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

    Raises `CannotPublish` while somebody else publishes, when another snapshot is served than was
    looked at, or when the disk refuses, `TooManyRefused` when too little is left; what is served
    stays as it was.
    """
    with told_in_words(store.home), writing(store.home):
        store.refuse_unless_looked_at()
        files = together(landed, store)
        conformed = conform_at_any_loss(files, zone=zone, calendar=calendar)
        for refusal in refusals_in(conformed, landed):
            raise refusal
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


def refusals_in(conformed: Conformed, landed: Sequence[LandedFile]) -> Iterator[TooManyRefused]:
    """Tables of which too much is lost: of the delivered files alone, or together with what stays.

    Many sound rows of others make no faulty file sound: what its sender was told of it holds.
    """
    first_new = len(conformed.accounts) - len(landed)
    delivered = replace(
        conformed,
        accounts=conformed.accounts[first_new:],
        rejected=tuple(chain.from_iterable(conformed.rejected_of[first_new:])),
    )
    is_collected = all(file.is_collected for file in landed)
    found = {} if is_collected else {each.table: each for each in refusals_of(delivered)}
    yield from found.values()
    yield from (each for each in refusals_of(conformed) if each.table not in found)


def together(landed: Sequence[LandedFile], store: Store) -> Sequence[KeyedFile]:
    """The files that stay, then those that come."""
    replaced = {(file.table, file.is_collected) for file in landed}
    staying = [file for file in store.files() if (file.table, file.is_collected) not in replaced]
    secret = store.secret()
    return (*staying, *(keyed(file, secret=secret) for file in landed))


def _keep(store: Store, path: Path, wanted: set[str]) -> None:
    sha256 = sha256_of(path)
    if sha256 in wanted:
        store.keep_raw(path, sha256)
