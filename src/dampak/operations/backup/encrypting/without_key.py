"""What can be told of an encrypted copy without its key: whether it became another file."""

from pathlib import Path

from dampak.foundation.text import Sentence
from dampak.operations.backup.age_head import has_age_head
from dampak.operations.backup.encrypting.opening import refuse_other_fingerprint
from dampak.operations.backup.places import fingerprint_beside
from dampak.operations.backup.refusing import CannotRestore


def check_without_key(file: Path) -> None:
    """Raises `CannotRestore` where it is another file, or where nothing can be compared.

    Neither the file nor the SHA-256 is signed: that they agree says nothing of what is within.
    """
    if not refuse_other_fingerprint(file):
        raise CannotRestore(
            Sentence(
                "Nothing can be compared: %(file)s is encrypted, there is no %(file)s.sha256 "
                "beside it, and no key was given. Give one with --key.",
                {"file": str(file)},
            )
        )
    _refuse_other_name(file)
    if not has_age_head(file):
        raise CannotRestore(
            Sentence(
                "%(file)s agrees with the SHA-256 beside it, but it is no encrypted back-up: it "
                "does not begin as files in the age format do. Nothing was changed. Use another "
                "back-up.",
                {"file": str(file)},
            )
        )


def _refuse_other_name(file: Path) -> None:
    listed = _name_in(fingerprint_beside(file))
    if listed != file.name:
        raise CannotRestore(
            Sentence(
                "%(file)s agrees with a SHA-256 that was written for %(listed)s: it is the copy of "
                "another moment, or was given another name. Give both files their own names back, "
                "or look into it with --key. Nothing was changed.",
                {"file": str(file), "listed": listed or "-"},
            )
        )


def _name_in(listed: Path) -> str:
    """In the form that `sha256sum` reads and writes; a star there means bytes as they are."""
    line = listed.read_text(errors="replace").partition("\n")[0]
    return line.partition(" ")[2].removeprefix(" ").removeprefix("*").rstrip("\r")
