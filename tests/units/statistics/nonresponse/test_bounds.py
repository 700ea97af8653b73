"""What holds whatever the silent would have said, and how different they would have to be."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.nonresponse import (
    bounds_without_assumption,
    lee_bounds,
    mean_if_silent_differ,
    tipping_shift,
)
from dampak.statistics.nonresponse.bounds import around_the_truth

SILENT = np.nan


def test_the_silent_are_given_the_lowest_then_the_highest():
    # 10 answers of mean 3 and 10 silent on 1 to 4: (30 + 10) / 20 and (30 + 40) / 20
    answer = bounds_without_assumption([2.0, 4.0] * 5 + [SILENT] * 10, lowest=1, highest=4)

    assert (answer.lower, answer.upper) == pytest.approx((2.0, 3.5))
    assert answer.low < 2.0
    assert answer.high > 3.5
    assert (answer.n_answered, answer.n_silent) == (10, 10)


def test_when_all_answer_it_is_the_t_interval():
    values = np.array([1.0, 2, 3, 4] * 5)
    answer = bounds_without_assumption(values, lowest=1, highest=4)
    half = stats.t(19).ppf(0.975) * values.std(ddof=1) / np.sqrt(20)

    assert answer.lower == answer.upper == pytest.approx(2.5)
    assert (answer.low, answer.high) == pytest.approx((2.5 - half, 2.5 + half))


@pytest.mark.parametrize(("gap", "factor"), [(0.0, 1.959964), (50.0, 1.644854)])
def test_one_tail_is_enough_when_the_bounds_lie_far_apart(gap, factor):
    low, high = around_the_truth([0.0, gap], [1.0, 1.0], freedom=np.inf, confidence=0.95)

    assert (low, high) == pytest.approx((-factor, gap + factor), abs=1e-5)


@given(
    st.lists(st.floats(1, 4), min_size=10, max_size=30),
    st.lists(st.floats(1, 4), min_size=1, max_size=20),
)
def test_the_bounds_hold_whatever_the_silent_say(said, unsaid):
    answer = bounds_without_assumption([*said, *[SILENT] * len(unsaid)], lowest=1, highest=4)

    truth = np.mean([*said, *unsaid])
    assert answer.lower - 1e-9 <= truth <= answer.upper + 1e-9


def test_the_surplus_of_answers_is_trimmed_from_either_end():
    # all 20 trained answer, 10 of 20 others: half of the trained are trimmed: means 5.5 and 15.5
    answer = lee_bounds(trained=np.arange(1.0, 21), comparison=[*[5.0, 7.0] * 5, *[SILENT] * 10])

    assert (answer.lower, answer.upper) == pytest.approx((5.5 - 6, 15.5 - 6))


def test_a_broken_share_keeps_a_part_of_one_answer():
    # 12 of 12 trained, 11 of 13 others answer: keep 10.154 of 1..12
    answer = lee_bounds(trained=np.arange(1.0, 13), comparison=[*[0.0] * 10, 1.0, SILENT, SILENT])

    kept = 12 * 11 / 13
    lower = (55 + (kept - 10) * 11) / kept - 1 / 11
    assert answer.lower == pytest.approx(lower)


@given(st.integers(0, 10**6), st.floats(-5, 5), st.floats(0.1, 9))
def test_swapping_the_sides_mirrors_the_bounds_and_scaling_scales_them(seed, shift, factor):
    rng = np.random.default_rng(seed)
    one, two = rng.normal(size=40), rng.normal(size=50)
    one[rng.random(40) < 0.2] = SILENT
    two[rng.random(50) < 0.4] = SILENT
    answer, mirrored = (
        lee_bounds(trained=one, comparison=two),
        lee_bounds(trained=two * factor + shift, comparison=one * factor + shift),
    )

    assert mirrored.lower == pytest.approx(-answer.upper * factor, abs=1e-9)
    assert mirrored.high == pytest.approx(-answer.low * factor, abs=1e-9)


def test_equal_response_leaves_the_plain_difference():
    one, two = np.arange(20.0), np.arange(20.0) * 2
    answer = lee_bounds(trained=one, comparison=two)

    assert answer.lower == answer.upper == pytest.approx(9.5 - 19)


def test_its_error_is_that_of_a_plain_resampling():
    rng = np.random.default_rng(4)
    one, two = rng.normal(1, 1, 400), rng.normal(0, 1, 400)
    one[rng.random(400) < 0.1] = SILENT
    two[rng.random(400) < 0.3] = SILENT
    answer = lee_bounds(trained=one, comparison=two)
    drawn = [
        lee_bounds(trained=rng.choice(one, 400), comparison=rng.choice(two, 400)).lower
        for _ in range(300)
    ]

    # bounds far apart: one tail, 1.645 standard errors below the lower one
    assert (answer.lower - answer.low) / 1.65 == pytest.approx(np.std(drawn), rel=0.15)


def test_the_doubt_about_the_share_kept_reaches_as_far_as_wilsons_ends():
    trained = np.array([*np.arange(40.0), *[SILENT] * 10])
    others = np.array([*np.tile([0.0, 2.0], 15), *[SILENT] * 20])
    answer = lee_bounds(trained=trained, comparison=others)

    # 30 of 40 are kept: 0 to 29, mean 14.5, border 29; the bounds are 10 apart, so one tail
    (fewest, _), (_, most) = (
        stats.binomtest(n, 50).proportion_ci(method="wilson") for n in (30, 40)
    )
    chance = (np.log(0.6 / fewest) ** 2 + np.log(most / 0.8) ** 2) / stats.norm.ppf(0.975) ** 2
    kept = (np.arange(30).var(ddof=1) + 14.5**2 / 4) / 30 + 14.5**2 * chance
    error = np.sqrt(kept + np.tile([0, 2], 15).var(ddof=1) / 30)
    assert (answer.lower, answer.upper) == pytest.approx((13.5, 23.5))
    assert answer.lower - answer.low == pytest.approx(stats.t(29).ppf(0.95) * error, rel=2e-3)


def test_too_few_answers_on_either_side_are_named():
    enough, few = np.arange(12.0), [*range(9), *[SILENT] * 3]

    assert lee_bounds(trained=few, comparison=enough) == NoAnswer(
        why=Silence.TOO_FEW_TRAINED, needed=10, found=9
    )
    assert lee_bounds(trained=enough, comparison=few).why is Silence.TOO_FEW_COMPARISON
    assert bounds_without_assumption([], lowest=1, highest=4).found == 0


@pytest.mark.parametrize(
    ("values", "lowest", "highest", "says"),
    [
        ([5.0] * 12, 1, 4, "values must lie on the scale from 1 to 4, got 5 to 5"),
        ([2.0] * 12, 4, 1, "lowest must lie below highest"),
        ([2.0] * 12, 1, np.inf, "highest must be a finite number"),
    ],
)
def test_a_scale_that_does_not_fit_is_refused(values, lowest, highest, says):
    with pytest.raises(ValueError, match=says):
        bounds_without_assumption(values, lowest=lowest, highest=highest)


GAINS = [*[1.0, 3.0] * 10, *[SILENT] * 20]


def test_the_silent_enter_with_their_assumed_distance():
    # mean 2 of 20 who answered; 20 silent one lower: 2 - .5; variance 1.0526/20 + 1 x .25/40
    answer = mean_if_silent_differ(GAINS, shift=-1)

    assert answer.value == pytest.approx(1.5)
    assert answer.standard_error == pytest.approx(np.sqrt((20 / 19) / 20 + 0.25 / 40))


def test_answers_that_lean_upwards_need_more_room_above_and_no_less_below():
    skewed = [*[0.0] * 15, *[1.0] * 4, 9.0, *[SILENT] * 20]

    answer = mean_if_silent_differ(skewed, shift=-1)

    half = stats.t(19).ppf(0.975) * answer.standard_error
    assert answer.value - answer.low == pytest.approx(half)
    assert answer.high - answer.value > 1.1 * half
    mirrored = mean_if_silent_differ(-np.array(skewed), shift=1)
    assert (mirrored.low, mirrored.high) == pytest.approx((-answer.high, -answer.low))


def test_at_the_tipping_shift_the_interval_touches_the_threshold():
    tip = tipping_shift(GAINS, threshold=0)

    assert tip.shift < 0
    assert mean_if_silent_differ(GAINS, shift=tip.shift).low == pytest.approx(0, abs=1e-9)
    assert tip.n_silent == 20


@given(st.floats(0.2, 50))
def test_losses_tip_as_gains_do_and_in_their_unit(factor):
    gain = tipping_shift(np.array(GAINS) * factor, threshold=0)
    loss = tipping_shift(-np.array(GAINS) * factor, threshold=0)

    assert loss.shift == pytest.approx(-gain.shift)
    assert gain.shift == pytest.approx(factor * tipping_shift(GAINS, threshold=0).shift)


def test_nothing_tips_where_nobody_was_silent_or_nothing_was_clear():
    assert tipping_shift([1.0, 3.0] * 10, threshold=0).shift == -np.inf
    unclear = tipping_shift([-1.0, 1.1] * 10, threshold=0)
    assert unclear == NoAnswer(why=Silence.EFFECT_NOT_CLEAR)


def test_with_equal_shares_answering_it_does_not_matter_which_side_is_called_trained():
    # 32 of 40 and 40 of 50: four in five on both sides, so nobody is trimmed
    rng = np.random.default_rng(3)
    one = np.append(rng.normal(size=32), [SILENT] * 8)
    two = np.append(rng.exponential(size=40), [SILENT] * 10)
    answer, mirrored = (
        lee_bounds(trained=one, comparison=two),
        lee_bounds(trained=two, comparison=one),
    )

    assert (mirrored.low, mirrored.high) == pytest.approx((-answer.high, -answer.low))


@pytest.mark.parametrize("dust", [0.0, 1e-15])
def test_the_same_answer_from_everybody_shows_no_doubt_and_gets_no_interval(dust):
    same = 2 + dust * (np.arange(20) % 2)

    assert bounds_without_assumption(same, lowest=1, highest=4).why == Silence.NO_SPREAD
    assert lee_bounds(trained=same, comparison=same + 1).why == Silence.NO_SPREAD
    assert mean_if_silent_differ(same, shift=1.0).why == Silence.NO_SPREAD
