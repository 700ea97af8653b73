"""Real worker processes over a ledger of their own, to be killed."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

import psycopg

HERE = Path(__file__).parent
# A second instead of half a minute, so that what a killed worker had in hand is soon free.
WORKS = """
import sys
from datetime import timedelta
from dampak.cli.main import prepare
prepare()
from dampak.jobs import claiming, heart, worker
from dampak.messaging import delivering
claiming.LEASE = heart.LEASE = timedelta(seconds=1)
worker.SWEEPS_EVERY, heart.BEAT_SECONDS = timedelta(seconds=0.3), 0.2
delivering.ON_ITS_WAY_AT_MOST = timedelta(seconds=1)
import background_tasks
from dampak.cli.worker import worker
worker.main(sys.argv[1:], prog_name="dampak worker")
"""


@contextmanager
def own_ledger(home: Path) -> Iterator[dict[str, str]]:
    """Variables of a process whose ledger nobody else uses, on the database of this test run."""
    variables = {
        **os.environ,
        "DAMPAK_HOME": str(home),
        "DAMPAK_DEMO": "0",
        "DAMPAK_SECRET_KEY": "for-tests-only-" * 5,
        "DJANGO_SETTINGS_MODULE": "dampak.website.settings",
        "PYTHONWARNINGS": "default",
    }
    address = os.environ.get("DAMPAK_DATABASE_URL", "")
    if not address:
        yield variables
        return
    name = f"worker_{token_hex(4)}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    try:
        yield {**variables, "DAMPAK_DATABASE_URL": re.sub(r"/[^/]*$", f"/{name}", address)}
    finally:
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def started(variables: dict[str, str], log: Path, *options: str) -> subprocess.Popen[bytes]:
    """A worker process that knows the tasks of the tests."""
    with log.open("ab") as said:
        return subprocess.Popen(
            [sys.executable, "-c", WORKS, *options],
            env=variables,
            cwd=HERE,
            stdout=said,
            stderr=said,
        )


def told_by(script: str, variables: dict[str, str]) -> str:
    """What a script of its own process prints, with the ledger of those variables."""
    whole = f"from dampak.cli.main import prepare\nprepare()\nimport background_tasks\n{script}"
    ran = subprocess.run(
        [sys.executable, "-c", whole],
        env=variables,
        cwd=HERE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()
