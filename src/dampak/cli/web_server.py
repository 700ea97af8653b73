"""The web server, which says where it is found once it answers there, not a moment before."""

import encodings.idna  # noqa: F401 - needed to ask; loaded before other processes are forked
import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from threading import Thread

from granian.cli import entrypoint

STARTS = "from dampak.cli.web_server import serve; serve()"
LOOKS_EVERY = 0.05  # seconds between two looks whether somebody answers
PATIENCE_SECONDS = 60  # for one answer; the first one loads every page
EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 # nosec B104 - asked, not opened


def words_to_serve(
    host: str, port: int, *, answers_to: str, told: str, asked_for: Sequence[str]
) -> list[str]:
    """What to start this module with: where to ask, what to say then, what the server is told."""
    bare = host.strip("[]")
    asks = EVERY_ADDRESS.get(bare, bare)
    return [sys.executable, "-c", STARTS, asks, str(port), answers_to, told, *asked_for]


def serve() -> None:
    """Be the web server until it is told to end.

    Its processes take from one queue of visitors: where one answers, nobody is turned away.
    """
    host, port, name, told, *asked_for = sys.argv[1:]
    sys.argv = ["granian", *asked_for]
    Thread(target=_tell_when_answered, args=(host, int(port), name, told), daemon=True).start()
    entrypoint()  # type: ignore[no-untyped-call]


def _tell_when_answered(host: str, port: int, name: str, told: str) -> None:
    while not _is_answered(host, port, name):
        time.sleep(LOOKS_EVERY)
    # past every buffer: processes forked meanwhile would hold a copy and say it again
    with suppress(OSError):  # the site is served also where nobody listens to that
        os.write(sys.stdout.fileno(), f"{told}\n".encode(sys.stdout.encoding, "replace"))


def _is_answered(host: str, port: int, name: str) -> bool:
    """Whether somebody answers; what, is told elsewhere."""
    connection = HTTPConnection(host, port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", "/sehat", headers={"Host": name})
        connection.getresponse().read()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True
