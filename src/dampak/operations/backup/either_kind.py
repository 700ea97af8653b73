"""A copy of either kind, in clear text or encrypted: brought back or looked through."""

from pathlib import Path
from tarfile import is_tarfile

from dampak.foundation.text import Sentence, gettext_noop
from dampak.operations.backup.age_head import has_age_head
from dampak.operations.backup.checking import check_backup
from dampak.operations.backup.ledgers import Address
from dampak.operations.backup.manifest import Manifest
from dampak.operations.backup.places import ENCRYPTED, FINGERPRINT
from dampak.operations.backup.refusing import CannotRestore
from dampak.operations.backup.restoring import restore_backup
from dampak.operations.backup.restoring_encrypted import check_encrypted_backup, restore_encrypted


def restore_copy(
    backup: Path, *, key: Path | None, home: Path, database: Address | None = None
) -> Manifest:
    """Bring a copy back into an empty home; ``key`` is a file with the private key.

    Raises `CannotRestore`, in words, before anything is changed.
    """
    if not is_encrypted(backup):
        _refuse_key(backup, key)
        return restore_backup(backup, home=home, database=database)
    if key is None:
        raise CannotRestore(
            Sentence(
                "%(file)s is encrypted, and no key was given. Name the file of the private key "
                "with --key; it is kept where `dampak backup-key` told you to keep it. Nothing was "
                "changed.",
                {"file": str(backup)},
            )
        )
    return restore_encrypted(backup, key=key, home=home, database=database)


def check_copy(backup: Path, *, key: Path | None) -> Manifest | None:
    """Look whether a copy is what was written; None where it is encrypted and there was no key.

    Raises `CannotRestore` with what is wrong.
    """
    if is_encrypted(backup):
        return check_encrypted_backup(backup, key=key)
    _refuse_key(backup, key)
    return check_backup(backup)


def is_encrypted(backup: Path) -> bool:
    """By how it begins, or by its name where the beginning was lost.

    Raises `CannotRestore` for what is no copy.
    """
    if backup.is_dir():
        return False
    if not backup.is_file():  # a pipe keeps waiting, a device may never end
        raise CannotRestore(Sentence(_NO_FILE, {"file": str(backup)}))
    if has_age_head(backup) or backup.name.endswith(ENCRYPTED):
        return True
    raise CannotRestore(_no_copy(backup))


def _refuse_key(backup: Path, key: Path | None) -> None:
    if key is not None:
        raise CannotRestore(
            Sentence(
                "%(folder)s is a back-up in clear text and is opened by no key. Leave --key out, "
                "or name the encrypted file. Nothing was changed.",
                {"folder": str(backup)},
            )
        )


_NO_FILE = gettext_noop(
    "%(file)s is neither a file nor a folder. A copy is read more than once, so it cannot come "
    "through a pipe or from a device: write it to a disk first. Nothing was changed."
)


def _no_copy(file: Path) -> Sentence:
    values = {"file": str(file)}
    if file.name.endswith(ENCRYPTED + FINGERPRINT):
        return Sentence(
            "%(file)s is only the fingerprint of a back-up. Name the file beside it, which ends in "
            ".tar.age.",
            values,
        )
    if is_tarfile(file):
        return Sentence(
            "%(file)s is an archive in clear text. Unpack it with tar -xf, and name the folder "
            "that comes out.",
            values,
        )
    return Sentence(
        "%(file)s is no back-up of dampak. Name a folder, or a file that ends in .tar.age, which "
        "`dampak backup` made.",
        values,
    )
