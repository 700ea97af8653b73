"""A reader holds its snapshot: as long as it does, nobody removes what the snapshot is made of."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import finalize


class Hold:
    """Lasts as long as anybody has it, and no longer than its process.

    Chosen over a time of grace, because a clock that is set forward would end every grace at once
    while readers still read. The operating system gives the hold back when the reader dies.
    """

    __slots__ = ("__weakref__",)


def hold_of(path: Path) -> Hold | None:
    """Share a manifest with all other readers; None when it is not there (any more)."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    hold = Hold()
    finalize(hold, os.close, descriptor)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    # Whoever removed it did so while this process waited.
    return hold if os.fstat(descriptor).st_nlink else None


@contextmanager
def alone_with(path: Path) -> Iterator[bool]:
    """Whether nobody holds this manifest; while the block lasts, nobody can begin to."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        yield _is_free(descriptor)
    finally:
        os.close(descriptor)


def _is_free(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
