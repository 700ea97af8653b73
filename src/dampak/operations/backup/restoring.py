"""Bring a copy back into an empty home: all of it, or nothing."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from dampak.foundation.text import Sentence
from dampak.operations.backup import ledgers
from dampak.operations.backup.checking import refuse_damaged, refuse_newer
from dampak.operations.backup.copying import (
    bring_name_to_disk,
    bring_names_to_disk,
    copy_file,
    link_or_copy,
)
from dampak.operations.backup.ledgers import Address, CannotCopyLedger, postgresql, sqlite
from dampak.operations.backup.locking import alone
from dampak.operations.backup.manifest import Manifest, read_manifest
from dampak.operations.backup.refusing import CannotRestore
from dampak.warehouse.locks import lock_held

HOME = "home/"
LEDGER = "ledger.db"
_LOCK, _DOINGS = "-lock", (".opening", ".restoring")


def restore_backup(
    backup: Path, *, home: Path, database: Address | None = None, links: bool = False
) -> Manifest:
    """Check every file of the copy, then bring it back; ``database`` for a ledger of PostgreSQL.

    The home must be empty or not there yet, and so must the database. Everything is put together
    beside the home, which appears in one step at the end. ``links`` gives files a second name
    instead of copying them, for a trial.

    Raises `CannotRestore`, in words, before anything is changed.
    """
    try:
        manifest = read_manifest(backup)
        refuse_newer(manifest)
        refuse_full(home)
        _refuse_other_database(manifest, database)
        refuse_damaged(backup, manifest)
        with beside(home, doing="restoring") as aside:
            _put_files(backup, manifest, aside, links=links)
            with _emptied_again(database, unless_gone=aside):
                tables = _put_ledger(backup, manifest, aside, database)
                _refuse_other_rows(manifest, tables)
                bring_names_to_disk(aside)
                aside.rename(home)
            bring_name_to_disk(home.parent)
    except CannotCopyLedger as refusal:
        raise CannotRestore(refusal.sentence) from refusal
    return manifest


def refuse_full(home: Path) -> None:
    """A home in which something is stays as it is."""
    if home.is_symlink() or (home.exists() and not home.is_dir()) or _holds_anything(home):
        raise CannotRestore(
            Sentence(
                "%(home)s is not empty, and a back-up is brought back into an empty home only. "
                "Name a folder that is not there yet. Nothing was changed.",
                {"home": str(home)},
            )
        )
    if home.exists() and os.path.ismount(home):
        raise CannotRestore(
            Sentence(
                "%(home)s is a disk of its own, which cannot be put in place in one step. Name a "
                "folder in it, for example %(within)s.",
                {"home": str(home), "within": str(home / "home")},
            )
        )


def _holds_anything(home: Path) -> bool:
    return home.is_dir() and any(home.iterdir())


def _refuse_other_database(manifest: Manifest, database: Address | None) -> None:
    if manifest.engine == "sqlite" and database is not None:
        raise CannotRestore(
            Sentence(
                "The ledger of this back-up is a file of SQLite and comes back as one. Leave "
                "--database-url out, and DAMPAK_DATABASE_URL too."
            )
        )
    if manifest.engine == "postgresql":
        if database is None:
            raise CannotRestore(
                Sentence(
                    "The ledger of this back-up belongs into PostgreSQL. Make an empty database "
                    "and name it with --database-url."
                )
            )
        with postgresql.asking(database) as ask:
            tables = postgresql.tables_of(ask)
        if tables:
            raise CannotRestore(
                Sentence(
                    "The database %(name)s holds %(count)s tables, and a back-up is brought back "
                    "into an empty one only. Make a new one with createdb. Nothing was changed.",
                    {"name": database.name, "count": len(tables)},
                )
            )


@contextmanager
def beside(home: Path, *, doing: str) -> Iterator[Path]:
    """A folder beside the home, which is gone after the block unless it has become the home."""
    home.parent.mkdir(parents=True, exist_ok=True)
    aside = home.with_name(f".{home.name}.{doing}")
    lock = aside.with_name(f"{aside.name}{_LOCK}")
    taken = Sentence("%(home)s is being brought back at this moment.", {"home": str(home)})
    with alone(lock, refusal=CannotRestore, taken=taken):
        try:
            shutil.rmtree(aside, ignore_errors=True)  # left by one that was killed
            aside.mkdir(mode=0o700)
            yield aside
        finally:
            try:
                shutil.rmtree(aside, ignore_errors=True)
            finally:  # also where a signal broke that off, which it does once
                shutil.rmtree(aside, ignore_errors=True)
                lock.unlink(missing_ok=True)


@contextmanager
def _emptied_again(database: Address | None, *, unless_gone: Path) -> Iterator[None]:
    """A database that was empty is so again if the block is broken off before the home stands."""
    try:
        yield
    except BaseException:
        if database is not None and unless_gone.exists():
            postgresql.empty(database)
        raise


def left_beside(home: Path) -> list[Path]:
    """What lies there in clear text of restores that were killed, each with its lock still."""
    locks = home.parent.glob(f".*{_LOCK}")
    places = {lock.with_name(lock.name.removesuffix(_LOCK)): lock for lock in locks}
    return sorted(
        place
        for place, lock in places.items()
        if place.suffix in _DOINGS and place.is_dir() and not _is_held(lock)
    )


def _is_held(lock: Path) -> bool:
    try:
        with lock_held(lock):
            return False
    except BlockingIOError:
        return True
    except OSError:  # root's: whether root works there cannot be told, and mostly does not
        return False


def _put_files(backup: Path, manifest: Manifest, aside: Path, *, links: bool) -> None:
    put: Callable[[Path, Path], object] = link_or_copy if links else copy_file
    for name in manifest.files:
        if name.startswith(HOME):
            put(backup / name, aside / name.removeprefix(HOME))


def _put_ledger(
    backup: Path, manifest: Manifest, aside: Path, database: Address | None
) -> Mapping[str, int]:
    """Returns how many rows each table holds after it."""
    dump = backup / manifest.ledger
    if database is not None:
        postgresql.load(database, dump)
        with postgresql.asking(database) as ask:
            return ledgers.rows_by_table(ask, postgresql.tables_of(ask))
    copy_file(dump, aside / LEDGER)
    with sqlite.asking(aside / LEDGER) as ask:
        faults = sqlite.faults_of(ask)
        if faults:
            raise CannotRestore(
                Sentence("The ledger is damaged; found: %(found)s.", {"found": faults[0]})
            )
        return ledgers.rows_by_table(ask, sqlite.tables_of(ask))


def _refuse_other_rows(manifest: Manifest, tables: Mapping[str, int]) -> None:
    if dict(tables) != dict(manifest.tables):
        names = {*tables, *manifest.tables}
        other = sorted(name for name in names if tables.get(name) != manifest.tables.get(name))
        raise CannotRestore(
            Sentence(
                "The ledger that came back holds other rows than the one that was copied, in "
                "%(count)s tables (first: %(table)s).",
                {"count": len(other), "table": other[0]},
            )
        )
