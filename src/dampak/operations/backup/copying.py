"""Files brought to another place, each with its fingerprint, and on the disk when that is said."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO

PIECE = 1 << 20


def copy_file(source: Path, target: Path) -> tuple[str, int]:
    """Copy and bring to the disk; returns the SHA-256 and the bytes of what was written."""
    with source.open("rb") as original:
        return put_stream(target, original)


def put_stream(target: Path, original: IO[bytes]) -> tuple[str, int]:
    """The same for what is read from somewhere else."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    hashed, size = hashlib.sha256(), 0
    with _new(target) as copy:
        while piece := original.read(PIECE):
            hashed.update(piece)
            size += copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
    return hashed.hexdigest(), size


def put_file(target: Path, data: bytes) -> None:
    """Write and bring to the disk, for the owner's eyes only: the whole of it, or no file."""
    with _new(target) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            target.unlink()
            raise


def link_or_copy(source: Path, target: Path) -> None:
    """A second name for the same bytes, where the disk has such a thing."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        os.link(source, target)
    except OSError:
        copy_file(source, target)


def files_below(folder: Path) -> Iterator[Path]:
    """Every plain file, sorted; links are never followed."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place) / name
            if path.is_file() and not path.is_symlink():
                yield path


def bring_names_to_disk(folder: Path) -> None:
    """Names are on the disk once their folders are."""
    for place, _folders, _names in os.walk(folder):
        bring_name_to_disk(Path(place))


def bring_name_to_disk(folder: Path) -> None:
    """The names within one folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _new(target: Path) -> BinaryIO:
    return os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
