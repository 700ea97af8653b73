"""Try every indicator in every engine that it is carried to, and say which engines were tried.

`make engines` calls this, in the environment of the peers: chdb and pyspark are there. Spark needs
a Java. An engine that was asked for and does not start is a failure, never a gap.
"""

import argparse
import os
import subprocess
import sys

import check
import postgres_server

ENGINES = ("duckdb", "postgresql", "clickhouse", "spark")
TESTS = "tests/units/warehouse/engines"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=ENGINES, action="append", help="try this engine")
    arguments, extra = parser.parse_known_args()
    asked = arguments.only or list(ENGINES)
    try:
        failed = _tried(asked, extra)
    except postgres_server.CannotStart as refusal:
        print(f"FAILED   postgresql: {refusal}")
        return 1
    print(f"{'FAILED' if failed else 'passed'}   {', '.join(asked)}")
    return failed


def _tried(asked: list[str], extra: list[str]) -> int:
    """The exit code of the tests on these engines."""
    environment = {**os.environ, "DAMPAK_ENGINES": ",".join(asked), "DAMPAK_DATABASE_URL": ""}
    if "postgresql" not in asked:
        return _tests(environment, extra)
    with postgres_server.running() as address:
        return _tests({**environment, "DAMPAK_DATABASE_URL": address}, extra)


def _tests(environment: dict[str, str], extra: list[str]) -> int:
    command = [sys.executable, "-m", "pytest", "-v", TESTS, *extra]
    return subprocess.run(command, cwd=check.ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
