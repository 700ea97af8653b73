"""Run every check that CI runs, one after the other, and say at the end what could not run.

`make test` calls this. Checks: format, lint, types, import contracts, then all tests on SQLite
(journeys in Chromium among them) and the tests of the ledger once more on a real PostgreSQL.
A missing system package is installed when root runs this on a Debian machine; otherwise the
checks that need it are listed by name at the end.
"""

import argparse
import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import postgres_server
import system_packages

ROOT = Path(__file__).parent.parent
BIN = ROOT / ".venv" / "bin"
# The two workers of pytest have a core each: threads of linear algebra would only wait for a third.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
CLOSING_LINE = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)")


@dataclass
class Tally:
    """What ran, what failed, what could not run."""

    counts: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)

    def add_tests(self, output: str) -> None:
        closing = next((line for line in reversed(output.splitlines()) if " in " in line), "")
        for number, outcome in CLOSING_LINE.findall(closing):
            key = "failed" if outcome.startswith("error") else outcome
            self.counts[key] = self.counts.get(key, 0) + int(number)


def run(name: str, *command: str, env: dict[str, str] | None = None) -> tuple[bool, str]:
    """Run one check, show its output as it comes, and return whether it passed."""
    print(f"\n== {name}", flush=True)
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    threading.Thread(target=_end_what_is_left, args=[process], daemon=True).start()
    lines = []
    try:
        for line in process.stdout or ():
            lines.append(line)
            print(line, end="", flush=True)
        passed = process.wait() == 0
    finally:
        _end(process)
    print(f"-- {name}: {'passed' if passed else 'FAILED'} in {time.monotonic() - started:.0f} s")
    return passed, "".join(lines)


def _end_what_is_left(process: "subprocess.Popen[str]") -> None:
    """A server or browser whose test was given up would hold our pipe open for ever."""
    process.wait()
    _end(process)


def _end(process: "subprocess.Popen[str]") -> None:
    """End the check and all that it started; most often nothing of it is there any more."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def lint(tally: Tally) -> None:
    for name, *command in (
        ("format", str(BIN / "ruff"), "format", "--check", "."),
        ("lint", str(BIN / "ruff"), "check", "."),
        ("types", str(BIN / "mypy")),
        ("import contracts", str(BIN / "lint-imports")),
    ):
        passed, _ = run(name, *command)
        if not passed:
            tally.failed.append(name)


def tests_on_postgresql(tally: Tally, extra: list[str]) -> None:
    name = "the ledger's tests on PostgreSQL"
    try:
        with postgres_server.running() as address:
            _tests(tally, name, ["-m", "database", *extra], {"DAMPAK_DATABASE_URL": address})
    except postgres_server.CannotStart as refusal:
        tally.not_run.append(f"{name}: {refusal}")


def tests_on_sqlite(tally: Tally, extra: list[str]) -> None:
    name = "all tests on SQLite"
    browser = system_packages.chromium()
    if browser is None:
        tally.not_run.append("journeys: no Chromium, and only root can install it")
        extra = ["-m", "not browser", *extra]
    _tests(tally, name, extra, {"DAMPAK_CHROMIUM": browser or "", "DAMPAK_DATABASE_URL": ""})


def _tests(tally: Tally, name: str, extra: list[str], env: dict[str, str]) -> None:
    # A worker that had to be ended is not begun again: pytest-xdist would wait for it for ever.
    workers = ("-n", "2", "--dist", "loadgroup", "--max-worker-restart", "0")
    passed, output = run(name, str(BIN / "pytest"), *workers, *extra, env=ONE_THREAD | env)
    tally.add_tests(output)
    if not passed:
        tally.failed.append(name)


STEPS: dict[str, Callable[[Tally, list[str]], None]] = {
    "lint": lambda tally, _extra: lint(tally),
    "postgresql": tests_on_postgresql,
    "sqlite": tests_on_sqlite,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=STEPS, action="append", help="run only this step")
    arguments, extra = parser.parse_known_args()
    tally, started = Tally(), time.monotonic()
    for name in arguments.only or STEPS:
        STEPS[name](tally, extra)

    print(f"\n== all checks in {time.monotonic() - started:.0f} s")
    for missing in tally.not_run:
        print(f"NOT RUN  {missing}")
    for failure in tally.failed:
        print(f"FAILED   {failure}")
    if tally.counts:
        counts = {"passed": 0, "failed": 0, **tally.counts}
        print("tests: " + ", ".join(f"{number} {outcome}" for outcome, number in counts.items()))
    return bool(tally.failed)


if __name__ == "__main__":
    sys.exit(main())
