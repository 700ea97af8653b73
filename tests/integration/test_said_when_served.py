"""`dampak run` says where it is found when it answers there: who comes at once is let in."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

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
