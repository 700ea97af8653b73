"""The server is killed while citizens answer: who was thanked is in the ledger, and once."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from secrets import token_hex
from threading import Event
from urllib.parse import urlencode

import psycopg
import pytest
from django.conf import settings as django_settings

from dampak.listening.models import ELEMENTS
from dampak.listening.tokens import new_token

pytestmark = [pytest.mark.database, pytest.mark.slow]
CITIZENS, THANKED_BEFORE_THE_KILL = 12, 150
OPENS_A_SURVEY = """
import django; django.setup()
from django.utils.timezone import localdate, now
from dampak.listening.services import open_survey
from dampak.warehouse.roster import UnitOnRoll
unit, day = UnitOnRoll(code="K1", name="Kecamatan 1", parent_code=None), localdate()
print(open_survey(unit, service="KTP", opens_on=day, closes_on=day, by="sri", at=now()).code)
"""
COUNTS = """
import django, json; django.setup()
from dampak.listening.models import Response
print(json.dumps(list(Response.objects.values_list("nonce", flat=True))))
"""
RUNS = "import sys; from dampak.cli.main import main; sys.argv = ['dampak', *sys.argv[1:]]; main()"


@pytest.fixture
def ledger() -> Iterator[dict[str, str]]:
    """A ledger of the server's own: on PostgreSQL a database beside that of the other tests."""
    address = os.environ.get("DAMPAK_DATABASE_URL", "")
    if not address:
        yield {}
        return
    name = f"killed_{token_hex(4)}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    yield {"DAMPAK_DATABASE_URL": re.sub(r"/[^/]*$", f"/{name}", address)}
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def variables(home: Path, ledger: dict[str, str]) -> dict[str, str]:
    return {
        **os.environ,
        **ledger,
        "DAMPAK_HOME": str(home),
        "DAMPAK_DEMO": "0",
        "DAMPAK_SECRET_KEY": str(django_settings.SECRET_KEY),
        "DAMPAK_RESPONSES_PER_MINUTE": "1000000",
        "DJANGO_SETTINGS_MODULE": "dampak.website.settings",
    }


def told_by(script: str, variables: dict[str, str]) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", script], env=variables, capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


@contextmanager
def served(
    variables: dict[str, str], log: Path, *, processes: int = 2
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """`dampak run`, in a group of processes of its own, so that all of it can be killed at once."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    with log.open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", RUNS, "run", "--port", str(port), "--processes", str(processes)],
            env=variables,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        _wait_for(port, process, log)
        yield port, process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=30)


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/sehat", timeout=20).close()
        except OSError:  # refused, broken off, or too slow an answer
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"dampak run did not come up:\n{log.read_text()}")


def sent(port: int, code: str, token: str) -> int:
    """Hand in a form; returns the status of the answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        form = urlencode({**dict.fromkeys(ELEMENTS, "3"), "tanda": token})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", f"/s/{code}/", form, kind)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def test_who_was_thanked_before_the_kill_is_in_the_ledger_once(variables, tmp_path):
    thanked: list[str] = []
    tried: list[str] = []
    is_over = Event()

    def citizen(port: int, code: str) -> None:
        while not is_over.is_set():
            token = new_token(code)
            tried.append(token)
            try:
                status = sent(port, code, token)
            except (OSError, HTTPException):
                return  # the server is dead; nobody was thanked
            assert status == 201
            thanked.append(token)

    with served(variables, tmp_path / "log") as (port, process):
        code = told_by(OPENS_A_SURVEY, variables)
        with ThreadPoolExecutor(CITIZENS) as citizens:
            at_work = [citizens.submit(citizen, port, code) for _ in range(CITIZENS)]
            while len(thanked) < THANKED_BEFORE_THE_KILL and not any(w.done() for w in at_work):
                time.sleep(0.01)
            os.killpg(process.pid, signal.SIGKILL)
            is_over.set()
            for each in at_work:
                each.result(timeout=60)

    kept = json.loads(told_by(COUNTS, variables))
    assert len(thanked) >= THANKED_BEFORE_THE_KILL
    assert {token.partition(".")[0] for token in thanked} <= set(kept)

    # after the restart everybody presses Send once more
    with served(variables, tmp_path / "log") as (port, _process):
        statuses = {token: sent(port, code, token) for token in tried}
    assert {statuses[token] for token in thanked} == {200}
    assert set(statuses.values()) <= {200, 201}
    again = json.loads(told_by(COUNTS, variables))
    assert sorted(again) == sorted(token.partition(".")[0] for token in tried)
