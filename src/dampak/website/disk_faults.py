"""Which faults are the disk's, and none of the program."""

import errno

from django.db import DatabaseError

_NUMBERS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS})
# What SQLite and PostgreSQL say when the disk below them refuses.
_WORDS = (
    *("disk is full", "readonly database", "unable to open database", "disk i/o error"),
    "no space left",
)


def is_of_the_disk(fault: BaseException | None) -> bool:
    """Whether the disk refused, said by the system or by the database above it."""
    if isinstance(fault, OSError):
        return fault.errno in _NUMBERS
    is_told = isinstance(fault, DatabaseError)
    return is_told and any(words in str(fault).lower() for words in _WORDS)
