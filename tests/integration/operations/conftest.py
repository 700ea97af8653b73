"""A site of its own for whole processes: a home, and on PostgreSQL a database beside the others."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

import psycopg
import pytest
from tests import bad_files

ROOT = Path(__file__).parent.parent.parent.parent
DAMPAK = (
    "import sys; from dampak.cli.main import main; sys.argv = ['dampak', *sys.argv[1:]]; main()"
)
FILLS = """
import json, sys
from datetime import UTC, datetime
import django; django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from dampak.accounts.models import Role
from dampak.accounts.services import open_account
from dampak.cli.demo import open_home
from dampak.intake.services import accept_delivery, receive_delivery
open_home()
at = datetime(2026, 3, 2, 3, tzinfo=UTC)
open_account("sri", password="loket prima 9", role=Role.EVALUATOR, by="test", at=at)
files = json.loads(sys.argv[1])
files = [SimpleUploadedFile(name, text.encode()) for name, text in files.items()]
accept_delivery(receive_delivery(files, by="sri", at=at), by="sri", at=at)
"""


PAUSES = """
import importlib, time
from pathlib import Path
import django; django.setup()
holder = importlib.import_module({module!r})
goes_on, marked = getattr(holder, {name!r}), Path({mark!r})
def pausing(*given, **named):
    if not marked.exists() and {when}:
        marked.touch()
        time.sleep(120)
    return goes_on(*given, **named)
setattr(holder, {name!r}, pausing)
"""


def paused(place: str, mark: Path, *, when: str = "True") -> str:
    """The command, which waits where a function is called for the first time ``when`` that holds.

    ``place`` is ``module:function``; ``mark`` is a file that is there once it waits.
    """
    module, _colon, name = place.partition(":")
    return PAUSES.format(module=module, name=name, mark=str(mark), when=when) + DAMPAK


def await_mark(process: "subprocess.Popen[str]", mark: Path) -> None:
    """Until the command waits there."""
    until = time.monotonic() + 120
    while not mark.exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.01)


@dataclass(frozen=True)
class Site:
    """A home with its ledger, used by processes of its own."""

    home: Path
    address: str

    def variables(self) -> dict[str, str]:
        return {
            **os.environ,
            "DAMPAK_HOME": str(self.home),
            "DAMPAK_DATABASE_URL": self.address,
            "DAMPAK_DEMO": "0",
            "DAMPAK_LANGUAGE": "en",
            "DJANGO_SETTINGS_MODULE": "dampak.website.settings",
        }

    def started(self, script: str, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", script, *arguments],
            env=self.variables(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    def ran(self, script: str, *arguments: str, code: int = 0) -> str:
        process = self.started(script, *arguments)
        out, err = process.communicate(timeout=300)
        assert process.returncode == code, out + err
        return out + err

    def dampak(self, *arguments: object, code: int = 0) -> str:
        return self.ran(DAMPAK, *map(str, arguments), code=code)


@contextmanager
def empty_database() -> Iterator[str]:
    """The address of a new database on the server of these tests; empty text for SQLite."""
    server = os.environ.get("DAMPAK_DATABASE_URL", "")
    if not server:
        yield ""
        return
    name = f"site_{token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield re.sub(r"/[^/]*$", f"/{name}", server)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def address() -> Iterator[str]:
    with empty_database() as made:
        yield made


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A small office at work: an account, a delivery, a snapshot."""
    with empty_database() as made:
        built = Site(tmp_path_factory.mktemp("site") / "home", made)
        files = {"units.csv": bad_files.units(), "service_requests.csv": bad_files.requests()}
        built.ran(FILLS, json.dumps(files))
        yield built


@pytest.fixture
def restored(tmp_path: Path, address: str) -> Callable[..., Site]:
    """Bring a copy back elsewhere, by the command itself, whose doctor must be content."""

    def bring_back(copy: Path) -> Site:
        there = Site(tmp_path / "elsewhere" / "home", address)
        database = ["--database-url", address] if address else []
        there.dampak("restore", copy, "--home", there.home, *database)
        return there

    return bring_back
