"""The store: files as they came, immutable tables, and one name for the latest whole state."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from dampak.foundation.text import Sentence
from dampak.warehouse.conformed import Conformed, KeyedFile
from dampak.warehouse.fingerprint import CannotRead, trust, trusted
from dampak.warehouse.kept_rejects import rejects_table
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store.disk import Disk
from dampak.warehouse.store.files import kept_files, put_file
from dampak.warehouse.store.health import Health, health_of
from dampak.warehouse.store.holding import hold_of
from dampak.warehouse.store.lock import CannotPublish, writing
from dampak.warehouse.store.manifest import file_as_json, files_named, identity, snapshot_of
from dampak.warehouse.store.manifests import FORMAT, FORMAT_WITH_PARTS, Manifests
from dampak.warehouse.store.objects import content_sha256, put_table
from dampak.warehouse.store.secret import secret_of
from dampak.warehouse.store.stamps import keep_stamps, stamps_in
from dampak.warehouse.store.trouble import told_in_words

BUILDING, ACCEPTANCE = "building", "acceptance"
SERVED_ANOTHER = Sentence(
    "Nothing was accepted: since you looked, other data were taken in, and what these files change "
    "may differ by now. Look at the preview once more, then accept."
)


class Store:
    """Everything the warehouse keeps, in one folder::

        raw/<sha256>/<name>         each file as it came, for its owner's eyes only
        objects/<sha256>.<kind>     tables, parts and what belongs to them; never changed
        manifests/<n>.json          which objects make snapshot n, from which files, by whom, when
        building/<n>-<key>.json     what is finished of a build on snapshot n, not published yet
        whole.json                  which objects were found whole, and when they last changed
        HEAD                        the number of the snapshot that is served
        person-key.secret           makes keys of people; mode 600

    A reader opens HEAD once and keeps that snapshot to the end; nobody removes what it holds. HEAD
    changes in one step after everything it leads to has reached the disk, so a crash at any moment
    leaves the last whole snapshot being served, and the next publication starts again from there.
    What is served through a store with a word of ``acceptance`` is found again by it. ``onto`` is
    the snapshot, by its id, that somebody looked at who accepts; "" where nothing was served.
    """

    def __init__(
        self,
        home: Path,
        *,
        disk: Disk | None = None,
        acceptance: str = "",
        onto: str | None = None,
    ) -> None:
        self.home, self.objects, self.disk = home, home / "objects", disk or Disk()
        self._acceptance, self._onto = acceptance, onto
        self.manifests = Manifests(home, self.disk)
        with told_in_words(home):
            (home / "raw").mkdir(parents=True, exist_ok=True, mode=0o700)
            for folder in ("objects", "manifests", BUILDING):
                (home / folder).mkdir(exist_ok=True)
        trust(stamps_in(home))

    def head(self) -> Snapshot | None:
        """The snapshot that is served now; None before the first publication.

        Raises `CannotRead` when its manifest is damaged, missing or from a newer dampak.
        """
        found = self.manifests.served_and_held()
        return snapshot_of(found[0], self.home, found[1]) if found else None

    def snapshot(self, number: int) -> Snapshot:
        """An earlier snapshot, by its number; raises `CannotRead` when it is there no more."""
        hold = hold_of(self.manifests.path(number))
        return snapshot_of(self.manifests.read(number), self.home, hold)

    def files(self) -> Sequence[KeyedFile]:
        """The files that the served snapshot stands on, ready to be conformed again.

        Raises `CannotPublish` for a nation's home, whose files are too large to be kept so.
        """
        manifest = self.manifests.served()
        if manifest and manifest["format"] == FORMAT_WITH_PARTS:
            raise CannotPublish(
                Sentence(
                    "%(home)s holds records that grow month by month, and this delivery would take"
                    " the place of all of them. Nothing was changed. Hand it over with `dampak"
                    " build`, or import it into a home of its own.",
                    {"home": str(self.home)},
                )
            )
        return kept_files(self.objects, manifest) if manifest else ()

    def refuse_unless_looked_at(self) -> None:
        """Raises `CannotPublish` where another snapshot is served than the one looked at."""
        manifest = self.manifests.served()
        if self._onto not in (None, manifest["id"] if manifest else ""):
            raise CannotPublish(SERVED_ANOTHER)

    def secret(self) -> bytes:
        """The secret that turns numbers of civil servants into keys."""
        return secret_of(self.home, self.disk)

    def serves(self, conformed: Conformed, files: Sequence[KeyedFile]) -> bool:
        """Whether exactly this is already being served."""
        manifest = self.manifests.served()
        return manifest is not None and manifest["id"] == _id(conformed, files)

    def keep_raw(self, path: Path, sha256: str) -> None:
        """Keep a file as it came, under its fingerprint and its name."""
        kept = self.home / "raw" / sha256 / path.name
        if not kept.exists():
            self.disk.put_copy(kept, path)

    def of_acceptance(self, acceptance: str) -> Snapshot | None:
        """The snapshot that was served by this acceptance; None if it never came so far.

        Also one that is served no more. A manifest after HEAD belongs to a publication that died
        before anything of it was served.
        """
        served = self.manifests.served_number() or 0
        for number in self.manifests.numbers():
            with suppress(CannotRead):  # a damaged one, or removed a moment ago
                if number <= served and self.manifests.read(number).get(ACCEPTANCE) == acceptance:
                    return self.snapshot(number)
        return None

    def publish(
        self, conformed: Conformed, files: Sequence[KeyedFile], *, at: datetime, by: str
    ) -> Snapshot:
        """Serve these tables from now on; publishing what is already served changes nothing.

        The caller holds the pen (`lock.writing`) since before it read what is served.
        """
        served = self.manifests.served()
        if served and self.serves(conformed, files):
            return self.snapshot(served["number"])
        return self.serve_next(self._put(conformed, files), at=at, by=by)

    def serve_next(self, said: Mapping[str, Any], *, at: datetime, by: str) -> Snapshot:
        """Serve what a manifest says, as the next snapshot; all its objects are on the disk."""
        served = self.manifests.served()
        manifest = {
            **said,
            **({ACCEPTANCE: self._acceptance} if self._acceptance else {}),
            "number": served["number"] + 1 if served else 1,
            "parent": served["id"] if served else None,
            "published_at": at.isoformat(),
            "published_by": by,
        }
        self.manifests.serve(manifest)
        keep_stamps(self.home, trusted(self.objects / name for name in files_named(manifest)))
        return snapshot_of(manifest, self.home, hold_of(self.manifests.path(manifest["number"])))

    def clear_aside(self) -> None:
        """Remove what a crash left half written; only the holder of the pen writes aside."""
        for left in self.home.rglob("*.aside"):
            left.unlink()

    def forget_overtaken(self) -> None:
        """Remove what is left of builds on a snapshot that is served no more."""
        served = f"{self.manifests.served_number() or 0}-"
        for left in (self.home / BUILDING).glob("*.json"):
            if not left.name.startswith(served):
                left.unlink()

    @contextmanager
    def tidy(self) -> Iterator[None]:
        """Leave nothing half written behind, also when the work is broken off."""
        self.clear_aside()
        self.forget_overtaken()
        try:
            yield
        except (Exception, KeyboardInterrupt):
            self.clear_aside()
            raise

    def check(self) -> Health:
        """Read every file of the served snapshot through, and say what is wrong and what to do."""
        return health_of(self.manifests, self.objects)

    def fall_back(self, *, at: datetime, by: str) -> Snapshot:
        """Serve the last whole snapshot again, as a new one, when the served one is damaged.

        Raises `CannotPublish` when nothing is damaged, or nothing whole is left.
        """
        with told_in_words(self.home), writing(self.home):
            health = self.check()
            if health.is_whole:
                raise CannotPublish(
                    Sentence("What is served is whole, so there is nothing to fall back from.")
                )
            if health.last_whole is None:
                raise CannotPublish(
                    Sentence("No whole snapshot is left to serve. Bring back a backup of the home.")
                )
            manifest = self.manifests.read(health.last_whole) | {
                "number": self.manifests.numbers()[-1] + 1,
                "published_at": at.isoformat(),
                "published_by": by,
                "again": health.last_whole,
            }
            self.manifests.serve(manifest)
            return self.snapshot(manifest["number"])

    def _put(self, conformed: Conformed, files: Sequence[KeyedFile]) -> dict[str, Any]:
        """Bring all objects to the disk, where nothing names them yet."""
        self.clear_aside()
        entries = [
            put_file(self.objects, file, account, self.disk)
            for file, account in zip(files, conformed.accounts, strict=True)
        ]
        return {
            "format": FORMAT,
            "id": _id(conformed, files),
            "files": entries,
            "tables": {name: self.put_table(rows) for name, rows in conformed.tables.items()},
            "working_days": self.put_table(conformed.working_days),
            "calendar": conformed.calendar,
            "zone": conformed.zone,
            "rejects": self.put_table(rejects_table(conformed.rejected)),
        }

    def put_table(self, table: pa.Table) -> str:
        """Keep a table among the objects; returns the SHA-256 that names it."""
        return put_table(self.objects, table, self.disk)


def _id(conformed: Conformed, files: Sequence[KeyedFile]) -> str:
    """Working days are part of it: another calendar gives other numbers."""
    entries = [
        file_as_json(file, account) for file, account in zip(files, conformed.accounts, strict=True)
    ]
    tables = {**conformed.tables, "working_days": conformed.working_days}
    return identity(entries, {name: content_sha256(rows) for name, rows in tables.items()})
