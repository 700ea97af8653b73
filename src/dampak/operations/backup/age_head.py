"""How every file in the age format begins, whoever wrote it."""

import binascii
from pathlib import Path

_PLAIN, _ARMOURED = b"age-encryption.org/v1", b"-----BEGIN AGE ENCRYPTED FILE-----"
_HEADS = (_PLAIN, _ARMOURED)
_PASS_PHRASE = _PLAIN + b"\n-> scrypt "


def has_age_head(file: Path) -> bool:
    """Whether it begins as what is encrypted begins; the rest may still be anything."""
    with file.open("rb") as opened:
        return opened.read(max(map(len, _HEADS))).startswith(_HEADS)


def is_under_pass_phrase(file: Path) -> bool:
    """Whether a pass phrase opens it, and no key does; as text it is told by its first line."""
    with file.open("rb") as opened:
        first = opened.readline(100)
        if first.startswith(_ARMOURED):
            return _decoded(opened.readline(100)).startswith(_PASS_PHRASE)
        return (first + opened.read(len(_PASS_PHRASE))).startswith(_PASS_PHRASE)


def _decoded(line: bytes) -> bytes:
    try:
        return binascii.a2b_base64(line)
    except binascii.Error:
        return b""
