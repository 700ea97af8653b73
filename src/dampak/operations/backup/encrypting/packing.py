"""A copy as one stream, in the order and form that every `tar` reads."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tarfile import BLOCKSIZE, DIRTYPE, GNU_FORMAT, ReadError, TarFile, TarInfo
from typing import IO

from dampak.foundation.text import Sentence
from dampak.operations.backup.copying import PIECE
from dampak.operations.backup.manifest import NAME, Manifest
from dampak.operations.backup.refusing import CannotBackUp, CannotRestore


def packed(folder: Path, manifest: Manifest, *, called: str) -> Iterator[bytes]:
    """The copy in ``folder`` as pieces of an archive whose one folder is ``called`` so.

    The manifest comes first, so that whoever reads knows at once what is to follow.
    """
    top = TarInfo(called)
    top.type, top.mode = DIRTYPE, 0o700
    yield _told(top)
    listed = (folder / NAME).read_bytes()
    yield from _entry(f"{called}/{NAME}", len(listed))
    yield listed + _filling(len(listed))
    for name, (sha256, size) in sorted(manifest.files.items()):
        yield from _entry(f"{called}/{name}", size)
        yield from _file(folder / name, sha256, size)
        yield _filling(size)
    yield bytes(2 * BLOCKSIZE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file of a copy: its name within it, how long it is said to be, and what it holds."""

    name: str
    size: int
    content: IO[bytes]


def entries(archive: TarFile, file: Path) -> Iterator[Entry]:
    """Every file of the copy; what is no plain file of it is refused, in the name of ``file``."""
    for member in _members(archive):
        top, *within = PurePosixPath(member.name).parts or [""]
        if member.isdir():  # a folder is made for the first file in it
            continue
        # a hole costs nobody a byte and could be as long as the disk
        is_plain = member.isreg() and not member.issparse()
        content = archive.extractfile(member) if is_plain else None
        if content is None or not within or ".." in (top, *within) or member.name.startswith("/"):
            raise CannotRestore(
                Sentence(
                    "%(file)s holds %(name)s, which is no file of a back-up of dampak. Nothing was "
                    "changed. Use an earlier back-up.",
                    {"file": str(file), "name": member.name},
                )
            )
        yield Entry(name="/".join(within), size=member.size, content=content)


def _members(archive: TarFile) -> Iterator[TarInfo]:
    """What Python's own reader has no refusal for, is one too."""
    try:
        yield from archive
    except (ValueError, OverflowError, IndexError, RecursionError) as fault:
        raise ReadError(str(fault)) from fault


def _entry(name: str, size: int) -> Iterator[bytes]:
    info = TarInfo(name)
    info.size, info.mode = size, 0o600
    yield _told(info)


def _told(info: TarInfo) -> bytes:
    return info.tobuf(format=GNU_FORMAT, encoding="utf-8", errors="surrogateescape")


def _filling(size: int) -> bytes:
    return bytes(-size % BLOCKSIZE)


def _file(path: Path, sha256: str, size: int) -> Iterator[bytes]:
    """Its pieces, as many bytes as the manifest says, and no others."""
    hashed, left = hashlib.sha256(), size
    with path.open("rb") as file:
        while piece := file.read(min(PIECE, left)):
            hashed.update(piece)
            left -= len(piece)
            yield piece
    if left or hashed.hexdigest() != sha256:
        raise CannotBackUp(
            Sentence(
                "%(file)s was changed while it was encrypted, so there is no new back-up; the ones "
                "before it stay. Take it again; if that helps nothing, run `dampak check`.",
                {"file": str(path)},
            )
        )
