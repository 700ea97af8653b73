"""An encrypted copy against its manifest: nothing more, nothing less, nothing twice."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from pyrage.x25519 import Identity

from dampak.operations.backup.copying import PIECE, put_stream
from dampak.operations.backup.encrypting.opening import (
    not_ours,
    opened,
    refuse_other_fingerprint,
)
from dampak.operations.backup.manifest import NAME, Manifest, manifest_of

Found = tuple[str, int]  # a SHA-256 and so many bytes


def check_encrypted(file: Path, *, keys: Sequence[Identity]) -> Manifest:
    """Read the whole copy and compare every file in it with its manifest; nothing is written.

    Raises `CannotRestore` where it is not what was written, or none of the keys opens it.
    """
    return _compared(file, keys, lambda _name, content: _measured(content))


def unpack(file: Path, folder: Path, *, keys: Sequence[Identity]) -> Manifest:
    """The same, and every file is written into ``folder``, which is of no use after a refusal."""
    return _compared(file, keys, lambda name, content: put_stream(folder / name, content))


def _compared(
    file: Path, keys: Sequence[Identity], taken: Callable[[str, IO[bytes]], Found]
) -> Manifest:
    refuse_other_fingerprint(file)
    manifest = _manifest_in(file, keys)
    missing: dict[str, Found | None] = {**manifest.files, NAME: None}
    with opened(file, keys) as copy:
        for entry in copy:
            if entry.name not in missing:
                raise not_ours(file)
            known = missing.pop(entry.name)
            if known and entry.size != known[1]:  # before it fills a disk
                raise not_ours(file)
            found = taken(entry.name, entry.content)
            if known and found != known:
                raise not_ours(file)
        if missing:
            raise not_ours(file)
    return manifest


def _manifest_in(file: Path, keys: Sequence[Identity]) -> Manifest:
    """Ours comes first; in what was packed by hand it may lie anywhere."""
    with opened(file, keys, to_its_end=False) as copy:
        for entry in copy:
            if entry.name == NAME:
                return manifest_of(entry.content.read(), file)
        raise not_ours(file)


def _measured(content: IO[bytes]) -> Found:
    hashed, size = hashlib.sha256(), 0
    while piece := content.read(PIECE):
        hashed.update(piece)
        size += len(piece)
    return hashed.hexdigest(), size
