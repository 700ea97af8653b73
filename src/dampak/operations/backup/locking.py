"""One run at a time in a folder; whoever comes second is told so."""

import errno
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from dampak.foundation.text import Sentence, gettext_noop
from dampak.operations.backup.refusing import CannotBackUp, CannotRestore
from dampak.warehouse.locks import lock_held


@contextmanager
def alone(
    lock: Path, *, refusal: type[CannotBackUp] | type[CannotRestore], taken: Sentence
) -> Iterator[None]:
    """Hold the lock during the block; raises the refusal, with ``taken`` where somebody has it."""
    with ExitStack() as held:
        try:
            held.enter_context(lock_held(lock))
        except BlockingIOError:
            raise refusal(taken) from None
        except OSError as fault:
            if fault.errno != errno.ELOOP:
                raise
            raise refusal(Sentence(_LINK, {"lock": str(lock)})) from None
        yield


_LINK = gettext_noop(
    "%(lock)s is a link, and a lock is a file of its own: somebody put the link there. Look where "
    "it leads, remove it, and give the same command again. Nothing was changed."
)
