"""The folder in which copies lie: what each is called, who writes there, and what a crash left."""

import fcntl
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from dampak.foundation.text import Sentence
from dampak.operations.backup.manifest import NAME
from dampak.operations.backup.refusing import CannotBackUp

_NAMED = re.compile(r"dampak-\d{8}T\d{6}Z(-\d+)?")
TAKING, TRYING = ".dampak-taking", ".dampak-trying"


def name_for(folder: Path, at: datetime) -> Path:
    """The place of a copy made at a moment; a clock that is set back takes nobody's name."""
    stem = f"dampak-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    path, number = folder / stem, 2
    while path.exists():
        path, number = folder / f"{stem}-{number}", number + 1
    return path


def copies_in(folder: Path) -> list[Path]:
    """Whole copies, oldest first; only a copy that was proved has such a name."""
    found = (each for each in folder.iterdir() if _NAMED.fullmatch(each.name))
    return sorted(each for each in found if (each / NAME).is_file())


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Nobody else takes a copy here; what a killed one left behind goes first."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / ".dampak-lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotBackUp(
                Sentence(
                    "Another back-up is being taken in %(folder)s at this moment. Wait until it "
                    "has finished.",
                    {"folder": str(folder)},
                )
            ) from None
        _clear(folder)
        try:
            yield
        finally:
            _clear(folder)


def remove_all_but(folder: Path, *, keep: int, latest: Path) -> list[str]:
    """Remove the oldest copies, never the one that was just made."""
    others = [each for each in copies_in(folder) if each != latest]
    gone = others[: max(0, len(others) - (keep - 1))]
    for each in gone:
        leaving = each.with_name(f"{TAKING}-{each.name}")  # half removed, it is no copy any more
        each.rename(leaving)
        shutil.rmtree(leaving)
    return [each.name for each in gone]


def _clear(folder: Path) -> None:
    for left in folder.iterdir():
        if left.name.startswith((TAKING, TRYING)):
            shutil.rmtree(left, ignore_errors=True)
