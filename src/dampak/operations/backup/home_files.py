"""Which files of a home belong in a copy, and in which order they are taken.

First what stands beside the ledger: keys, and the last page of the book that was sealed. A ledger
that is copied later is only further than they are. Then the ledger. Then uploads and the
warehouse, which hold a thing before the ledger names it and keep it afterwards.
"""

from collections.abc import Iterator
from pathlib import Path

from dampak.operations.backup.copying import files_below

# Made again from the rest when they are missing, or about this machine alone.
COPYING = "copying"
NOT_COPIED = frozenset(
    {"static", "cache", "collecting", "benchmark", "warehouse", "running", "lost+found", COPYING}
)
LEDGER = "ledger.db"
UPLOADS = "uploads"
_PREVIEW = "-preview"


def beside_the_ledger(home: Path) -> Iterator[Path]:
    """All but the ledger, the uploads and the warehouse."""
    for entry in sorted(home.iterdir()):
        if entry.is_symlink() or entry.name.startswith(LEDGER) or entry.name == UPLOADS:
            continue
        if entry.is_dir() and entry.name not in NOT_COPIED:
            yield from (each for each in files_below(entry) if not _is_draft(each))
        elif entry.is_file() and not _is_draft(entry):
            yield entry


def uploads(home: Path) -> Iterator[Path]:
    """Files as they were handed in, without what was only worked out from them."""
    folder = home / UPLOADS
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and not entry.is_symlink() and not entry.name.endswith(_PREVIEW):
            yield from files_below(entry)


def _is_draft(path: Path) -> bool:
    return path.suffix in {".aside", ".lock"} or path.name == "LOCK"
