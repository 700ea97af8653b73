"""The folder in which copies lie: what each is called, who writes there, and what a crash left."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from dampak.foundation.text import Sentence, gettext_noop
from dampak.operations.backup.age_head import has_age_head
from dampak.operations.backup.locking import alone
from dampak.operations.backup.manifest import NAME
from dampak.operations.backup.owning import give_to_owner_of
from dampak.operations.backup.refusing import CannotBackUp

ENCRYPTED, FINGERPRINT = ".tar.age", ".sha256"
TAKING, TRYING, LOCK = ".dampak-taking", ".dampak-trying", ".dampak-lock"
_NAMED = re.compile(rf"(dampak-\d{{8}}T\d{{6}}Z)(?:-(\d+))?({re.escape(ENCRYPTED)})?")


def name_for(folder: Path, at: datetime) -> Path:
    """The place of a copy made at a moment; a clock that is set back takes nobody's name."""
    stem = f"dampak-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    path, number = folder / stem, 2
    while path.exists() or encrypted(path).exists():
        path, number = folder / f"{stem}-{number}", number + 1
    return path


def encrypted(path: Path) -> Path:
    """The place of a copy in a file that is encrypted."""
    return path.with_name(path.name + ENCRYPTED)


def fingerprint_beside(path: Path) -> Path:
    """Where the SHA-256 of such a file lies."""
    return path.with_name(path.name + FINGERPRINT)


def copies_in(folder: Path) -> list[Path]:
    """Whole copies of either kind, oldest first; only one that is whole has such a name."""
    found = (each for each in folder.iterdir() if _NAMED.fullmatch(each.name))
    return sorted((each for each in found if _is_whole(each)), key=_moment)


def clear_copies_in(folder: Path) -> list[Path]:
    """Those that anybody who gets hold of them can read."""
    return [each for each in copies_in(folder) if not each.name.endswith(ENCRYPTED)]


@contextmanager
def alone_in(folder: Path, *, taken: Sentence | None = None) -> Iterator[Path]:
    """Nobody else takes a copy here; what a killed one left behind goes first.

    ``taken`` is said where somebody does, if the folder says nothing to whoever asked for a copy.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    taken = taken or Sentence(_TAKEN, {"folder": str(folder)})
    with alone(folder / LOCK, refusal=CannotBackUp, taken=taken):
        give_to_owner_of(folder, folder / LOCK)
        _clear(folder)
        try:
            yield folder
        finally:
            try:
                _clear(folder)
            finally:  # also where a signal broke that off, which it does once
                _clear(folder)


_TAKEN = gettext_noop(
    "Another back-up is being taken in %(folder)s at this moment. Wait until it has finished."
)


def copies_later_than(copy: Path) -> list[Path]:
    """Those beside it whose names are of a later moment: then or now a clock is wrong."""
    return [each for each in copies_in(copy.parent) if _moment(each) > _moment(copy)]


def remove_all_but(folder: Path, *, keep: int, latest: Path) -> list[str]:
    """Remove the oldest copies, never the one that was just made.

    What is named later than it neither counts nor goes: counted, it would drive out good copies;
    and where the clock of today is the wrong one, it is all that is good.
    """
    uncounted = {latest, *copies_later_than(latest)}
    others = [each for each in copies_in(folder) if each not in uncounted]
    gone = others[: max(0, len(others) - (keep - 1))]
    for each in gone:
        _remove(each)
    return [each.name for each in gone]


def _remove(copy: Path) -> None:
    """Of a copy that lies elsewhere, on another disk, only the link to it goes."""
    if copy.is_symlink() or copy.is_file():
        copy.unlink()
        fingerprint_beside(copy).unlink(missing_ok=True)
        return
    leaving = copy.with_name(f"{TAKING}-{copy.name}")  # half removed, it is no copy any more
    copy.rename(leaving)
    shutil.rmtree(leaving)


def _is_whole(copy: Path) -> bool:
    if not copy.name.endswith(ENCRYPTED):
        return (copy / NAME).is_file()
    try:
        return copy.is_file() and has_age_head(copy)
    except OSError:  # it cannot be read by whoever takes copies here, so it is not one of theirs
        return False


def _moment(copy: Path) -> tuple[str, int]:
    named = _NAMED.fullmatch(copy.name)
    return (named[1], int(named[2] or 1)) if named else ("", 0)


def _clear(folder: Path) -> None:
    """What a killed run left: a copy half put together, a fingerprint of no copy."""
    for left in folder.iterdir():
        if left.name.startswith((TAKING, TRYING)):
            _leave_nothing(left)
        elif _is_fingerprint_of_ours(left.name) and not left.with_suffix("").exists():
            left.unlink()


def _leave_nothing(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)


def _is_fingerprint_of_ours(name: str) -> bool:
    """Others may keep lists of what lies elsewhere, and have put it under a name of their own."""
    named = _NAMED.fullmatch(name.removesuffix(FINGERPRINT))
    return name.endswith(FINGERPRINT) and named is not None and named[3] is not None
