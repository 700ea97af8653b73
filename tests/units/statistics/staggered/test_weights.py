"""Units that count for more than others."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.units.statistics.offices import offices

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.staggered import (
    event_study,
    group_time_effects,
    leave_one_unit_out,
    overall_effect,
)

seeds = st.integers(0, 10_000)
few_examples = settings(max_examples=10, deadline=None)


def rng():
    return np.random.default_rng(1)


def overall(outcomes, first, weights=None):
    effects = group_time_effects(outcomes=outcomes, first_treated=first, weights=weights)
    return overall_effect(effects, rng=rng())


def test_an_office_of_three_times_the_cases_counts_three_times_by_hand():
    # Trained: changes 2 (one case) and 6 (three cases): (2 + 3 * 6) / 4 = 5.
    # Not trained: changes 0 (two cases) and 3 (one case): (2 * 0 + 3) / 3 = 1. Difference 4.
    # Scores: 1/4 (2 - 5), 3/4 (6 - 5); 2/3 (0 - 1), 1/3 (3 - 1).
    # The variance is the sum of their squares, 18/16 + 8/9.
    effects = group_time_effects(
        outcomes=[[0, 2], [0, 6], [0, 0], [0, 3]],
        first_treated=[1, 1, -1, -1],
        weights=[1, 3, 2, 1],
    )

    assert effects.values == pytest.approx([4])
    assert effects.standard_errors == pytest.approx([np.sqrt(18 / 16 + 8 / 9)])


@few_examples
@given(seed=seeds, gaps=st.sampled_from([0.0, 0.1]))
def test_a_whole_number_of_cases_gives_the_effect_of_as_many_copies(seed, gaps):
    random = np.random.default_rng(seed)
    outcomes, first = offices(random)
    outcomes[random.random(outcomes.shape) < gaps] = np.nan
    cases = random.integers(1, 5, first.size)

    weighted = overall(outcomes, first, cases)
    copied = overall(np.repeat(outcomes, cases, axis=0), np.repeat(first, cases))

    assert weighted.value == pytest.approx(copied.value)
    assert weighted.standard_error > copied.standard_error  # a copy is no new evidence


@few_examples
@given(seed=seeds, scale=st.sampled_from([1e-6, 7.0, 1e9]))
def test_only_the_proportions_of_the_weights_matter(seed, scale):
    random = np.random.default_rng(seed)
    outcomes, first = offices(random)
    weights = random.uniform(1, 5, first.size)

    once, scaled = overall(outcomes, first, weights), overall(outcomes, first, weights * scale)

    assert (scaled.value, scaled.low, scaled.high) == pytest.approx(
        (once.value, once.low, once.high)
    )


def test_equal_weights_change_nothing():
    outcomes, first = offices(rng())

    plain, equal = overall(outcomes, first), overall(outcomes, first, np.full(first.size, 2.5))

    assert (equal.value, equal.low, equal.high) == pytest.approx(
        (plain.value, plain.low, plain.high)
    )


def test_a_unit_that_outweighs_the_others_widens_the_interval():
    outcomes, first = offices(rng(), n_never=24)
    weights = np.ones(first.size)
    weights[[0, 8, 16]] = 8  # one office of each cohort

    answer = overall(outcomes, first, weights)

    # three offices of eight and twenty-one of one: (24 + 21)^2 / (3 * 64 + 21) = 9.5 are worth it
    in_errors = (answer.high - answer.value) / answer.standard_error
    plain = overall(outcomes, first)
    assert in_errors > (plain.high - plain.value) / plain.standard_error


def test_leaving_out_one_weighted_unit_equals_computing_without_it():
    outcomes, first = offices(rng(), cohorts=((3, 5), (5, 6)))
    weights = np.random.default_rng(2).uniform(1, 9, first.size)
    effects = group_time_effects(outcomes=outcomes, first_treated=first, weights=weights)

    found = leave_one_unit_out(effects)

    without = [
        overall(*(np.delete(values, row, axis=0) for values in (outcomes, first, weights))).value
        for row in range(first.size)
    ]
    assert (found.lowest, found.highest) == pytest.approx((min(without), max(without)))
    assert found.row_of_lowest == int(np.argmin(without))


def test_few_weighted_units_cannot_change_places():
    outcomes, first = offices(rng(), cohorts=((3, 3), (6, 3)), n_never=6)
    weights = np.arange(1.0, first.size + 1)
    effects = group_time_effects(outcomes=outcomes, first_treated=first, weights=weights)

    refusal = NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=10, found=6)
    assert overall_effect(effects, rng=rng()) == refusal
    assert event_study(effects, rng=rng()) == refusal


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1.0] * 39, "one per unit"),
        ([1.0] * 39 + [0.0], "got 0.0 in row 39"),
        ([-1.0] + [1.0] * 39, "got -1.0 in row 0"),
        ([np.nan] + [1.0] * 39, "got nan in row 0"),
        ([np.inf] + [1.0] * 39, "got inf in row 0"),
        (["heavy"] * 40, "must hold numbers"),
    ],
)
def test_weights_that_are_none_are_named(weights, message):
    outcomes, first = offices(rng())

    with pytest.raises(ValueError, match=message):
        group_time_effects(outcomes=outcomes, first_treated=first, weights=weights)
