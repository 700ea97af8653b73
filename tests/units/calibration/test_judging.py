"""When a method has kept its word, and when luck is no excuse."""

from dataclasses import replace

import pytest

from dampak.calibration.judging import Word, is_outside, luck, word_for
from dampak.calibration.running import Kept
from dampak.calibration.trial import Seen, Trial


def trial(**changes):
    given = {"code": "a", "method": "m", "world": "w", "once": lambda _rng, _effect: Seen()}
    return Trial(**{**given, "effect": 1.0, **changes})


def kept(coverage, claims=0.05, *, n=1_000, answered=None):
    return Kept(
        code="a",
        n_worlds=n,
        seed=1,
        n_answered=n if answered is None else answered,
        coverage=coverage,
        coverage_error=0.0,
        false_claims=claims,
        false_claims_error=0.0,
    )


@pytest.mark.parametrize(
    ("coverage", "claims", "word"),
    [
        (0.95, 0.05, Word.HOLDS),
        (0.931, 0.05, Word.HOLDS),
        (0.929, 0.05, Word.TOO_NARROW),
        (0.969, 0.03, Word.HOLDS),
        (0.975, 0.02, Word.TOO_WIDE),
        (0.95, 0.069, Word.HOLDS),
        (0.95, 0.071, Word.CLAIMS_TOO_OFTEN),
        (None, 0.071, Word.CLAIMS_TOO_OFTEN),
        (None, 0.05, Word.HOLDS),
        (0.95, None, Word.HOLDS),
    ],
)
def test_a_thousand_worlds_leave_two_points_to_luck(coverage, claims, word):
    assert word_for(trial(), kept(coverage, claims)) is word


def test_luck_is_2_9_simulation_errors():
    # sqrt(0.95 x 0.05 / 1000) = 0.006892; times 2.9 = 0.01999
    assert luck(0.95, 1_000) == pytest.approx(0.01999, abs=1e-5)


def test_few_worlds_condemn_nobody():
    # 9 of 10 is 90 %: with ten worlds luck is 2.9 x 6.9 % = 20 points
    assert word_for(trial(), kept(0.9, 0.1, n=10)) is Word.HOLDS


def test_more_worlds_do_not_narrow_what_an_interval_may_cover_but_what_it_may_claim():
    assert word_for(trial(), kept(0.935, 0.05, n=100_000)) is Word.HOLDS
    assert word_for(trial(), kept(0.945, 0.055, n=100_000)) is Word.CLAIMS_TOO_OFTEN


def test_a_plan_of_power_claims_no_more_often_than_its_intervals():
    plan = trial(confidence=0.8)

    assert word_for(plan, kept(0.8, 0.069)) is Word.HOLDS
    assert word_for(plan, kept(0.8, 0.071)) is Word.CLAIMS_TOO_OFTEN
    assert is_outside(plan, kept(0.8, 0.051))


def test_a_trial_states_how_often_it_may_claim():
    # luck at 10 % in 1,000 worlds: 2.9 x sqrt(0.1 x 0.9 / 1000) = 0.0275
    assert word_for(trial(claims_at_most=0.1), kept(0.95, 0.127)) is Word.HOLDS
    assert word_for(trial(claims_at_most=0.1), kept(0.95, 0.128)) is Word.CLAIMS_TOO_OFTEN


def test_width_with_a_reason_keeps_the_word():
    word = word_for(trial(wide_because="few values are possible"), kept(0.99, 0.01))

    assert word is Word.WIDE_FOR_A_REASON
    assert word.is_kept


def test_narrowness_has_no_excuse():
    assert not word_for(trial(wide_because="x"), kept(0.90)).is_kept


def test_a_method_that_refuses_most_of_its_worlds_was_not_tried():
    assert word_for(trial(), kept(0.95, answered=499)) is Word.ANSWERS_TOO_SELDOM


@pytest.mark.parametrize(
    ("coverage", "claims", "outside"),
    [
        (0.95, 0.05, False),
        (0.95, 0.051, True),
        (None, 0.051, True),
        (0.929, 0.05, True),
        (0.971, 0.05, True),
        (0.97, None, False),
    ],
)
def test_nothing_is_granted_to_luck_when_asking_who_is_to_be_asked_again(coverage, claims, outside):
    assert is_outside(trial(), kept(coverage, claims)) is outside


def test_a_simulation_error_may_be_allowed_when_asking_who_is_outside():
    seen = replace(kept(0.95, 0.055), false_claims_error=0.007)

    assert is_outside(trial(), seen)
    assert not is_outside(trial(), seen, allowing=1.0)
    assert is_outside(trial(), replace(seen, false_claims=0.058), allowing=1.0)
