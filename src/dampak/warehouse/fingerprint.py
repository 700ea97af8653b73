"""Is this file still what its name promises? Found out before it is read or served."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from dampak.foundation.text import Sentence, gettext_noop
from dampak.warehouse.sentences import said

# A file's size, the moment of its last change and its place on the disk. No program that writes to
# a file leaves them as they were, so a file is read through once and not at every opening. A disk
# that forgets by itself is found out by reading everything again (`Store.check`).
Stamp = tuple[int, int, int]

MISSING = gettext_noop("%(file)s is missing.")
UNREADABLE = gettext_noop("%(file)s cannot be read from the disk: %(why)s.")
CHANGED = gettext_noop(
    "%(file)s is damaged: its content is no longer what was written (%(bytes)s bytes)."
)

_seen: dict[Path, Stamp] = {}


class CannotRead(Exception):
    """Says which file of the warehouse cannot be used, and what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(said(sentence))
        self.sentence = sentence


def sha256_of(path: Path) -> str:
    """The fingerprint of a file of any size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stamp_of(path: Path) -> Stamp:
    """What changes whenever the file does; raises `FileNotFoundError` when it is gone."""
    found = path.stat()
    return found.st_size, max(found.st_mtime_ns, found.st_ctime_ns), found.st_ino


def fault_of(path: Path, *, again: bool = False) -> Sentence | None:
    """What is wrong with a file that is named by its SHA-256; None when it is whole.

    A file that this process has read through before is read again only if it changed since, or
    when asked to ``again``.
    """
    try:
        stamp = stamp_of(path)
        if not again and _seen.get(path) == stamp:
            return None
        is_whole = sha256_of(path) == path.name.partition(".")[0]
    except FileNotFoundError:
        return Sentence(MISSING, {"file": str(path)})
    except OSError as fault:
        return Sentence(UNREADABLE, {"file": str(path), "why": fault.strerror or str(fault)})
    if not is_whole:
        return Sentence(CHANGED, {"file": str(path), "bytes": stamp[0]})
    _seen[path] = stamp
    return None


def refuse_damaged(paths: Iterable[Path]) -> None:
    """Raise `CannotRead` for the first of these files that is not whole."""
    for path in paths:
        fault = fault_of(path)
        if fault is not None:
            raise CannotRead(
                Sentence(
                    "The snapshot cannot be read: %(fault)s Run `dampak check`, which names every "
                    "damaged file, then `dampak check --fall-back`, which serves the last whole "
                    "snapshot again.",
                    {"fault": fault},
                )
            )


def whole(path: Path) -> Path:
    """The path of a file that is whole; raises `CannotRead` otherwise."""
    refuse_damaged([path])
    return path


def trust(stamps: Mapping[Path, Stamp]) -> None:
    """Take files for whole that another process wrote or read, unless they changed since."""
    _seen.update({path: stamp for path, stamp in stamps.items() if path not in _seen})


def trusted(paths: Iterable[Path]) -> dict[Path, Stamp]:
    """The stamps of those files that this process wrote, or found whole."""
    return {path: _seen[path] for path in paths if path in _seen}


def note_written(path: Path) -> None:
    """Remember a file that was named by the fingerprint of the bytes just written to it."""
    _seen[path] = stamp_of(path)
