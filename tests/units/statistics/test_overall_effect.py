"""One number for the programme, with an interval that can be trusted."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from tests.units.statistics.offices import offices

from dampak.foundation.answers import Estimate
from dampak.statistics.staggered import (
    group_time_effects,
    leave_one_unit_out,
    overall_effect,
    placebo_in_time,
)
from dampak.statistics.staggered.aggregating import after_training, aggregated

seeds = st.integers(0, 10_000)
few_examples = settings(max_examples=15, deadline=None)


def estimate(outcomes, first, **design):
    effects = group_time_effects(outcomes=outcomes, first_treated=first, **design)
    answer = overall_effect(effects, rng=np.random.default_rng(1))
    assert isinstance(answer, Estimate)
    return answer


def numbers(answer):
    return answer.value, answer.low, answer.high


def test_ten_of_each_office_of_the_hand_worked_case():
    # test_group_time_effects.py: (7/3 + 7/2 + 2) / 3 = 47/18. Copies change no mean.
    outcomes = np.repeat([[0, 3, 5], [0, 1, 4], [0, 1, 2], [0, 0, 1]], 10, axis=0)

    answer = estimate(outcomes, np.repeat([1, 2, -1, -1], 10))

    assert answer.value == pytest.approx(47 / 18)
    assert (answer.n_trained, answer.n_comparison) == (20, 20)


def test_with_one_cohort_and_two_months_the_interval_is_welchs():
    rng = np.random.default_rng(4)
    outcomes, first = rng.normal(size=(26, 2)), np.repeat([1, -1], [11, 15])
    changes = outcomes[:, 1] - outcomes[:, 0]

    answer = estimate(outcomes, first)

    welch = stats.ttest_ind(changes[:11], changes[11:], equal_var=False).confidence_interval()
    assert (answer.low, answer.high) == pytest.approx((welch.low, welch.high))
    assert answer.method == "group_time_overall/2"


def test_the_interval_holds_the_true_effect_19_times_out_of_20():
    inside = found_nothing = 0
    for seed in range(200):
        outcomes, first = offices(np.random.default_rng(seed), effect=0.7)
        answer = estimate(outcomes, first)
        inside += answer.low <= 0.7 <= answer.high
        found_nothing += answer.low <= 0.0 <= answer.high

    assert 0.90 <= inside / 200 <= 0.99
    assert found_nothing / 200 < 0.5  # and it is not wide for nothing


def test_with_few_units_it_still_does_because_the_training_is_dealt_out_anew():
    inside = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        outcomes, first = offices(rng, cohorts=((3, 2), (5, 2), (8, 2)), n_never=6, effect=0.7)
        answer = estimate(outcomes, first)
        assert answer.method == "group_time_overall_by_randomisation/1"
        assert answer.standard_error is None
        inside += answer.low <= 0.7 <= answer.high

    assert 0.89 <= inside / 100 <= 0.99


@few_examples
@given(seed=seeds, n_trained=st.sampled_from([3, 8]))
def test_a_shock_to_every_office_and_the_level_of_an_office_change_nothing(seed, n_trained):
    rng = np.random.default_rng(seed)
    outcomes, first = offices(rng, cohorts=((3, n_trained), (6, n_trained)))
    shocked = outcomes + rng.normal(size=12) * 5 + rng.normal(size=(first.size, 1)) * 5

    assert numbers(estimate(shocked, first)) == pytest.approx(numbers(estimate(outcomes, first)))


@few_examples
@given(seed=seeds, scale=st.sampled_from([1e-9, -3.0, 1e9]))
def test_another_unit_of_measurement_scales_the_answer(seed, scale):
    outcomes, first = offices(np.random.default_rng(seed))
    plain, scaled = estimate(outcomes, first), estimate(outcomes * scale, first)

    assert scaled.value == pytest.approx(plain.value * scale)
    assert scaled.value / scaled.standard_error == pytest.approx(
        np.sign(scale) * plain.value / plain.standard_error
    )


@few_examples
@given(seed=seeds, gaps=st.sampled_from([0.0, 0.1]))
def test_the_order_of_the_offices_does_not_matter(seed, gaps):
    rng = np.random.default_rng(seed)
    outcomes, first = offices(rng)
    outcomes[rng.random(outcomes.shape) < gaps] = np.nan
    order = rng.permutation(first.size)

    shuffled = estimate(outcomes[order], first[order])

    assert numbers(shuffled) == pytest.approx(numbers(estimate(outcomes, first)))


@few_examples
@given(seed=seeds)
def test_the_interval_contains_the_estimate(seed):
    answer = estimate(*offices(np.random.default_rng(seed), cohorts=((4, 5), (7, 4))))

    assert answer.low < answer.value < answer.high


def test_a_copy_of_every_office_keeps_the_effect_and_halves_the_variance():
    outcomes, first = offices(np.random.default_rng(2))
    once = estimate(outcomes, first)

    twice = estimate(np.tile(outcomes, (2, 1)), np.tile(first, 2))

    assert twice.value == pytest.approx(once.value)
    assert twice.standard_error**2 == pytest.approx(once.standard_error**2 / 2)


@pytest.mark.parametrize("gaps", [0.0, 0.15])
@pytest.mark.parametrize("control", ["not_yet", "never"])
def test_leaving_out_one_unit_equals_computing_without_it(gaps, control):
    rng = np.random.default_rng(5)
    outcomes, first = offices(rng, cohorts=((3, 5), (5, 5), (8, 1)), n_never=12)
    outcomes[rng.random(outcomes.shape) < gaps] = np.nan
    effects = group_time_effects(outcomes=outcomes, first_treated=first, control=control)

    found = leave_one_unit_out(effects)

    def without_unit(i):
        rest = group_time_effects(
            outcomes=np.delete(outcomes, i, axis=0),
            first_treated=np.delete(first, i),
            control=control,
        )
        return aggregated(rest, after_training(rest)[:, None]).values[0]

    without = np.array([without_unit(i) for i in range(first.size)])
    assert (found.lowest, found.highest) == pytest.approx((without.min(), without.max()))
    assert (found.row_of_lowest, found.row_of_highest) == (without.argmin(), without.argmax())


def placebo_of(outcomes, first):
    return placebo_in_time(
        outcomes=outcomes, first_treated=first, periods_earlier=3, rng=np.random.default_rng(1)
    )


def test_a_placebo_sees_nothing_of_what_comes_with_the_training():
    outcomes, first = offices(np.random.default_rng(6), cohorts=((6, 12), (8, 12)))
    after = (first[:, None] >= 0) & (np.arange(12) >= first[:, None])

    assert placebo_of(outcomes, first) == placebo_of(outcomes + 1000 * after, first)


def test_a_placebo_cries_wolf_once_in_twenty():
    false_claims = 0
    for seed in range(200):
        answer = placebo_of(
            *offices(np.random.default_rng(seed), cohorts=((6, 12), (8, 12)), effect=3.0)
        )
        false_claims += not answer.low < 0 < answer.high

    assert 0.01 <= false_claims / 200 <= 0.10


def test_a_placebo_finds_a_drift_that_was_there_before():
    outcomes, first = offices(np.random.default_rng(6), cohorts=((6, 12), (8, 12)))
    drifting = outcomes + (first[:, None] >= 0) * np.arange(12)

    answer = placebo_of(drifting, first)

    # Measured from the month before the pretended training: 1, 2 and 3 months of drift.
    assert answer.low > 0
    assert answer.value == pytest.approx(2, abs=0.6)
