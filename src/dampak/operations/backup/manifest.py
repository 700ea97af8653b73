"""The list of what a copy holds: every file with its fingerprint, every table with its rows."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from dampak.foundation.text import Sentence
from dampak.operations.backup.refusing import CannotRestore

NAME = "manifest.json"
FORMAT = "dampak-backup/1"
LEDGER_FILES = {"sqlite": "ledger.db", "postgresql": "ledger.dump"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """``files`` are the SHA-256 and the bytes of each, by its path within the copy.

    ``tables`` are the rows of each table of the ledger; ``migrations`` say how new the ledger is.
    """

    dampak: str
    made_at: str
    made_by: str
    engine: str
    snapshot: int | None
    migrations: tuple[tuple[str, str], ...]
    tables: Mapping[str, int]
    files: Mapping[str, tuple[str, int]]

    @property
    def ledger(self) -> str:
        """The name of the file that holds the ledger."""
        return LEDGER_FILES[self.engine]

    @property
    def bytes(self) -> int:
        """Of all files together."""
        return sum(size for _, size in self.files.values())


def written(manifest: Manifest) -> bytes:
    """As it lies on the disk, readable by people too."""
    said = {"format": FORMAT, **asdict(manifest)}
    whole = {**said, "fingerprint": _fingerprint(said)}
    return json.dumps(whole, indent=1, sort_keys=True).encode()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a copy; raises `CannotRestore` where it is none, damaged or too new."""
    return manifest_of(_bytes_of(folder), folder)


def manifest_of(data: bytes, folder: Path) -> Manifest:
    """The same, of what was read already; ``folder`` is what a refusal names."""
    try:
        return _read(data, folder)
    except RecursionError as fault:  # lists within lists within lists
        raise _damaged(folder, Sentence("its manifest cannot be read")) from fault


def _read(data: bytes, folder: Path) -> Manifest:
    said = _said(data, folder)
    if said["format"] != FORMAT:
        raise CannotRestore(
            Sentence(
                "%(folder)s was made by a newer dampak (%(format)s); this one reads %(known)s. "
                "Upgrade dampak on this machine. Nothing was changed.",
                {"folder": str(folder), "format": said["format"], "known": FORMAT},
            )
        )
    if said.pop("fingerprint", "") != _fingerprint(said):
        raise _damaged(folder, Sentence("its manifest was changed after it was written"))
    del said["format"]
    manifest = _manifest_in(folder, said)
    for name in manifest.files:
        _refuse_to_leave(folder, name)
    _refuse_folders_that_are_files(folder, manifest.files)
    return manifest


def _bytes_of(folder: Path) -> bytes:
    try:
        return (folder / NAME).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as fault:
        raise CannotRestore(
            Sentence(
                "%(folder)s is no back-up of dampak: it holds no %(name)s. Name the folder that "
                "`dampak backup` made, for example dampak-20260331T190000Z.",
                {"folder": str(folder), "name": NAME},
            )
        ) from fault
    except OSError as fault:
        raise _damaged(folder, Sentence("its manifest cannot be read")) from fault


def _said(data: bytes, folder: Path) -> dict[str, Any]:
    try:
        said = json.loads(data)
    except ValueError as fault:
        raise _damaged(folder, Sentence("its manifest cannot be read")) from fault
    if not isinstance(said, dict) or not str(said.get("format", "")).startswith("dampak-backup/"):
        raise _damaged(folder, Sentence("its manifest is not one of dampak's"))
    return said


def _manifest_in(folder: Path, said: dict[str, Any]) -> Manifest:
    try:
        said["migrations"] = tuple((app, name) for app, name in said["migrations"])
        said["tables"] = {name: int(rows) for name, rows in said["tables"].items()}
        said["files"] = {name: (sha256, size) for name, (sha256, size) in said["files"].items()}
        manifest = Manifest(**said)
        is_known = manifest.ledger in manifest.files
    except (TypeError, KeyError, ValueError, AttributeError, OverflowError) as fault:
        raise _damaged(folder, Sentence("its manifest is not one of dampak's")) from fault
    if not is_known:
        raise _damaged(folder, Sentence("its manifest names no ledger"))
    return manifest


def _refuse_to_leave(folder: Path, name: str) -> None:
    """A name may not lead out of the copy, nor out of the home that it is brought back to."""
    path = PurePosixPath(name)
    is_within = name == str(path) and not path.is_absolute() and ".." not in path.parts
    if not is_within or "\0" in name or "\\" in name or name in {".", NAME}:
        raise _damaged(
            folder, Sentence("its manifest names a file outside of it: %(name)s", {"name": name})
        )


def _refuse_folders_that_are_files(folder: Path, names: Mapping[str, object]) -> None:
    for name in names:
        for above in PurePosixPath(name).parents:
            if str(above) in names or str(above) == NAME:
                raise _damaged(folder, Sentence("its manifest is not one of dampak's"))


def _damaged(folder: Path, why: Sentence) -> CannotRestore:
    return CannotRestore(
        Sentence(
            "The back-up %(folder)s cannot be used: %(why)s. Nothing was changed. Take another "
            "back-up.",
            {"folder": str(folder), "why": why},
        )
    )


def _fingerprint(said: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
