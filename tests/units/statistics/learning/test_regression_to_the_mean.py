"""The weakest rise by themselves, and how much of a gain that is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.foundation.answers import Silence
from dampak.statistics.learning import gain_beyond_regression, true_scores


def test_a_score_is_drawn_towards_the_mean_by_the_unreliability():
    # mean 60, sd 10; 60 + .8 * (50 - 60) = 52; error 10 * sqrt(.8 * .2) = 4
    found = true_scores(scores=[50, 60, 70, np.nan], reliability=0.8)

    assert found.values == pytest.approx([52, 60, 68, np.nan], nan_ok=True)
    assert (found.group_mean, found.standard_error) == pytest.approx((60, 4))


def test_what_the_chosen_gain_by_themselves_is_subtracted():
    # mean of all 60, of the chosen 45: they rise by .3 * 15 = 4.5 by themselves.
    # they gained 8 and 10, so 9 on average, and 4.5 are left
    found = gain_beyond_regression(
        before=[40, 50, 65, 70, 75],
        after=[48, 60, np.nan, np.nan, np.nan],
        is_selected=[1, 1, 0, 0, 0],
        reliability=0.7,
    )

    assert (found.observed, found.by_itself) == pytest.approx((9, 4.5))
    assert (found.beyond.value, found.beyond.n) == (pytest.approx(4.5), 2)


def test_a_perfect_test_leaves_nothing_to_subtract():
    found = gain_beyond_regression(
        before=[40, 50, 65], after=[48, 60, 70], is_selected=[1, 1, 0], reliability=1
    )

    # 9, and its error is that of the gains 8 and 10: sqrt(2) / sqrt(2) = 1
    assert (found.by_itself, found.beyond.value) == (0, pytest.approx(9))
    assert found.beyond.standard_error == pytest.approx(1)


@settings(max_examples=30, deadline=None)
@given(gain=st.floats(-30, 30), scale=st.floats(0.2, 9), seed=st.integers(0, 99))
def test_a_gain_of_all_the_chosen_is_left_in_full(gain, scale, seed):
    before = np.random.default_rng(seed).normal(60, 10, 30)
    chosen = before < np.sort(before)[12]
    after = before + np.random.default_rng(seed + 1).normal(0, 3, 30)
    given_data = {"is_selected": chosen, "reliability": 0.8, "reliability_standard_error": 0.02}
    plain = gain_beyond_regression(before=before, after=after, **given_data)

    moved = gain_beyond_regression(
        before=before * scale, after=(after + gain) * scale, **given_data
    )

    assert moved.beyond.value == pytest.approx((plain.beyond.value + gain) * scale)
    assert moved.beyond.high >= moved.beyond.value >= moved.beyond.low


def test_doubt_about_the_reliability_widens_the_range():
    given_data = {
        "before": [40, 50, 65, 70],
        "after": [48, 60, 66, 70],
        "is_selected": [1, 1, 0, 0],
    }
    sure = gain_beyond_regression(**given_data, reliability=0.7)

    unsure = gain_beyond_regression(**given_data, reliability=0.7, reliability_standard_error=0.1)

    # the chosen lie 56.25 - 45 = 11.25 below all: .1 of doubt adds 1.125 squared
    assert unsure.beyond.standard_error**2 == pytest.approx(
        sure.beyond.standard_error**2 + 1.125**2
    )


@pytest.mark.parametrize(
    ("before", "after", "chosen", "why", "found"),
    [
        ([40, 50, 60], [45, np.nan, 60], [1, 1, 0], Silence.TOO_FEW_PEOPLE, 1),
        ([40, 50, 60], [45, 50, 60], [0, 0, 0], Silence.TOO_FEW_PEOPLE, 0),
        ([], [], [], Silence.TOO_FEW_PEOPLE, 0),
        ([50, 50, 50], [45, 50, 60], [1, 1, 0], Silence.NO_SPREAD, None),
    ],
)
def test_chosen_people_who_cannot_be_judged_are_refused(before, after, chosen, why, found):
    answer = gain_beyond_regression(before=before, after=after, is_selected=chosen, reliability=0.7)

    assert (answer.why, answer.found) == (why, found)


@pytest.mark.parametrize("scores", [[], [5], [7, 7, 7]])
def test_scores_without_spread_say_nothing_about_true_scores(scores):
    assert true_scores(scores=scores, reliability=0.8).why in {
        Silence.TOO_FEW_PEOPLE,
        Silence.NO_SPREAD,
    }


@pytest.mark.parametrize("reliability", [-0.1, 1.2, np.nan, "high"])
def test_a_reliability_outside_0_to_1_is_refused(reliability):
    with pytest.raises(ValueError, match="reliability"):
        true_scores(scores=[1, 2], reliability=reliability)
