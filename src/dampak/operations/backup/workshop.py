"""Where a copy is put together: an encrypted one in the home, where clear text is anyway."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dampak.foundation.text import Sentence, gettext_noop
from dampak.operations.backup import places
from dampak.operations.backup.home_files import COPYING
from dampak.operations.backup.owning import give_to_owner_of
from dampak.operations.backup.refusing import CannotBackUp
from dampak.warehouse.locks import lock_held


@contextmanager
def workshop(*, home: Path, folder: Path, is_encrypted: bool) -> Iterator[Path]:
    """The folder of copies itself, or one in the home: then those hold clear text at no moment.

    What a killed run left in the home goes first, whichever kind of copy is taken now.
    """
    if is_encrypted:
        with _alone_in_the_home(home) as here:
            yield here
        return
    if (home / COPYING).is_dir():
        with suppress(CannotBackUp, PermissionError), _alone_in_the_home(home):
            pass  # unless somebody works there, or only root may
    yield folder


@contextmanager
def _alone_in_the_home(home: Path) -> Iterator[Path]:
    """Also for whoever takes copies of this home to another folder at the same time."""
    (home / COPYING).mkdir(exist_ok=True, mode=0o700)
    give_to_owner_of(home, home / COPYING)
    with places.alone_in(home / COPYING, taken=Sentence(_TAKEN, {"home": str(home)})) as here:
        yield here


_TAKEN = gettext_noop(
    "Another encrypted back-up of the home %(home)s is being taken at this moment, for whatever "
    "folder. Wait until it has finished."
)


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
