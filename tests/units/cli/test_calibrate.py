"""`dampak calibrate` finds the method that does not keep its word, and loses no finished trial."""

import contextlib
import os
import signal
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from dampak.calibration.trial import Seen, Trial
from dampak.cli import calibrate as verb
from dampak.cli.speaking import REFUSED

FAST, SLOW = "regression-few-clusters", "mixed-classes"


def covering(share):
    """A method whose interval holds the truth this often, and claims as often as it does not."""

    def once(rng, effect):
        missed = float(rng.random() >= share)
        return Seen(covered=1 - missed, claimed=missed)

    return once


def breaking(_rng, _effect):
    raise ZeroDivisionError("nothing to divide by")


def planted(code, once, **changes):
    return Trial(
        code=code, method="A method", world="A world", once=once, **{"effect": 1.0, **changes}
    )


HONEST = planted("honest", covering(0.95))
BOASTING = planted("boasting", covering(0.85))
CAREFUL = planted("careful", covering(1.0), wide_because="it is exact over few values")
TIMID = planted("timid", covering(1.0))
BROKEN = planted("broken", breaking)


@pytest.fixture
def calibrated(tmp_path, monkeypatch):
    """Run the verb on planted trials, in this process."""
    monkeypatch.setenv("DAMPAK_LANGUAGE", "en")

    def run(*trials, words=()):
        for module in (verb, sys.modules["dampak.calibration.running"]):
            monkeypatch.setattr(module, "every_trial", lambda: trials)
        monkeypatch.setattr(verb, "workers", lambda _n: contextlib.nullcontext())
        given = ["--worlds", "400", "--out", str(tmp_path / "kept"), *words]
        return CliRunner().invoke(verb.calibrate, given)

    return run


def test_a_method_that_keeps_its_word_is_told_and_ends_well(calibrated):
    told = calibrated(HONEST)

    assert told.exit_code == 0, told.output
    assert "400/400" in told.output
    assert "holds" in told.output


@pytest.mark.parametrize(
    ("trial", "word"), [(BOASTING, "too narrow"), (TIMID, "too wide"), (BROKEN, "broke off: Zero")]
)
def test_a_method_that_breaks_its_word_is_caught(calibrated, trial, word):
    told = calibrated(HONEST, trial)

    assert told.exit_code == 1
    assert word in told.output


def test_a_method_that_stays_outside_is_judged_by_sixteen_times_as_many_worlds(calibrated):
    told = calibrated(HONEST, BOASTING)

    assert "6,400/6,400" in told.output
    assert "400/400" in told.output, "what kept its word is not asked again"


def test_a_method_that_breaks_off_stops_no_other_and_is_not_remembered(calibrated, tmp_path):
    told = calibrated(BROKEN, HONEST)

    assert "nothing to divide by" in told.output
    assert "holds" in told.output
    assert [path.name.split(".")[0] for path in (tmp_path / "kept").iterdir()] == ["honest"]


def test_width_with_a_reason_is_told_with_its_reason(calibrated):
    told = calibrated(CAREFUL)

    assert told.exit_code == 0
    assert "wide, because it is exact over few values" in told.output


def test_only_what_was_asked_for_is_tried(calibrated):
    told = calibrated(HONEST, BOASTING, words=["--only", "honest"])

    assert told.exit_code == 0
    assert "boasting" not in told.output


def test_an_unknown_trial_is_refused_with_those_there_are(calibrated):
    told = calibrated(HONEST, words=["--only", "honets"])

    assert told.exit_code == REFUSED
    assert "There is no trial honets. There are: honest." in told.output


def test_the_table_says_how_it_was_made(calibrated, tmp_path):
    file = tmp_path / "table.md"
    calibrated(HONEST, CAREFUL, words=["--table", str(file)])

    written = file.read_text("utf-8")
    assert written.startswith("# How well each method keeps its word\n")
    assert "`dampak calibrate --worlds 400 --seed 1`" in written
    assert "| `careful` | A method | A world | 400/400 | 100.0% ± 0.0 |" in written


def test_the_table_is_said_in_indonesian(calibrated, monkeypatch):
    monkeypatch.setenv("DAMPAK_LANGUAGE", "id")

    assert "Rentang memuat kebenaran" in calibrated(HONEST).output


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_was_stopped_goes_on_where_it_stopped(tmp_path, how):
    words, home = command(tmp_path), variables(tmp_path)
    with subprocess.Popen(words, start_new_session=True, env=home) as started:
        finished = wait_for(lambda: first_result(tmp_path, of=started))
        os.kill(started.pid, how)
    wait_for(lambda: not has_processes(started.pid))  # no worker is left behind
    before = finished.stat().st_mtime_ns
    assert not list(tmp_path.glob(f"{SLOW}.*.json"))

    again = subprocess.run(command(tmp_path), env=variables(tmp_path), check=False)

    assert again.returncode in {0, 1}
    assert finished.stat().st_mtime_ns == before
    assert list(tmp_path.glob(f"{SLOW}.*.json"))


def command(folder):
    words = ["calibrate", "--only", FAST, "--only", SLOW, "--worlds", "25", "--workers", "1"]
    # Where these tests run in the background, shells let nobody hear Ctrl-C.
    hears = "import signal as s; s.signal(s.SIGINT, s.default_int_handler)"
    runs = "from dampak.cli.main import main; main()"
    return [sys.executable, "-c", f"{hears}; {runs}", *words, "--out", str(folder)]


def variables(folder):
    return {**os.environ, "DAMPAK_HOME": str(folder), "DAMPAK_LANGUAGE": "en"}


def first_result(folder, *, of):
    assert of.poll() is None, "the run ended before it was stopped"
    return next(folder.glob(f"{FAST}.*.json"), None)


def wait_for(question, seconds=60):
    for _moment in range(seconds * 50):
        if answer := question():
            return answer
        time.sleep(0.02)
    raise TimeoutError


def has_processes(session):
    try:
        os.killpg(session, 0)
    except ProcessLookupError:
        return False
    return True
