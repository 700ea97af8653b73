"""Open an encrypted copy as a stream."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tarfile import TarError
from tarfile import open as open_archive
from threading import Thread

import pyrage
from pyrage.x25519 import Identity

from dampak.foundation.text import Sentence
from dampak.operations.backup.age_head import is_under_pass_phrase
from dampak.operations.backup.copying import PIECE
from dampak.operations.backup.encrypting.packing import Entry, entries
from dampak.operations.backup.encrypting.streams import Sink
from dampak.operations.backup.places import fingerprint_beside
from dampak.operations.backup.refusing import CannotRestore
from dampak.warehouse.fingerprint import sha256_of


def refuse_other_fingerprint(file: Path) -> bool:
    """Compare with the SHA-256 beside it, which needs no key; returns whether there is one."""
    beside = fingerprint_beside(file)
    if not beside.is_file():
        return False
    known, found = _told_in(beside), sha256_of(file)
    if found != known:
        raise CannotRestore(
            Sentence(
                "%(file)s was cut off or changed after it was written: its SHA-256 is %(found)s, "
                "and %(beside)s says %(known)s. It has %(size)s bytes. Nothing was changed. Fetch "
                "it once more from where it was taken, or use an earlier back-up.",
                {
                    "file": str(file),
                    "found": found,
                    "beside": beside.name,
                    "known": known,
                    "size": file.stat().st_size,
                },
            )
        )
    return True


def _told_in(beside: Path) -> str:
    """The SHA-256 that a list gives; one that was cut off says nothing of the copy."""
    known = beside.read_text(errors="replace").partition(" ")[0].strip()
    if not _SHA256.fullmatch(known):
        raise CannotRestore(
            Sentence(
                "%(beside)s holds no SHA-256; it is empty, was cut off or changed. That says "
                "nothing of the copy itself: move %(beside)s away, then look into the copy with "
                "`dampak restore --check --key`. Nothing was changed.",
                {"beside": str(beside)},
            )
        )
    return known.lower()


_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


@contextmanager
def opened(
    file: Path, keys: Sequence[Identity], *, to_its_end: bool = True
) -> Iterator[Iterator[Entry]]:
    """The files of the copy, one after the other; only a few pieces are ever in memory.

    What pyrage hands on is authentic piece by piece, but only its end tells that nothing is
    missing: so the end is read before the block is left in peace, unless the block says otherwise.
    """
    reading, writing = os.pipe()
    whole = os.fdopen(reading, "rb")
    decrypting = _Decrypting(file, keys, writing)
    decrypting.start()
    try:
        with whole as stream, open_archive(fileobj=stream, mode="r|") as archive:
            yield entries(archive, file)
            while to_its_end and stream.read(PIECE):
                pass
    except (TarError, CannotRestore) as torn:
        decrypting.join()
        refusal = decrypting.refusal()
        if refusal is None and isinstance(torn, TarError):
            refusal = not_ours(file)
        raise refusal or torn from torn
    finally:
        whole.close()  # where a signal came before anybody read, it would write for ever
        decrypting.join()
    refusal = decrypting.refusal()
    if refusal:
        raise refusal


class _Decrypting(Thread):
    """Decrypts into a pipe, at whose other end somebody reads or has gone."""

    def __init__(self, file: Path, keys: Sequence[Identity], writing: int) -> None:
        super().__init__(daemon=True)
        self._file, self._keys, self._writing = file, keys, writing
        self._fault: Exception | None = None

    def run(self) -> None:
        sink = None
        try:
            with self._file.open("rb") as source, os.fdopen(self._writing, "wb") as target:
                sink = Sink(target)
                pyrage.decrypt_io(source, sink, self._keys)
        except (pyrage.DecryptError, OSError) as fault:
            self._fault = (sink and sink.fault) or fault
        else:
            self._fault = sink.fault

    def refusal(self) -> CannotRestore | None:
        """Why the file could not be opened to its end, in words."""
        if self._fault is None or isinstance(self._fault, BrokenPipeError):
            return None
        if isinstance(self._fault, pyrage.DecryptError) and "No matching" in str(self._fault):
            if is_under_pass_phrase(self._file):
                return _under_pass_phrase(self._file)
            return _wrong_key(self._file, self._keys)
        return CannotRestore(
            Sentence(
                "%(file)s cannot be decrypted to its end: it was cut off or changed after it was "
                "written; found: %(found)s. It has %(size)s bytes. Nothing was changed. Fetch it "
                "once more from where it was taken, or use an earlier back-up.",
                {
                    "file": str(self._file),
                    "found": str(self._fault),
                    "size": self._file.stat().st_size,
                },
            )
        )


def _under_pass_phrase(file: Path) -> CannotRestore:
    return CannotRestore(
        Sentence(
            "%(file)s was encrypted with a pass phrase, which no key opens. Open it first, for "
            "your eyes only: (umask 077; age -d %(file)s | tar -x), and name the folder that comes "
            "out. Nothing was changed.",
            {"file": str(file)},
        )
    )


def _wrong_key(file: Path, keys: Sequence[Identity]) -> CannotRestore:
    held = ", ".join(str(key.to_public()) for key in keys)
    return CannotRestore(
        Sentence(
            "%(file)s was not encrypted for this key; the key's public half is %(held)s. Nothing "
            "was changed. Give the key of one of its recipients: the book of deeds names them at "
            "the day of the copy.",
            {"file": str(file), "held": held},
        )
    )


def not_ours(file: Path) -> CannotRestore:
    """For what can be opened, and is no copy of dampak or not a whole one."""
    return CannotRestore(
        Sentence(
            "%(file)s can be decrypted, but what it holds is not a whole back-up of dampak. "
            "Nothing was changed. Use an earlier back-up.",
            {"file": str(file)},
        )
    )
