"""Copies that only the holder of a key can open: one file in the age format."""

from pyrage.x25519 import Recipient

from dampak.operations.backup.encrypting.closing import close_copy
from dampak.operations.backup.encrypting.comparing import check_encrypted, unpack
from dampak.operations.backup.encrypting.keys import make_key, read_keys, recipients_of

__all__ = [
    "Recipient",
    "check_encrypted",
    "close_copy",
    "make_key",
    "read_keys",
    "recipients_of",
    "unpack",
]
