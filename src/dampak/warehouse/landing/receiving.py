"""Files on their way in: kept byte for byte, under names that hide nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol
from unicodedata import category

NAMELESS = "tanpa-nama"
STEM_BYTES, SUFFIX_BYTES = 160, 30  # a disk takes 255 for the whole name, the ledger 200
# Control characters, marks that turn the direction of writing, halves of letters.
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


class Upload(Protocol):
    """A file on its way in: a name, and its bytes in pieces."""

    name: str | None

    def chunks(self) -> Iterable[bytes]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """A file as it was kept: its name in the folder, and by what it is known again."""

    name: str
    sha256: str
    size_bytes: int


def receive_file(upload: Upload, *, into: Path) -> ReceivedFile:
    """Keep a file as it came, for its owner only, beside those that are there already.

    Raises
    ------
    OSError
        If the disk does not take it; what was written by then stays for the caller to remove.
    """
    path = _free_path(into, Path(upload.name or "").name)
    hashed, size = sha256(), 0
    with path.open("xb") as kept:
        path.chmod(0o600)
        for chunk in upload.chunks():
            hashed.update(chunk)
            size += len(chunk)
            kept.write(chunk)
    return ReceivedFile(name=path.name, sha256=hashed.hexdigest(), size_bytes=size)


def _free_path(folder: Path, name: str) -> Path:
    """The name as it came, but never hidden, endless, unprintable or already there."""
    shown = "".join(letter for letter in name if category(letter) not in _UNSEEN)
    bare = Path(shown.lstrip(".~ ") or NAMELESS)
    stem, suffix = _shortened(bare.stem, STEM_BYTES), _shortened(bare.suffix, SUFFIX_BYTES)
    path, number = folder / f"{stem}{suffix}", 2
    while path.exists():
        path, number = folder / f"{stem}-{number}{suffix}", number + 1
    return path


def _shortened(text: str, most_bytes: int) -> str:
    """As many whole letters as a disk has room for; it counts their bytes."""
    return text.encode()[:most_bytes].decode(errors="ignore")
