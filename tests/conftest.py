"""What holds for all tests: none hangs, and none fails by chance.

What hangs fails where it stands; a test that does not even hear the alarm ends its process, by
``faulthandler_timeout``. Properties are tried on the same examples each time and however slow the
machine is; ``pytest --hypothesis-profile search`` looks for new ones.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, settings

FORGIVEN = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture)
settings.register_profile(
    "search", deadline=None, suppress_health_check=FORGIVEN, print_blob=True, derandomize=False
)
settings.register_profile("same", settings.get_profile("search"), derandomize=True)
settings.load_profile("same")

PATIENCE_SECONDS = 600  # twice the longest test on two cores for which seventeen processes queue


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Iterator[None]:
    with _given_up_after(PATIENCE_SECONDS):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    with _given_up_after(PATIENCE_SECONDS):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    with _given_up_after(PATIENCE_SECONDS):
        return (yield)


@contextmanager
def _given_up_after(seconds: float) -> Iterator[None]:
    before = signal.signal(signal.SIGALRM, _give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _give_up(*_: Any) -> NoReturn:
    pytest.fail(f"This test hangs: nothing came of it in {PATIENCE_SECONDS} seconds.")
