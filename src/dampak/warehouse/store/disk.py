"""Files that are there whole or not at all, whatever happens to the machine."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Disk:
    """Writes a file aside, brings it to the disk, and only then gives it its name.

    `passed` is called wherever the machine may die; it does nothing, and tests die in it.
    """

    def put(self, path: Path, data: bytes, *, mode: int = 0o644) -> None:
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

    def passed(self, step: str) -> None:
        """A place where the machine may die."""

    def _bring_to_disk(self, descriptor: int, path: Path) -> None:
        self.passed(f"{path.name} written")
        os.fsync(descriptor)
        self.passed(f"{path.name} brought to disk")

    def _give_name(self, aside: Path, path: Path) -> None:
        aside.replace(path)
        self.passed(f"{path.name} named")
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        self.passed(f"the name of {path.name} brought to disk")


def sha256_of(path: Path) -> str:
    """The fingerprint of a file of any size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
