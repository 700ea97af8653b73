"""The two halves of a key: the public one closes copies, the private one opens them."""

import os
import stat
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pyrage
from pyrage.x25519 import Identity, Recipient

from dampak.foundation.private_keys import may_be_private_key
from dampak.foundation.text import Sentence
from dampak.operations.backup.copying import bring_name_to_disk, put_file
from dampak.operations.backup.refusing import CannotBackUp, CannotMakeKey, CannotRestore

PRIVATE, ENCRYPTED = "AGE-SECRET-KEY-1", "age-encryption.org/v1"
LARGEST = 1 << 16  # bytes of a file of keys: hundreds of them
TOLD_AGAIN = 12  # letters of what was given as a key: enough to find it, too few to open anything


def recipients_of(written: Sequence[str]) -> list[Recipient]:
    """Public keys as they are written, in quotes too, as files of settings have them.

    Raises `CannotBackUp` with every one that is none.
    """
    read, faults = [], []
    for text in dict.fromkeys(map(_bare, written)):
        try:
            read.append(Recipient.from_str(text))
        except pyrage.RecipientError:
            faults.append(_no_recipient(text))
    if faults:
        raise CannotBackUp(*faults)
    return read


def read_keys(file: Path) -> list[Identity]:
    """The private keys in a file as `dampak backup-key`, or age-keygen, makes it."""
    _refuse_key_itself(file)
    try:  # editors of Windows begin a text with a mark
        lines = [line.strip() for line in _begin_of(file).decode("utf-8-sig").splitlines()]
    except FileNotFoundError as fault:
        raise _no_key(file, Sentence("it is not there")) from fault
    except (OSError, ValueError) as fault:
        raise _no_key(file, Sentence("it cannot be read as text")) from fault
    told = [line for line in lines if line and not line.startswith("#")]
    if told and told[0].startswith(("-----BEGIN AGE", ENCRYPTED)):
        raise CannotRestore(
            Sentence(
                "The key %(file)s is locked with a pass phrase. Open it first, into a place that "
                "is gone when the machine is switched off, and for your eyes only: "
                "(umask 077; age -d %(file)s > /dev/shm/key)",
                {"file": str(file)},
            )
        )
    if told and told[0].startswith("age1"):
        raise _no_key(file, Sentence("it holds the public half, which only closes"))
    try:
        keys = [Identity.from_str(line) for line in told]
    except pyrage.IdentityError as fault:
        raise _no_key(file, Sentence("a line in it is damaged or is no key")) from fault
    if not keys:
        raise _no_key(file, Sentence("it holds no key"))
    return keys


def make_key(file: Path, *, home: Path, at: datetime) -> str:
    """Write a new private key, for the owner's eyes only; returns its public half.

    Raises `CannotMakeKey` where something is in that place, or where the key would lie in the home:
    copies of the home would then hold what opens them.
    """
    if file.resolve().is_relative_to(home.resolve()):
        raise CannotMakeKey(
            Sentence(
                "%(file)s lies in the home, whose copies the key is to open: it would be lost "
                "together with them. Name a place outside of %(home)s. No key was made.",
                {"file": str(file), "home": str(home)},
            )
        )
    key = Identity.generate()
    public = str(key.to_public())
    told = f"# created: {at.isoformat(timespec='seconds')}\n# public key: {public}\n{key}\n"
    try:
        _keep(file, told.encode())
    except FileExistsError as fault:
        raise CannotMakeKey(
            Sentence(
                "%(file)s is there already, and a key is never overwritten: what was encrypted for "
                "it could no longer be opened. Name another file. No key was made.",
                {"file": str(file)},
            )
        ) from fault
    return public


def _begin_of(file: Path) -> bytes:
    """All of a file of keys, or of a pipe: a device may never end, and what is larger is none."""
    kind = file.stat().st_mode
    if not (stat.S_ISREG(kind) or stat.S_ISFIFO(kind)):
        raise _no_key(file, Sentence("it is no file"))
    with file.open("rb") as opened:
        begin = opened.read(LARGEST + 1)
    if len(begin) > LARGEST:
        raise _no_key(file, Sentence("it is too large for a key"))
    return begin


def _keep(file: Path, key: bytes) -> None:
    """On the disk, its name too, before anything is encrypted for it; or there is no file."""
    put_file(file, key)
    try:
        bring_name_to_disk(file.parent)
    except BaseException:
        file.unlink()
        raise


def _bare(text: str) -> str:
    return text.strip(" \t\r\n'\"")


def _is_private(text: str) -> bool:
    return PRIVATE in text.upper() or may_be_private_key(text)


def _refuse_key_itself(file: Path) -> None:
    """The name of the file would be said again, and here it is what nobody may read."""
    if _is_private(str(file)) and not os.path.isfile(file):
        raise CannotRestore(
            Sentence(
                "A private key itself was given where the name of its file belongs. Now it stands "
                "in the history of this terminal: delete it there, write the key into a file that "
                "only you can read, and name that file. Nothing was changed."
            )
        )


def _no_recipient(text: str) -> Sentence:
    if _is_private(text):  # never said again: it would stand in logs
        return Sentence(
            "A private key was given as a recipient. Whoever could read it here can open copies: "
            "make a new one with `dampak backup-key`, and give its public half, which begins with "
            "age1."
        )
    return Sentence(
        "%(found)s is no public key of the age format. It begins with age1 and has 62 characters; "
        "`dampak backup-key` tells it, and so does age-keygen -y KEY.",
        {"found": text if len(text) <= TOLD_AGAIN else f"{text[:TOLD_AGAIN]}..."},
    )


def _no_key(file: Path, why: Sentence) -> CannotRestore:
    return CannotRestore(
        Sentence(
            "The key %(file)s cannot be used: %(why)s. Name the file that `dampak backup-key` "
            "made; it holds a line that begins with AGE-SECRET-KEY-1. Nothing was changed.",
            {"file": str(file), "why": why},
        )
    )
