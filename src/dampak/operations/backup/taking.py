"""Take a copy of everything while the site is used."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from dampak import __version__
from dampak.audit.services import record
from dampak.foundation.text import Sentence
from dampak.operations.backup import home_files, ledgers, places, warehouse_files
from dampak.operations.backup.copying import (
    bring_name_to_disk,
    bring_names_to_disk,
    copy_file,
    link_or_copy,
    put_file,
)
from dampak.operations.backup.encrypting import Recipient, close_copy, recipients_of
from dampak.operations.backup.ledgers import CannotCopyLedger, postgresql, sqlite
from dampak.operations.backup.manifest import LEDGER_FILES, NAME, Manifest, written
from dampak.operations.backup.proving import prove
from dampak.operations.backup.refusing import CannotBackUp, CannotRestore
from dampak.operations.backup.workshop import workshop
from dampak.operations.ledger_state import lacking
from dampak.warehouse.fingerprint import sha256_of

HOME = "home"
Told = Callable[[Sentence], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A copy of ``home`` and its ledger, in a new folder of ``folder``.

    Of earlier copies the latest stay, ``keep`` with the new one; all of them without it. For
    ``recipients``, public keys, it becomes one file that their private keys open.
    """

    folder: Path
    home: Path
    database: Mapping[str, Any]
    by: str
    at: datetime
    keep: int | None = None
    proves: bool = True
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """``was_proved``: it was brought back in a scratch place, and everything was there."""

    place: Path
    manifest: Manifest
    removed: tuple[str, ...]
    was_proved: bool
    recipients: tuple[str, ...]


@dataclass(slots=True)
class _Copy:
    """A copy being put together: what is in it so far.

    ``before`` is an earlier copy on the same disk. ``is_within_home``: it lies on the home's own
    disk and will go again, so what never changes is linked.
    """

    home: Path
    place: Path
    before: Path | None
    is_within_home: bool = False
    files: dict[str, tuple[str, int]] = field(default_factory=dict)

    def add(self, paths: Iterable[Path]) -> None:
        """Copy files of the home; one that went meanwhile was a draft of somebody's."""
        for path in paths:
            name = f"{HOME}/{path.relative_to(self.home)}"
            if name in self.files:
                continue
            try:
                self.files[name] = copy_file(path, self.place / name)
            except FileNotFoundError:
                (self.place / name).unlink(missing_ok=True)

    def note(self, name: str) -> None:
        """Take down a file that was written here."""
        path = self.place / name
        self.files[name] = (sha256_of(path), path.stat().st_size)

    def add_object(self, path: Path) -> None:
        """Copy a file that is named by what it holds; an earlier copy's twin is as good."""
        name = f"{HOME}/{path.relative_to(self.home)}"
        twin = self.before / name if self.before else None
        if twin and twin.is_file() and warehouse_files.is_cut_of_its_name(path, sha256_of(twin)):
            link_or_copy(twin, self.place / name)
            self.files[name] = (path.name.partition(".")[0], twin.stat().st_size)
            return
        try:
            found = self._brought(path, self.place / name)
        except FileNotFoundError as fault:
            raise warehouse_files.damaged(path) from fault
        if not warehouse_files.is_cut_of_its_name(path, found[0]):
            raise warehouse_files.damaged(path)
        self.files[name] = found

    def _brought(self, path: Path, target: Path) -> tuple[str, int]:
        if not self.is_within_home:
            return copy_file(path, target)
        link_or_copy(path, target)
        return sha256_of(target), target.stat().st_size


def take_backup(wanted: Wanted, *, told: Told = lambda _sentence: None) -> Taken:
    """Take a copy while everybody works, prove it by bringing it back on trial, then name it.

    Whatever the ledger of the copy names is in the copy. A copy that cannot be proved gets no name
    and is removed; those before it stay.
    """
    recipients = recipients_of(wanted.recipients)
    wanted = replace(wanted, recipients=tuple(map(str, recipients)))
    try:
        with places.alone_in(wanted.folder), _workshop(wanted) as within:
            return _taken(wanted, recipients, within, told)
    except CannotCopyLedger as refusal:
        raise CannotBackUp(refusal.sentence) from refusal
    except CannotRestore as refusal:
        raise CannotBackUp(_NOT_PROVED, *refusal.faults) from refusal


_NOT_PROVED = Sentence(
    "The new back-up could not be brought back on trial, so it was thrown away. The ones before it "
    "stay."
)


def _workshop(wanted: Wanted) -> AbstractContextManager[Path]:
    is_encrypted = bool(wanted.recipients)
    return workshop(home=wanted.home, folder=wanted.folder, is_encrypted=is_encrypted)


def _taken(wanted: Wanted, recipients: list[Recipient], within: Path, told: Told) -> Taken:
    folder, aside = wanted.folder, within / places.TAKING
    aside.mkdir(mode=0o700)
    manifest = _copied(wanted, aside, told)
    put_file(aside / NAME, written(manifest))
    if wanted.proves:
        told(Sentence("Bringing it back on trial ..."))
        prove(aside, database=wanted.database, scratch=within / places.TRYING)
    place = places.name_for(folder, wanted.at)
    if recipients:
        told(Sentence("Encrypting it ..."))
        place = _close(wanted, recipients, aside, manifest, place=places.encrypted(place))
    else:
        bring_names_to_disk(aside)
        aside.rename(place)
        bring_name_to_disk(folder)
    _write_down(wanted, place, manifest)
    removed = places.remove_all_but(folder, keep=wanted.keep, latest=place) if wanted.keep else []
    return Taken(
        place=place,
        manifest=manifest,
        removed=tuple(removed),
        was_proved=wanted.proves,
        recipients=wanted.recipients,
    )


def _close(
    wanted: Wanted, recipients: list[Recipient], copy: Path, manifest: Manifest, *, place: Path
) -> Path:
    aside = place.with_name(places.TAKING)
    aside.mkdir(mode=0o700)
    close_copy(
        copy, manifest, place=place, aside=aside, recipients=recipients, proves=wanted.proves
    )
    return place


def _write_down(wanted: Wanted, place: Path, manifest: Manifest) -> None:
    """Into the book of deeds, unless the ledger still waits for the migrations of an upgrade."""
    if lacking():
        return
    record(
        "backup.taken",
        by=wanted.by,
        at=wanted.at,
        folder=str(wanted.folder),
        name=place.name,
        recipients=list(wanted.recipients),
        bytes=manifest.bytes,
        proved=wanted.proves,
    )


def _copied(wanted: Wanted, aside: Path, told: Told) -> Manifest:
    """In the order that `home_files` gives a reason for."""
    copy = _begun(wanted, aside)
    copy.add(_own(wanted))
    told(Sentence("Copying the ledger ..."))
    ledger = _copy_ledger(copy, wanted.database)
    told(Sentence("Copying files ..."))
    copy.add(home_files.uploads(wanted.home))
    served = _copy_warehouse(copy)
    # A key is made at its first need, which may have been after the first look.
    copy.add(_own(wanted))
    return Manifest(
        dampak=__version__,
        made_at=wanted.at.isoformat(),
        made_by=wanted.by,
        engine=ledger.engine,
        snapshot=served,
        migrations=ledger.migrations,
        tables=ledger.tables,
        files=copy.files,
    )


def _begun(wanted: Wanted, aside: Path) -> _Copy:
    """An earlier copy is of use only where it is in clear text and may share its files."""
    if wanted.recipients:
        return _Copy(wanted.home, aside, before=None, is_within_home=True)
    before = places.clear_copies_in(wanted.folder)
    return _Copy(wanted.home, aside, before=before[-1] if before else None)


def _own(wanted: Wanted) -> Iterable[Path]:
    """What stands beside the ledger, but for copies that are kept within the home."""
    own = home_files.beside_the_ledger(wanted.home)
    return (each for each in own if wanted.folder not in each.parents)


def _copy_warehouse(copy: _Copy) -> int | None:
    """Returns the snapshot that the copy serves."""
    with warehouse_files.held_warehouse(copy.home) as held:
        if held is None:
            return None
        for path in held.objects:
            copy.add_object(path)
        copy.add(held.others())
        if held.served is not None:
            name = f"{HOME}/{warehouse_files.FOLDER}/HEAD"
            put_file(copy.place / name, str(held.served).encode())
            copy.note(name)
        return held.served


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ledger:
    engine: str
    tables: Mapping[str, int]
    migrations: tuple[tuple[str, str], ...]


def _copy_ledger(copy: _Copy, database: Mapping[str, Any]) -> _Ledger:
    """The ledger as it stood at one moment, with its rows counted at that moment."""
    engine = "postgresql" if "postgresql" in database["ENGINE"] else "sqlite"
    target = copy.place / LEDGER_FILES[engine]
    if engine == "postgresql":
        with postgresql.dumped(ledgers.address_of(database), target) as ask:
            tables = ledgers.rows_by_table(ask, postgresql.tables_of(ask))
            migrations = ledgers.migrations_of(ask)
    else:
        sqlite.copy_ledger(Path(database["NAME"]), target)
        with sqlite.asking(target) as ask:
            tables = ledgers.rows_by_table(ask, sqlite.tables_of(ask))
            migrations = ledgers.migrations_of(ask)
    copy.note(target.name)
    return _Ledger(engine=engine, tables=tables, migrations=migrations)
