"""The store: files as they came, immutable tables, and one name for the latest whole state."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from dampak.warehouse.conformed import Conformed, KeyedFile
from dampak.warehouse.kept_rejects import rejects_table
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store.disk import Disk
from dampak.warehouse.store.files import kept_files, put_file
from dampak.warehouse.store.manifest import FORMAT, file_as_json, identity, snapshot_of, written
from dampak.warehouse.store.objects import content_sha256, put_table
from dampak.warehouse.store.secret import secret_of
from dampak.warehouse.store.trouble import told_in_words


class Store:
    """Everything the warehouse keeps, in one folder::

        raw/<sha256>/<name>         each file as it came, for its owner's eyes only
        objects/<sha256>.parquet    tables; written once, never changed
        manifests/<n>.json          which objects make snapshot n, from which files, by whom, when
        HEAD                        the number of the snapshot that is served
        person-key.secret           makes keys of people; mode 600

    A reader opens HEAD once and keeps that snapshot to the end, without a lock. HEAD changes in one
    step after everything it leads to has reached the disk, so a crash at any moment leaves the last
    whole snapshot being served, and the next publication starts again from there.
    """

    def __init__(self, home: Path, *, disk: Disk | None = None) -> None:
        self.home, self._objects, self._disk = home, home / "objects", disk or Disk()
        with told_in_words(home):
            (home / "raw").mkdir(parents=True, exist_ok=True, mode=0o700)
            for folder in ("objects", "manifests"):
                (home / folder).mkdir(exist_ok=True)

    def head(self) -> Snapshot | None:
        """The snapshot that is served now; None before the first publication."""
        manifest = self._served()
        return snapshot_of(manifest, self.home) if manifest else None

    def snapshot(self, number: int) -> Snapshot:
        """An earlier snapshot, by its number."""
        return snapshot_of(self._manifest(number), self.home)

    def files(self) -> Sequence[KeyedFile]:
        """The files that the served snapshot stands on."""
        manifest = self._served()
        return kept_files(self._objects, manifest) if manifest else ()

    def secret(self) -> bytes:
        """The secret that turns numbers of civil servants into keys."""
        return secret_of(self.home, self._disk)

    def serves(self, conformed: Conformed, files: Sequence[KeyedFile]) -> bool:
        """Whether exactly this is already being served."""
        manifest = self._served()
        return manifest is not None and manifest["id"] == _id(conformed, files)

    def keep_raw(self, path: Path, sha256: str) -> None:
        """Keep a file as it came, under its fingerprint and its name."""
        kept = self.home / "raw" / sha256 / path.name
        if not kept.exists():
            self._disk.put_copy(kept, path)

    def publish(
        self, conformed: Conformed, files: Sequence[KeyedFile], *, at: datetime, by: str
    ) -> Snapshot:
        """Serve these tables from now on; publishing what is already served changes nothing.

        The caller holds the pen (`lock.writing`) since before it read what is served.
        """
        served = self._served()
        if served and self.serves(conformed, files):
            return snapshot_of(served, self.home)
        self._clear_aside()
        manifest = self._put(conformed, files) | {
            "number": served["number"] + 1 if served else 1,
            "parent": served["id"] if served else None,
            "published_at": at.isoformat(),
            "published_by": by,
        }
        self._serve(manifest)
        return snapshot_of(manifest, self.home)

    def _put(self, conformed: Conformed, files: Sequence[KeyedFile]) -> dict[str, Any]:
        """Bring all objects to the disk, where nothing names them yet."""
        entries = [
            put_file(self._objects, file, account, self._disk)
            for file, account in zip(files, conformed.accounts, strict=True)
        ]
        return {
            "format": FORMAT,
            "id": _id(conformed, files),
            "files": entries,
            "tables": {name: self._put_table(rows) for name, rows in conformed.tables.items()},
            "working_days": self._put_table(conformed.working_days),
            "calendar": conformed.calendar,
            "zone": conformed.zone,
            "rejects": self._put_table(rejects_table(conformed.rejected)),
        }

    def _put_table(self, table: pa.Table) -> str:
        return put_table(self._objects, table, self._disk)

    def _serve(self, manifest: Mapping[str, Any]) -> None:
        number = manifest["number"]
        self._disk.put(self._manifest_path(number), written(manifest))
        self._disk.put(self.home / "HEAD", str(number).encode())

    def _clear_aside(self) -> None:
        """Remove what a crash left half written; only the holder of the pen writes aside."""
        for left in self.home.rglob("*.aside"):
            left.unlink()

    def _manifest_path(self, number: int) -> Path:
        return self.home / "manifests" / f"{number:08d}.json"

    def _manifest(self, number: int) -> dict[str, Any]:
        manifest: dict[str, Any] = json.loads(self._manifest_path(number).read_bytes())
        return manifest

    def _served(self) -> dict[str, Any] | None:
        try:
            number = int((self.home / "HEAD").read_text())
        except FileNotFoundError:
            return None
        return self._manifest(number)


def _id(conformed: Conformed, files: Sequence[KeyedFile]) -> str:
    """Working days are part of it: another calendar gives other numbers."""
    entries = [
        file_as_json(file, account) for file, account in zip(files, conformed.accounts, strict=True)
    ]
    tables = {**conformed.tables, "working_days": conformed.working_days}
    return identity(entries, {name: content_sha256(rows) for name, rows in tables.items()})
