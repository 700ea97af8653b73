"""Encrypt a copy into one file, and prove that the file can be opened."""

import os
from collections.abc import Sequence
from pathlib import Path

import pyrage
from pyrage.x25519 import Identity, Recipient

from dampak.operations.backup.copying import bring_name_to_disk, put_file
from dampak.operations.backup.encrypting.comparing import check_encrypted
from dampak.operations.backup.encrypting.packing import packed
from dampak.operations.backup.encrypting.streams import FingerprintedSink, Source
from dampak.operations.backup.manifest import Manifest
from dampak.operations.backup.places import fingerprint_beside


def close_copy(
    folder: Path,
    manifest: Manifest,
    *,
    place: Path,
    aside: Path,
    recipients: Sequence[Recipient],
    proves: bool,
) -> None:
    """Encrypt the copy in ``folder`` to the file ``place``, which appears whole or not at all.

    Nothing in clear text is written in its folder: ``aside``, an empty folder there, gets what is
    encrypted. One recipient more is a key of this run alone, which nobody keeps: with it the file
    is read back and every file in it compared, though the private keys are elsewhere.
    """
    own = Identity.generate()
    file, listed = aside / place.name, aside / fingerprint_beside(place).name
    called = place.name.partition(".")[0]
    sha256 = _encrypted(folder, manifest, file, called, [*recipients, own.to_public()])
    put_file(listed, f"{sha256}  {place.name}\n".encode())
    if proves:
        check_encrypted(file, keys=[own])
    listed.rename(fingerprint_beside(place))
    file.rename(place)
    bring_name_to_disk(place.parent)


def _encrypted(
    folder: Path, manifest: Manifest, file: Path, called: str, recipients: Sequence[Recipient]
) -> str:
    """Returns the SHA-256 of what was written."""
    source = Source(packed(folder, manifest, called=called))
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        sink = FingerprintedSink(target)
        try:
            pyrage.encrypt_io(source, sink, recipients)
        except (pyrage.EncryptError, OSError) as fault:
            raise source.fault or sink.fault or fault from None
        if sink.fault:
            raise sink.fault
        target.flush()
        os.fsync(target.fileno())
    return sink.sha256
