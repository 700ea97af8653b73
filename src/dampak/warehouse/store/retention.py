"""What may go: old snapshots that nobody reads, and files that no snapshot names."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dampak.warehouse.fingerprint import CannotRead
from dampak.warehouse.store.holding import alone_with
from dampak.warehouse.store.journal import files_of_journal
from dampak.warehouse.store.keeping import Store
from dampak.warehouse.store.lock import writing
from dampak.warehouse.store.manifest import files_named
from dampak.warehouse.store.manifests import MadeByNewerDampak
from dampak.warehouse.store.trouble import told_in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """``snapshots`` that are gone; those ``held`` would have gone, but somebody reads them.

    ``files`` and ``bytes`` say how much room the disk has got back.
    """

    snapshots: tuple[int, ...]
    held: tuple[int, ...]
    files: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Old:
    """A snapshot that may go; ``published_at`` is None where its manifest is damaged."""

    number: int
    published_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Removable:
    """What `remove_old` would remove if nobody read any of it."""

    snapshots: tuple[Old, ...]
    files: int
    bytes: int


def removable(store: Store, *, keep: int, since: datetime | None = None) -> Removable:
    """Look, and remove nothing. Raises `CannotRead` as `remove_old` does."""
    old = tuple(_old(store, keep, since))
    files = list(_unnamed(store, without={each.number for each in old}))
    return Removable(
        snapshots=old, files=len(files), bytes=sum(path.stat().st_size for path in files)
    )


def remove_old(
    store: Store, *, keep: int, since: datetime | None = None, wait: bool = False
) -> Removed:
    """Keep the served snapshot, the ``keep`` latest before it, and all published ``since``.

    Order is by number; a clock that was wrong keeps too much, never too little. A snapshot that a
    reader holds stays until the next time, with its files. Files as they came are never removed.

    Raises `CannotPublish` while somebody publishes or when the disk refuses, and `CannotRead` when
    a manifest that stays cannot be read: then nobody knows which files it needs.
    """
    with told_in_words(store.home), writing(store.home, wait=wait), store.tidy():
        gone: list[int] = []
        held: list[int] = []
        for old in _old(store, keep, since):
            path = store.manifests.path(old.number)
            with alone_with(path) as is_alone:
                (gone if is_alone else held).append(old.number)
                if is_alone:
                    store.disk.remove([path])
        unnamed = list(_unnamed(store))
        freed = sum(path.stat().st_size for path in unnamed)
        store.disk.remove(unnamed)
    return Removed(snapshots=tuple(gone), held=tuple(held), files=len(unnamed), bytes=freed)


def _old(store: Store, keep: int, since: datetime | None) -> Iterator[Old]:
    """Snapshots that may go, oldest first: those after HEAD were never served."""
    served = store.manifests.served()
    if served is None:
        return
    numbers = store.manifests.numbers()
    latest = [number for number in numbers if number <= served["number"]][-(keep + 1) :]
    for number in numbers:
        published_at = _published_at(store, number)
        is_young = since is not None and published_at is not None and published_at >= since
        was_served = number <= served["number"] and published_at is not None
        if not (was_served and (number in latest or is_young)):
            yield Old(number=number, published_at=published_at)


def _published_at(store: Store, number: int) -> datetime | None:
    """None for a damaged manifest: nobody can read that snapshot any more."""
    try:
        return datetime.fromisoformat(store.manifests.read(number)["published_at"])
    except MadeByNewerDampak:
        raise
    except CannotRead:
        return None


def _unnamed(store: Store, *, without: AbstractSet[int] = frozenset()) -> Iterator[Path]:
    """Files that neither a snapshot, ``without`` some, nor a build that may go on needs."""
    if store.manifests.served_number() is None:
        return
    named = files_of_journal(store)
    for number in sorted(set(store.manifests.numbers()) - without):
        named |= files_named(store.manifests.read(number))
    for path in sorted(store.objects.iterdir()):
        if path.name not in named:
            yield path
