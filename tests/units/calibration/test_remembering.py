"""What was found is kept for as long as the code below it is the same, and no longer."""

import importlib
import sys
from pathlib import Path

import pytest

from dampak.calibration.fingerprint import fingerprint_of
from dampak.calibration.remembering import file_of, remember, remembered
from dampak.calibration.results import Run, result_of
from dampak.calibration.running import run_trial
from dampak.calibration.trial import Seen, Trial

CALLS = []


def coin(rng, effect):
    CALLS.append(effect)
    return Seen(covered=float(rng.random() < 0.95), claimed=0.0)


COIN = Trial(code="coin", method="m", world="w", once=coin, effect=1.0)


@pytest.fixture
def run(tmp_path):
    CALLS.clear()
    return Run(folder=tmp_path, n_worlds=20, seed=3)


@pytest.fixture
def here(monkeypatch):
    """The planted trial is asked for by its code, as workers ask."""
    monkeypatch.setattr("dampak.calibration.running.every_trial", lambda: (COIN,))


def test_a_finished_trial_is_not_run_again(run, here):
    first = result_of(COIN, run)
    n_calls = len(CALLS)

    assert result_of(COIN, run) == first
    assert len(CALLS) == n_calls == 40


def test_anew_means_anew(run, here):
    result_of(COIN, run)
    result_of(COIN, Run(folder=run.folder, n_worlds=20, seed=3, is_anew=True))

    assert len(CALLS) == 80


def test_other_worlds_are_other_results(run, here):
    result_of(COIN, run)
    result_of(COIN, Run(folder=run.folder, n_worlds=20, seed=4))

    assert len(list(run.folder.iterdir())) == 2


def test_a_file_that_was_cut_short_counts_as_none(run, here):
    file = file_of(COIN, run.folder, n_worlds=20, seed=3)
    remember(run_trial(COIN, n_worlds=20, seed=3), file)
    file.write_text(file.read_text()[:30])

    assert remembered(file) is None
    assert result_of(COIN, run).kept is not None


def test_a_trial_gives_the_same_counts_in_every_run(here):
    assert run_trial(COIN, n_worlds=30, seed=1) == run_trial(COIN, n_worlds=30, seed=1)


@pytest.fixture
def family(tmp_path, monkeypatch):
    """A trial in a file of its own, which imports the house."""
    file = tmp_path / "a_family_for_a_test.py"
    monkeypatch.syspath_prepend(str(tmp_path))

    def written(text):
        file.write_text(text)
        sys.modules.pop(file.stem, None)
        importlib.invalidate_caches()
        return importlib.import_module(file.stem).TRIAL

    yield written
    sys.modules.pop(file.stem, None)


FAMILY = """
from dampak.calibration.trial import Seen, Trial
from dampak.statistics.regression import least_squares

def once(rng, effect):
    return Seen()

TRIAL = Trial(code="x", method="m", world="w", once=once, effect=None)
"""


def test_the_fingerprint_changes_with_the_trial_and_not_with_time(family):
    before = fingerprint_of(family(FAMILY))

    assert fingerprint_of(family(FAMILY)) == before
    assert fingerprint_of(family(FAMILY.replace("Seen()", "Seen(covered=1.0)"))) != before


def test_the_fingerprint_changes_with_code_far_below(family, monkeypatch, tmp_path):
    trial = family(FAMILY)
    before = fingerprint_of(trial)
    # the trial imports the package, the package the method, the method the spread
    below = importlib.import_module("dampak.statistics.regression.spread")
    changed = tmp_path / "spread.py"
    changed.write_text(Path(below.__file__).read_text("utf-8") + "\n# another line\n")
    monkeypatch.setattr(below, "__file__", str(changed))

    assert fingerprint_of(trial) != before
