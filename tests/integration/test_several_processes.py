"""What one process counts, the others know: real processes that share home and ledger."""

import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Sequence

import pytest
from tests.integration.test_killed_server import RUNS, ledger, served, variables

from dampak.cli.speaking import REFUSED

__all__ = ["ledger", "variables"]  # fixtures, asked for by name
pytestmark = [pytest.mark.database, pytest.mark.slow]
PROCESSES = 3
COUNTS = """
import django; django.setup()
from datetime import UTC, datetime
from django.conf import settings
from dampak.listening.limits import times_asked
at = datetime(2026, 3, 2, 3, 4, 5, tzinfo=UTC)
input()
for _ in range(200):
    print(times_asked("survey bcdfghj 10.1.2.3", at=at, home=settings.DAMPAK_HOME))
"""
KNOCKS = """
import django; django.setup()
from datetime import UTC, datetime
from concurrent.futures import ThreadPoolExecutor
from dampak.accounts.signing_in.lockout import count_try
at = datetime(2026, 3, 2, 3, 4, 5, tzinfo=UTC)
input()
def knock(_):
    return count_try("sri", address="10.1.2.3", at=at) is None
with ThreadPoolExecutor(8) as hands:
    print(sum(hands.map(knock, range(20))))
"""
SHOWS = """
import django; django.setup()
from datetime import UTC, date, datetime
from types import SimpleNamespace
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import Reading
from dampak.publication.shown_months import shown_months
at = datetime(2026, 3, 2, 3, 4, 5, tzinfo=UTC)
snapshot = SimpleNamespace(id="s1", number=1, published_at=at)
months = [date(2025, month, 1) for month in range(1, 13)]
told = {"indicator": "ikm-responses", "version": CATALOGUE["ikm-responses"].version}
def read(unit, month, n):
    return Reading(unit_code=unit, month=month, numerator=n, denominator=n, value=1.0, **told)
units = [read(unit, month, n) for month in months for unit, n in (("K1", 20), ("K2", 30))]
together = [read("*", month, 50) for month in months]
input()
cells = shown_months(snapshot, CATALOGUE["ikm-responses"], units, together)
print(sum(not cell.is_withheld for cell in cells))
"""
MAKES_THE_LEDGER = """
import django; django.setup()
from dampak.cli.demo import open_home
open_home()
"""


def told_at_once(script: str, variables: dict[str, str]) -> Sequence[list[int]]:
    """What several processes say that begin together."""
    begun = [
        subprocess.Popen(
            [sys.executable, "-c", script],
            env=variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    for each in begun:
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    said = [each.communicate(timeout=120)[0] for each in begun]
    assert [each.returncode for each in begun] == [0] * PROCESSES
    return [[int(word) for word in re.findall(r"\d+", each)] for each in said]


def test_requests_of_a_minute_are_counted_over_all_processes(variables):
    counts = [each for one in told_at_once(COUNTS, variables) for each in one]
    assert sorted(counts) == list(range(1, 200 * PROCESSES + 1))


def test_of_many_tries_at_once_exactly_ten_are_looked_at(variables):
    subprocess.run([sys.executable, "-c", MAKES_THE_LEDGER], env=variables, check=True)
    assert sum(one for (one,) in told_at_once(KNOCKS, variables)) == 10


def test_what_several_look_at_first_is_put_out_once_and_shown_to_all(variables):
    subprocess.run([sys.executable, "-c", MAKES_THE_LEDGER], env=variables, check=True)
    # twelve months of two units, and of both together
    assert told_at_once(SHOWS, variables) == [[36]] * PROCESSES


def asked(port: int, path: str) -> str:
    """What the server says, on a connection of its own, which any of its processes may take."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        return str(answer.read().decode())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def number_in(page: str, name: str) -> float:
    (line,) = (each for each in page.splitlines() if each.startswith(f"{name} "))
    return float(line.rpartition(" ")[2])


def pages_of_numbers(port: int, *, after: int) -> list[str]:
    """What twelve askings of `/metrik` tell after so many of the sign-in page."""
    for _ in range(after):
        asked(port, "/masuk/")
    return [asked(port, "/metrik") for _ in range(12)]


def test_whichever_process_is_asked_tells_the_numbers_of_all_since_the_start(variables, tmp_path):
    with served(variables, tmp_path / "log") as (port, _process):
        pages = pages_of_numbers(port, after=30)
    with served(variables, tmp_path / "log") as (port, _process):
        after_a_restart = pages_of_numbers(port, after=1)
    told = 'dampak_requests_total{method="GET",route="accounts:sign-in",status="200"}'
    assert {number_in(page, told) for page in pages} == {30}
    assert {number_in(page, "dampak_processes") for page in pages} == {2}
    assert {number_in(page, told) for page in after_a_restart} == {1}


def test_a_second_site_on_the_same_home_is_refused_and_takes_nothing_away(variables, tmp_path):
    with served(variables, tmp_path / "log", processes=1) as (port, _process):
        asked(port, "/masuk/")
        words = [sys.executable, "-c", RUNS, "run", "--port", str(free_port()), "--no-worker"]
        second = subprocess.run(
            words, env=variables, capture_output=True, text=True, timeout=100, check=False
        )
        told = 'dampak_requests_total{method="GET",route="accounts:sign-in",status="200"}'
        assert number_in(asked(port, "/metrik"), told) == 1
    assert second.returncode == REFUSED
    assert "sudah dilayani oleh dampak run yang lain" in second.stderr
    with served(variables, tmp_path / "log", processes=1) as (port, _process):
        assert asked(port, "/sehat")
