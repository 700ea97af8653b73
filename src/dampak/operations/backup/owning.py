"""What root makes in a place of somebody else's, given to them: it would lock them out."""

import os
import stat
from contextlib import suppress
from pathlib import Path


def give_to_owner_of(folder: Path, made: Path) -> None:
    """Root takes a copy by hand, and the timer of the service goes on tomorrow.

    Given away is what is root's and holds nothing: a folder itself or an empty file, and never
    what a link leads to, which somebody may have put there.
    """
    if os.geteuid() != 0 or made.is_symlink():
        return
    owner = folder.stat()
    descriptor = os.open(made, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if _is_harmless(os.fstat(descriptor)):
            with suppress(PermissionError):  # disks of other systems know no owners
                os.fchown(descriptor, owner.st_uid, owner.st_gid)
    finally:
        os.close(descriptor)


def _is_harmless(found: os.stat_result) -> bool:
    is_empty_file = stat.S_ISREG(found.st_mode) and found.st_size == 0 and found.st_nlink == 1
    return found.st_uid == 0 and (stat.S_ISDIR(found.st_mode) or is_empty_file)
