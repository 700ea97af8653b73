"""A throw-away PostgreSQL for the tests: made, started, used and removed."""

import contextlib
import glob
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import system_packages


class CannotStart(Exception):
    """Says why there is no PostgreSQL to test on."""


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Give the address of an empty PostgreSQL: the one the caller named, or a fresh one.

    PostgreSQL refuses to run as root, so root lends the job to the account `postgres`.
    """
    if named := os.environ.get("DAMPAK_TEST_POSTGRES_URL"):
        yield named
        return
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="dampak-postgres-"))
    as_owner: list[str] = []
    if os.geteuid() == 0:
        as_owner = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres", "postgres")
    port = _free_port()
    data = folder / "data"
    _quiet(
        *as_owner,
        f"{programs}/initdb",
        "-D",
        str(data),
        "-U",
        "dampak",
        "-A",
        "trust",
        "-E",
        "UTF8",
    )
    settings = (
        f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
    )
    control = [*as_owner, f"{programs}/pg_ctl", "-D", str(data)]
    _quiet(*control, "-w", "-o", settings, "-l", str(folder / "log"), "start")
    try:
        yield f"postgresql://dampak@127.0.0.1:{port}/postgres"
    finally:
        _quiet(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> str:
    found = _newest_programs()
    if found is None and system_packages.installed_by_root("postgresql"):
        found = _newest_programs()
    if found is None:
        raise CannotStart("no PostgreSQL server programs, and only root can install them")
    return found


def _newest_programs() -> str | None:
    debian = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=_version)
    path = debian[-1] if debian else shutil.which("initdb")
    return str(Path(path).parent) if path else None


def _version(path: str) -> int:
    return int(Path(path).parts[-3])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _quiet(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise CannotStart(f"{Path(command[-1]).name}: {done.stderr.strip() or done.stdout.strip()}")
