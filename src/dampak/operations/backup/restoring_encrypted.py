"""Bring an encrypted copy back: opened beside the new home, then as any other."""

from pathlib import Path

from dampak.operations.backup.checking import refuse_newer
from dampak.operations.backup.encrypting import check_encrypted, read_keys, unpack
from dampak.operations.backup.encrypting.without_key import check_without_key
from dampak.operations.backup.ledgers import Address
from dampak.operations.backup.manifest import Manifest
from dampak.operations.backup.restoring import beside, refuse_full, restore_backup


def restore_encrypted(
    file: Path, *, key: Path, home: Path, database: Address | None = None
) -> Manifest:
    """Open the copy with the private key in a file, then bring it back into an empty home.

    What is opened lies beside the home, for its owner alone, until it has become the home. Raises
    `CannotRestore`, in words, before anything is changed.
    """
    keys = read_keys(key)
    refuse_full(home)
    with beside(home, doing="opening") as folder:
        unpack(file, folder, keys=keys)
        return restore_backup(folder, home=home, database=database, links=True)


def check_encrypted_backup(file: Path, *, key: Path | None) -> Manifest | None:
    """With the key every file in it is compared; without one what can be told is little.

    Raises `CannotRestore` where it is not what was written, or where nothing can be compared.
    """
    if key is not None:
        manifest = check_encrypted(file, keys=read_keys(key))
        refuse_newer(manifest)
        return manifest
    check_without_key(file)
    return None
