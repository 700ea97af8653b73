"""Locks on the disk: who holds one works in a folder alone, and a crash gives it back."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def lock_held(lock: Path) -> Iterator[None]:
    """Raises `BlockingIOError` where somebody else holds it, `OSError` where it is a link.

    What lies in that place is never cut short, nor is a link followed: it may lead to a ledger.
    Whoever holds a lock may remove it. Who opened it before that would hold a file without a name,
    while the next makes a new one: so it counts as held by somebody else.
    """
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.fstat(descriptor).st_nlink:
            raise BlockingIOError
        yield
    finally:
        os.close(descriptor)
