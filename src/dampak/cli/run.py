"""`dampak run`: bring the site up, with its demo where nobody has begun to work yet."""

import os
import socket
import subprocess
import sys
from datetime import datetime

import click
from django.conf import settings
from django.core.management import call_command

from dampak.cli.demo import build_demo, is_empty, open_home, tell_sign_ins, was_built
from dampak.cli.speaking import Refused, SpeakingCommand, tell
from dampak.foundation.text import Sentence, gettext_noop

# Responses of citizens reach the disk together, and each waits for that in a thread of its own;
# the pages of the office take turns (`website/turns.py`). On PostgreSQL a thread is a connection.
THREADS = 32
LOOPBACK = {"127.0.0.1", "localhost", "::1", "[::1]"}


@click.command(
    cls=SpeakingCommand,
    help=gettext_noop("Serve the site. The first time, in an empty home, with its demo."),
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help=gettext_noop("The address to listen on."),
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help=gettext_noop("The port to listen on."),
)
@click.option(
    "--no-worker",
    "without_worker",
    is_flag=True,
    help=gettext_noop("Leave work in the background to workers that are started otherwise."),
)
def run(host: str, port: int, without_worker: bool) -> None:  # noqa: FBT001 - click's
    """Prepare what is missing, say where to look, and become the web server."""
    _refuse_if_taken(host, port)
    open_home()
    is_private = host in LOOPBACK and set(settings.ALLOWED_HOSTS) <= LOOPBACK
    if settings.BUILDS_DEMO and is_private and is_empty():
        tell(Sentence("Building the demo; this happens once."), on_stderr=True)
        build_demo(at=datetime.now().astimezone())
    call_command("prepare_pages")
    _tell_where(host, port, is_private=is_private)
    if not without_worker:
        _start_worker()
    _serve(host, port)


def _refuse_if_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as fault:
            values = {"host": host, "port": str(port), "found": fault.strerror or ""}
            raise Refused([Sentence(_TAKEN, values)]) from fault


_TAKEN = gettext_noop(
    "Nothing can listen on %(host)s, port %(port)s; found: %(found)s. Stop what uses it, or choose "
    "another: dampak run --port 8001."
)


def _tell_where(host: str, port: int, *, is_private: bool) -> None:
    if was_built():
        if not is_private:
            raise Refused([Sentence(_DEMO_IS_PRIVATE, {"home": str(settings.DAMPAK_HOME)})])
        tell_sign_ins()
    tell(Sentence("dampak is served on %(address)s", {"address": f"http://{host}:{port}/"}))
    sys.stdout.flush()


_DEMO_IS_PRIVATE = gettext_noop(
    "This home holds the demo, whose passwords everybody knows, so it is served to this machine "
    "alone. For real work set DAMPAK_HOME to a new folder and DAMPAK_DEMO=0."
)


def _start_worker() -> None:
    """A worker beside the site; it ends when this process does, which becomes the web server."""
    starts = "from dampak.cli.main import main; main()"
    command = [sys.executable, "-c", starts, "worker", "--beside", str(os.getpid())]
    subprocess.Popen(command)  # noqa: S603 - our own command


def _serve(host: str, port: int) -> None:
    """Become the web server."""
    command = [
        *(sys.executable, "-m", "granian", "dampak.website.wsgi:application"),
        *("--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", str(THREADS)),
        *("--no-access-log", "--log-level", "error", "--respawn-failed-workers"),
    ]
    os.execv(sys.executable, command)  # noqa: S606 - no shell is wanted
