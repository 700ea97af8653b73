"""A small calibration of every method; `dampak calibrate` does the large one.

A band that a sound method leaves once in a thousand runs; a method that is wrong leaves it at once.
"""

import pytest
from scipy import stats

from dampak.calibration.running import run_trial
from dampak.calibration.trials import every_trial

ONCE_IN_A_THOUSAND = 0.001


@pytest.mark.parametrize("trial", every_trial(), ids=lambda trial: trial.code)
def test_intervals_hold_the_truth_and_nothing_is_claimed_without_an_effect(trial):
    kept = run_trial(trial, n_worlds=trial.n_small, seed=1)

    assert kept.n_answered > trial.n_small / 2, "the method refuses most of its own worlds"
    if kept.coverage is not None:
        assert kept.coverage >= fewest(trial.confidence, kept.n_answered)
    if kept.false_claims is not None:
        assert kept.false_claims <= most(1 - trial.confidence, kept.n_answered)


def fewest(promised, n):
    return stats.binom(n, promised).ppf(ONCE_IN_A_THOUSAND) / n


def most(allowed, n):
    return stats.binom(n, allowed).ppf(1 - ONCE_IN_A_THOUSAND) / n


def test_every_trial_has_its_own_code():
    codes = [trial.code for trial in every_trial()]

    assert len(codes) == len(set(codes))
