"""Where a copy is put together: an encrypted one in the home, where clear text is anyway."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dampak.operations.backup import places
from dampak.operations.backup.home_files import COPYING
from dampak.operations.backup.refusing import CannotBackUp
from dampak.warehouse.locks import lock_held


@contextmanager
def workshop(*, home: Path, folder: Path, is_encrypted: bool) -> Iterator[Path]:
    """The folder of copies itself, or one in the home: then those hold clear text at no moment.

    What a killed run left in the home goes first, whichever kind of copy is taken now.
    """
    if is_encrypted:
        with places.alone_in(home / COPYING) as here:
            yield here
        return
    if (home / COPYING).is_dir():
        with suppress(CannotBackUp, PermissionError), places.alone_in(home / COPYING):
            pass  # unless somebody works there, or only root may
    yield folder


def left_over(home: Path) -> list[Path]:
    """What lies there in clear text though nobody works there: its run was broken off.

    Raises `OSError` where the folder is another user's, or its lock a link.
    """
    here = home / COPYING
    if not here.is_dir():
        return []
    with suppress(BlockingIOError), lock_held(here / places.LOCK):
        return sorted(here.glob(".dampak-t*"))
    return []
