"""`dampak crowd`: many citizens answer while staff browse, and nobody may be lost."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import click
from django.conf import settings

from dampak.benchmark.crowd.crowd import Crowd, Seen, let_in
from dampak.benchmark.crowd.people import Clerk
from dampak.cli.demo import PASSWORD, PEOPLE, build_demo, is_empty, open_home, was_built
from dampak.cli.run import processes_by_default
from dampak.cli.speaking import Refused, SpeakingCommand, tell
from dampak.foundation.text import Sentence, gettext_noop

NOT_REACHED = 1
PATIENCE_SECONDS = 120
# What all of the demo's staff may open, and what only who may see people.
PAGES = (
    *("/", "/indikator/", "/kajian/", "/indikator/ikm/", "/indikator/median-completion-time/"),
    *("/unit/", "/kotak-masuk/", "/akun/", "/akun/sesi/", "/privasi/"),
)
PAGES_OF_PEOPLE = ("/pegawai/",)
UNLIMITED = str(10**9)  # all come from this machine, which one address of the public may not


@click.command(
    "crowd",
    cls=SpeakingCommand,
    help=gettext_noop(
        "Let many citizens answer a survey at once while staff browse, in the demo on this "
        "machine, and tell how long they waited and whether every response is kept. Exit code 1 "
        "if one was lost or a page failed."
    ),
)
@click.option(
    "--citizens",
    type=click.IntRange(1, 2000),
    default=200,
    show_default=True,
    help=gettext_noop("How many answer at once."),
)
@click.option(
    "--staff",
    type=click.IntRange(0, 500),
    default=50,
    show_default=True,
    help=gettext_noop("How many browse meanwhile."),
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=2),
    default=300,
    show_default=True,
    help=gettext_noop("For how long."),
)
@click.option(
    "--thinking",
    type=click.FloatRange(min=0),
    default=2,
    show_default=True,
    help=gettext_noop("Seconds that somebody looks at a page, on average."),
)
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=processes_by_default,
    help=gettext_noop("How many processes serve them; without it as many as `dampak run` takes."),
)
@click.option(
    "--kill",
    is_flag=True,
    help=gettext_noop("Kill the server half-way (kill -9) and start it again."),
)
def crowd(
    *, citizens: int, staff: int, seconds: float, thinking: float, processes: int, kill: bool
) -> None:
    """Serve the demo from a process of its own, let everybody in, count, and tell."""
    code = _open_a_survey()
    with _served(processes) as server:
        asked = Crowd(
            port=server.port,
            form=f"/s/{code}/",
            citizens=citizens,
            staff=[_clerk(*PEOPLE[n % len(PEOPLE)]) for n in range(staff)],
            seconds=seconds,
            thinking_seconds=thinking,
        )
        seen = let_in(asked, in_the_middle=server.die_and_rise if kill else None)
    lost = _lost(code, seen)
    _tell_seen(seen, lost)
    if lost or seen.wrong:
        raise SystemExit(NOT_REACHED)


def _clerk(name: str, _full_name: str, roles: Sequence[str]) -> Clerk:
    from dampak.accounts.permissions import GRANTED, Permission

    sees_people = any(Permission.SEE_PEOPLE in GRANTED[role] for role in roles)
    pages = PAGES + PAGES_OF_PEOPLE if sees_people else PAGES
    return Clerk(name=name, password=PASSWORD, pages=pages)


def _open_a_survey() -> str:
    """A survey of the demo; a ledger in which people work is never filled with invented answers."""
    from django.utils.timezone import localdate

    from dampak.intake.selectors import served_snapshot
    from dampak.listening.services import open_survey
    from dampak.warehouse.roster import units_on_roll

    open_home()
    at = datetime.now().astimezone()
    if is_empty():
        tell(Sentence("Building the demo; this happens once."), on_stderr=True)
        build_demo(at=at)
    snapshot = served_snapshot()
    if not was_built() or snapshot is None:
        raise Refused([Sentence(_ONLY_THE_DEMO, {"home": str(settings.DAMPAK_HOME)})])
    unit, day = units_on_roll(snapshot)[0], localdate(at)
    return open_survey(unit, service="KTP", opens_on=day, closes_on=day, by="sri", at=at).code


_ONLY_THE_DEMO = gettext_noop(
    "A crowd is let into the demo only; in %(home)s people work. Set DAMPAK_HOME to a new folder."
)


@dataclass(slots=True)
class _Server:
    """`dampak run` in a group of processes of its own, so that all of it can be killed at once."""

    port: int
    processes: int
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def rise(self) -> None:
        with self.log.open("ab") as said:
            self.process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-c", _RUNS, "run", *self._asked_for()],
                env={**os.environ, "DAMPAK_RESPONSES_PER_MINUTE": UNLIMITED},
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        self._wait_until_well(self.process)

    def die(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=PATIENCE_SECONDS)

    def _asked_for(self) -> Sequence[str]:
        return "--port", str(self.port), "--processes", str(self.processes)

    def die_and_rise(self) -> None:
        self.die()
        self.rise()

    def _wait_until_well(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until and process.poll() is None:
            if _is_well(self.port):
                return
            time.sleep(0.2)
        raise Refused([Sentence(_NOT_UP, {"log": str(self.log)})])


_RUNS = "import sys; from dampak.cli.main import main; sys.argv = ['dampak', *sys.argv[1:]]; main()"
_NOT_UP = gettext_noop("The server did not come up. What it said stands in %(log)s.")


def _is_well(port: int) -> bool:
    asked = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        asked.request("GET", "/sehat")
        return asked.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        asked.close()


@contextmanager
def _served(processes: int) -> Iterator[_Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    log = Path(settings.DAMPAK_HOME) / "crowd.log"
    server = _Server(port=port, processes=processes, log=log)
    try:
        server.rise()
        yield server
    finally:
        server.die()


def _lost(code: str, seen: Seen) -> set[str]:
    """The forms whose citizens were thanked and that are not in the ledger."""
    from dampak.listening.models import Response

    kept = set(Response.objects.filter(survey__code=code).values_list("nonce", flat=True))
    return set(seen.thanked) - kept


def _tell_seen(seen: Seen, lost: Sequence[str] | set[str]) -> None:
    click.echo(f"{'':8} {'n':>8} {'/s':>7} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'max ms':>8}")
    for each in seen.times:
        waits = "".join(f" {1000 * s:8.0f}" for s in (each.p50, each.p95, each.p99, each.longest))
        click.echo(f"{each.name:8} {each.number:8} {each.number / seen.seconds:7.1f}{waits}")
    told = gettext_noop(
        "%(thanked)s citizens were thanked, %(lost)s responses are lost; %(outages)s times the "
        "server was gone, %(wrong)s answers were wrong."
    )
    values = {
        "thanked": len(seen.thanked),
        "lost": len(lost),
        "outages": seen.outages,
        "wrong": len(seen.wrong),
    }
    tell(Sentence(told, values))
    for fault in sorted(set(seen.wrong))[:10]:
        click.echo(f"  {fault}")
