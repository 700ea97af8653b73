"""Signals that end a command let it clear up first, and only once."""

import os
import signal
import time

import pytest

from dampak.cli.stopping import clearing_up

ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


@pytest.fixture(autouse=True)
def heard():
    """Whatever shells and nohup keep from these tests, where they run in the background."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in ENDING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def sent(number: signal.Signals) -> None:
    os.kill(os.getpid(), number)
    time.sleep(5)  # the signal ends the sleep


@pytest.mark.parametrize("number", ENDING)
def test_what_is_half_done_is_cleared_away_whatever_comes_meanwhile(number):
    cleared = []

    def work():
        try:
            sent(number)
        finally:
            for other in ENDING:
                os.kill(os.getpid(), other)
            cleared.append("all of it")

    with pytest.raises(SystemExit) as end, clearing_up():
        work()
    assert end.value.code == 128 + number
    assert cleared == ["all of it"]


def test_what_a_library_makes_of_it_is_still_told_as_what_it_is(capsys):
    def read():
        try:
            sent(signal.SIGTERM)
        except SystemExit:
            raise OSError("a reader failed") from None

    with pytest.raises(SystemExit) as end, clearing_up():
        read()
    assert end.value.code == 143
    assert "SIGTERM" in capsys.readouterr().err


def test_other_faults_stay_what_they_are_and_afterwards_signals_are_as_before():
    before = [signal.getsignal(each) for each in ENDING]
    with pytest.raises(OSError, match="full"), clearing_up():
        raise OSError("the disk is full")
    assert [signal.getsignal(each) for each in ENDING] == before


def test_what_was_told_to_outlive_its_line_does():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with clearing_up():
            os.kill(os.getpid(), signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
