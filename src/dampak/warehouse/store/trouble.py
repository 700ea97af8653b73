"""A disk that does not take what is written, told in words."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dampak.foundation.text import Sentence, gettext_noop
from dampak.warehouse.store.lock import CannotPublish

_KNOWN = {
    errno.ENOSPC: gettext_noop("the disk is full"),
    errno.EDQUOT: gettext_noop("your share of the disk is full"),
    errno.EACCES: gettext_noop("you may not write there"),
    errno.EPERM: gettext_noop("you may not write there"),
    errno.EROFS: gettext_noop("the disk can only be read"),
    errno.EIO: gettext_noop("the disk reports a fault"),
    errno.ENOTDIR: gettext_noop("a file stands where a folder should be"),
    errno.EEXIST: gettext_noop("a file stands where a folder should be"),
}


@contextmanager
def told_in_words(home: Path) -> Iterator[None]:
    """Turn the fault of a disk into a refusal; what is served is whole in any case."""
    try:
        yield
    except OSError as fault:
        raise CannotPublish(
            Sentence(
                "The work was broken off: %(home)s could not be written, because %(why)s. Nothing "
                "is served in part. Mend that, then do the same again.",
                {"home": str(home), "why": why_refused(fault)},
            )
        ) from fault


def why_refused(fault: OSError) -> Sentence | str:
    """What the disk has against it, in words; those of the system where it is a rare reason."""
    if fault.errno is None:
        return str(fault)
    known = _KNOWN.get(fault.errno)
    return Sentence(known) if known else os.strerror(fault.errno)
