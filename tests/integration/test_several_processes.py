"""What one process counts, the others know: real processes that share nothing but home and ledger."""

import re
import subprocess
import sys
from collections.abc import Sequence

import pytest
from tests.integration.test_killed_server import ledger, variables

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
