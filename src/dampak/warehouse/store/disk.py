"""Files that are there whole or not at all, whatever happens to the machine."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from dampak.warehouse.fingerprint import note_written


class Disk:
    """Writes a file aside, brings it to the disk, and only then gives it its name.

    `passed` is called wherever the machine may die; it does nothing, and tests die in it.
    """

    def put(self, path: Path, data: bytes | bytearray, *, mode: int = 0o644) -> None:
        """Give ``path`` this content, replacing what was there in one step."""
        with _aside(path) as aside:
            aside.touch(mode)
            with aside.open("wb") as file:
                file.write(data[: len(data) // 2])
                self.passed(f"half of {path.name} written")
                file.write(data[len(data) // 2 :])
                file.flush()
                self._bring_to_disk(file.fileno(), path)
            self._give_name(aside, path)

    def put_copy(self, path: Path, source: Path) -> None:
        """Keep a copy of ``source`` as ``path``, readable by its owner alone."""
        with _aside(path) as aside:
            aside.touch(0o600)
            with source.open("rb") as original, aside.open("wb") as copy:
                shutil.copyfileobj(original, copy, 1 << 20)
                copy.flush()
                self._bring_to_disk(copy.fileno(), path)
            self._give_name(aside, path)

    def put_object(self, folder: Path, kind: str, write: Callable[[Any], None]) -> Path:
        """Keep what ``write`` writes to an open file, named by its SHA-256 and its ``kind``."""
        with _aside(folder / f"coming.{kind}") as aside:
            with aside.open("wb") as file:
                sink = _Fingerprinted(file, self)
                write(sink)
                file.flush()
                self._bring_to_disk(file.fileno(), aside)
            path = folder / f"{sink.fingerprint}.{kind}"
            self._give_name(aside, path)
            note_written(path)
        return path

    def remove(self, paths: Iterable[Path]) -> None:
        """Remove files of one folder, for good."""
        folder = None
        for path in paths:
            path.unlink(missing_ok=True)
            folder = path.parent
            self.passed(f"{path.name} removed")
        if folder is not None:
            _bring_names_to_disk(folder)

    def passed(self, step: str) -> None:
        """A place where the machine may die."""

    def _bring_to_disk(self, descriptor: int, path: Path) -> None:
        self.passed(f"{path.name} written")
        os.fsync(descriptor)
        self.passed(f"{path.name} brought to disk")

    def _give_name(self, aside: Path, path: Path) -> None:
        aside.replace(path)
        self.passed(f"{path.name} named")
        _bring_names_to_disk(path.parent)
        self.passed(f"the name of {path.name} brought to disk")


class _Fingerprinted:
    """An open file that takes the fingerprint of what is written to it."""

    closed = False

    def __init__(self, file: IO[bytes], disk: Disk) -> None:
        self._file, self._disk, self._hash = file, disk, hashlib.sha256()
        self._is_begun = False

    @property
    def fingerprint(self) -> str:
        return self._hash.hexdigest()

    def write(self, data: bytes) -> int:
        self._hash.update(data)
        written = self._file.write(data)
        if not self._is_begun:
            self._is_begun = True
            self._disk.passed(f"{written} bytes of an object written")
        return written

    def tell(self) -> int:
        return self._file.tell()

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        """The file stays open until it is on the disk."""


def _bring_names_to_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _aside(path: Path) -> Iterator[Path]:
    """Where to write first; a full disk gets back what was written there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}.aside")
    try:
        yield aside
    except OSError:
        aside.unlink(missing_ok=True)
        raise
