"""`dampak run` says where it is found when it answers there: who comes at once is let in."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from tests.integration.test_killed_server import RUNS, ledger, variables

from dampak.cli.own_address import name_among

__all__ = ["ledger", "variables"]  # fixtures, asked for by name
pytestmark = [pytest.mark.database, pytest.mark.slow]
SAID = "dampak dilayani di "
TIMES = 3  # the moment between word and deed was most of a second, so one time would do


@contextmanager
def started(variables: dict[str, str], *asked_for: str) -> Iterator[str]:
    """The address that `dampak run` names, at the moment in which it does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-c", RUNS, "run", "--no-worker", "--port", str(port), *asked_for]
    process = subprocess.Popen(
        words, env=variables, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert process.stdout is not None
        lines = iter(process.stdout)
        yield next(line.removeprefix(SAID).strip() for line in lines if line.startswith(SAID))
        os.killpg(process.pid, signal.SIGTERM)
        assert not [line for line in lines if line.startswith(SAID)]  # said once, by one process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)


@pytest.mark.parametrize("processes", ["1", "3"])
def test_who_comes_at_the_word_is_let_in(variables, processes):
    for _ in range(TIMES):
        with started(variables, "--processes", processes) as address:
            answer = urllib.request.urlopen(f"{address}sehat", timeout=60)  # noqa: S310 - loopback
            assert answer.status == 200


def test_it_is_also_said_where_the_site_answers_to_another_name_and_on_every_address(variables):
    named = {**variables, "DAMPAK_HOSTS": ".kab.example", "DAMPAK_HTTPS": "1"}
    with started(named, "--host", "0.0.0.0", "--processes", "1") as address:  # noqa: S104
        port = int(address.rstrip("/").rpartition(":")[2])
        socket.create_connection(("127.0.0.1", port), timeout=10).close()


def test_the_site_ends_though_one_of_its_processes_does_not_hear_it(variables):
    """As one that is begun just then: it would be waited for without end."""
    with started(variables, "--processes", "2") as address:
        port = int(address.rstrip("/").rpartition(":")[2])
        found = serving(port)
        deaf = next(each for each, begun_by in found.items() if begun_by in found)
        os.kill(deaf, signal.SIGSTOP)
    assert not serving(port)


def serving(port: int) -> dict[int, int]:
    """The processes of the web server on this port, each with the one that began it."""
    found = {}
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it ended meanwhile
            words = each.read_bytes().split(b"\0")
            if b"--workers" in words and str(port).encode() in words:
                after_name = each.with_name("stat").read_text().rpartition(")")[2].split()
                found[int(each.parent.name)] = int(after_name[1])
    return found


@pytest.mark.parametrize(
    ("hosts", "name"),
    [
        (["dampak.kab.example", "localhost"], "dampak.kab.example"),
        ([".kab.example"], "kab.example"),
        (["*"], "localhost"),
        ([], "localhost"),
    ],
)
def test_the_server_is_asked_under_a_name_that_it_answers_to(hosts, name):
    assert name_among(hosts) == name
