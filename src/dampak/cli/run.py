"""`dampak run`: bring the site up, with its demo where nobody has begun to work yet."""

import os
import shutil
import socket
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command

from dampak.cli.demo import build_demo, is_empty, open_home, tell_sign_ins, was_built
from dampak.cli.own_address import (
    LOOPBACK,
    address_of,
    name_address,
    name_among,
    tell_where_links_lead,
)
from dampak.cli.serving_alone import serve_alone
from dampak.cli.speaking import Refused, SpeakingCommand, language_of, tell
from dampak.cli.web_server import words_to_serve
from dampak.foundation.text import Sentence, gettext_noop
from dampak.language.saying import say
from dampak.operations.metrics.together import counted_together_in

# Responses of citizens reach the disk together, and each waits for that in a thread of its own;
# the pages of the office take turns (`website/turns.py`). On PostgreSQL a thread is a connection:
# four processes and their worker stay below the hundred that it allows when nobody tells it more.
THREADS_ALONE, THREADS_OF_SEVERAL = 32, 16
LEAVE_SECONDS = 20  # for answers under way when the site ends; one that just begins may not hear it
MOST_PROCESSES = 4  # unless asked for: each needs memory, and writers queue for the ledger
# Memory that many threads used in turn goes back to the system, instead of staying with each:
# a password alone takes 19 MiB. For programs of glibc; others do not look at it.
MEMORY = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": str(2**20)}


def processes_by_default() -> int:
    """One for each core, within reason."""
    return min(os.cpu_count() or 1, MOST_PROCESSES)


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
    "--processes",
    type=click.IntRange(1, 64),
    default=processes_by_default,
    help=gettext_noop(
        "How many processes serve; each needs about 250 MB of memory. Without it as many as there "
        "are cores, at most 4."
    ),
)
@click.option(
    "--no-worker",
    "without_worker",
    is_flag=True,
    help=gettext_noop("Leave work in the background to workers that are started otherwise."),
)
def run(host: str, port: int, processes: int, without_worker: bool) -> None:  # noqa: FBT001 - click's
    """Prepare what is missing, say where to look, and become the web server."""
    _refuse_if_taken(host, port)
    name_address(host, port, variables=os.environ)
    open_home()
    serve_alone(Path(settings.DAMPAK_HOME))
    is_private = host in LOOPBACK and set(settings.ALLOWED_HOSTS) <= LOOPBACK
    if settings.BUILDS_DEMO and is_private and is_empty():
        tell(Sentence("Building the demo; this happens once."), on_stderr=True)
        build_demo(at=datetime.now().astimezone())
    call_command("prepare_pages")
    _tell_before(is_private=is_private)
    if not without_worker:
        _start_worker()
    _serve(host, port, processes)


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


def _tell_before(*, is_private: bool) -> None:
    """How to sign in, and what links lead to; where to look is said when somebody answers."""
    if was_built():
        if not is_private:
            raise Refused([Sentence(_DEMO_IS_PRIVATE, {"home": str(settings.DAMPAK_HOME)})])
        tell_sign_ins()
    sys.stdout.flush()
    tell_where_links_lead()


_DEMO_IS_PRIVATE = gettext_noop(
    "This home holds the demo, whose passwords everybody knows, so it is served to this machine "
    "alone. For real work set DAMPAK_HOME to a new folder and DAMPAK_DEMO=0."
)


def _start_worker() -> None:
    """A worker beside the site; it ends when this process does, which becomes the web server."""
    starts = "from dampak.cli.main import main; main()"
    command = [sys.executable, "-c", starts, "worker", "--beside", str(os.getpid())]
    subprocess.Popen(command)  # noqa: S603 - our own command


def _serve(host: str, port: int, processes: int) -> None:
    """Become the web server."""
    threads = THREADS_ALONE if processes == 1 else THREADS_OF_SEVERAL
    asked_for = [
        *("dampak.website.wsgi:application", "--interface", "wsgi"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(processes), "--blocking-threads", str(threads)),
        *("--no-access-log", "--log-level", "error", "--respawn-failed-workers"),
        *("--workers-kill-timeout", str(LEAVE_SECONDS)),
    ]
    found_at = Sentence(
        "dampak is served on %(address)s", {"address": f"{address_of(host, port)}/"}
    )
    command = words_to_serve(
        host,
        port,
        answers_to=name_among(settings.ALLOWED_HOSTS),
        told=say(found_at, language_of()),
        asked_for=asked_for,
    )
    counts = counted_together_in(_emptied(Path(settings.DAMPAK_HOME) / "running"))
    os.execve(sys.executable, command, {**MEMORY, **os.environ, **counts})  # noqa: S606 - no shell is wanted


def _emptied(folder: Path) -> Path:
    """What another run counted is of no use to this one."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder
