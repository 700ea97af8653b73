"""One site for each home: what the running site keeps there belongs to its own processes alone."""

import fcntl
import os
from pathlib import Path

from dampak.cli.speaking import Refused
from dampak.foundation.text import Sentence, gettext_noop

SERVED_ALREADY = gettext_noop(
    "%(home)s is served already, by another dampak run. Stop that one first, or set DAMPAK_HOME to "
    "another folder. To serve more people, raise --processes instead."
)


def serve_alone(home: Path) -> None:
    """Hold this home until the web server ends; the operating system lets it go, also of a crash.

    The lock stays with this process, also when it becomes the web server. Raises `Refused`.
    """
    lock = os.open(home / "serving.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise Refused([Sentence(SERVED_ALREADY, {"home": str(home)})]) from None
    fcntl.fcntl(lock, fcntl.F_SETFD, 0)  # not closed where the program becomes another
