"""The rule `interval/1`, case by case, and what can never happen under it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.foundation.answers import Estimate, NoAnswer, Silence
from dampak.impact.verdict import Verdict, judge
from dampak.indicators.definition import Better


def interval(low, high):
    return Estimate(
        value=(low + high) / 2,
        low=low,
        high=high,
        confidence=0.95,
        n_trained=12,
        n_comparison=20,
        method="group_time_overall/1",
    )


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        # wanted direction up, one point matters
        (0.2, 2.0, Verdict.MOVED),
        (1.2, 2.0, Verdict.MOVED),
        (0.2, 0.8, Verdict.DID_NOT_MOVE),  # surely up, and surely too little
        (-0.5, 0.8, Verdict.DID_NOT_MOVE),
        (-2.0, -0.1, Verdict.WORSENED),
        (-0.5, 1.5, Verdict.CANNOT_TELL),
        (0.0, 1.5, Verdict.CANNOT_TELL),  # nought itself is not ruled out
        (-0.5, 1.0, Verdict.CANNOT_TELL),  # the smallest effect itself is not ruled out
    ],
)
def test_the_interval_is_read_against_the_smallest_effect(low, high, verdict):
    assert judge(interval(low, high), smallest_effect=1.0, better=Better.HIGHER) is verdict
    # The same with the wanted direction down is the mirror image.
    assert judge(interval(-high, -low), smallest_effect=1.0, better=Better.LOWER) is verdict


def test_without_a_smallest_effect_nobody_says_did_not_move():
    assert judge(interval(-0.1, 0.1), smallest_effect=None, better=Better.HIGHER) is (
        Verdict.CANNOT_TELL
    )


def test_no_answer_cannot_tell():
    silence = NoAnswer(why=Silence.NOBODY_TRAINED)
    assert judge(silence, smallest_effect=1.0, better=Better.HIGHER) is Verdict.CANNOT_TELL


def test_an_unhealthy_result_is_not_read_whatever_it_shows():
    verdict = judge(interval(5, 6), smallest_effect=1.0, better=Better.HIGHER, is_healthy=False)
    assert verdict is Verdict.NOT_HEALTHY


numbers = st.floats(-10, 10)


@settings(max_examples=60)
@given(numbers, numbers, st.floats(0.01, 5), st.sampled_from(Better))
def test_moved_and_worsened_never_hold_nought(one, other, smallest, better):
    low, high = sorted((one, other))
    verdict = judge(interval(low, high), smallest_effect=smallest, better=better)
    if verdict in {Verdict.MOVED, Verdict.WORSENED}:
        assert not low <= 0 <= high
    if verdict is Verdict.CANNOT_TELL:
        assert low <= 0 <= high
