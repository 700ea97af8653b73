"""Differences in units of spread."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from dampak.foundation.answers import Silence
from dampak.statistics.learning import (
    small_sample_factor,
    standardised_difference,
    standardised_gain,
)


def test_hedges_g_by_hand():
    # means 2.5 and 1.5; both variances 5 / 3, so d = 1 / 1.290994 = .774597;
    # freedom 6: factor gamma(3) / (sqrt(3) * gamma(2.5)) = 2 / (1.732051 * 1.329340) = .868629
    found = standardised_difference(trained=[1, 2, 3, 4], comparison=[0, 1, 2, 3])

    assert small_sample_factor(6) == pytest.approx(0.868627, abs=1e-6)
    assert found.value == pytest.approx(0.868627 * 0.774597, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 999), effect=st.floats(-3, 3))
def test_the_limits_are_the_effects_under_which_the_data_are_just_not_surprising(seed, effect):
    rng = np.random.default_rng(seed)
    one, other = rng.normal(effect, 1, 9), rng.normal(size=14)

    found = standardised_difference(trained=one, comparison=other)

    t = stats.ttest_ind(one, other).statistic
    root = np.sqrt(9 * 14 / 23)
    assert stats.nct.sf(t, 21, found.low * root) == pytest.approx(0.025, abs=1e-6)
    assert stats.nct.cdf(t, 21, found.high * root) == pytest.approx(0.025, abs=1e-6)
    assert found.low <= found.value <= found.high


@settings(max_examples=30, deadline=None)
@given(shift=st.floats(-90, 90), scale=st.floats(0.1, 30))
def test_neither_the_points_zero_nor_their_size_matter(shift, scale):
    one, other = np.array([3.0, 4, 8, 9]), np.array([1.0, 5, 2])
    plain = standardised_difference(trained=one, comparison=other)

    moved = standardised_difference(trained=one * scale + shift, comparison=other * scale + shift)

    assert (moved.value, moved.low) == pytest.approx((plain.value, plain.low))


def test_a_gain_in_the_spread_of_the_scores_before():
    # before 2, 4, 6, 8: sd 2.581989; gains 1, 3, 1, 3: mean 2, variance 4 / 3;
    # freedom 3: factor gamma(1.5) / (sqrt(1.5) * gamma(1)) = .886227 / 1.224745 = .723601
    found = standardised_gain(before=[2, 4, 6, 8], after=[3, 7, 7, 11])

    assert found.value == pytest.approx(0.723601 * 2 / 2.581989, abs=1e-6)
    # variance 4/3 / (4 * 6.666667) + .774597^2 / 6 = .05 + .1 = .15
    assert found.standard_error == pytest.approx(0.723601 * np.sqrt(0.15), abs=1e-6)


def test_a_gain_in_the_spread_of_the_gains():
    # gains 1, 3, 1, 3: mean 2, sd 1.154701
    found = standardised_gain(before=[2, 4, 6, 8], after=[3, 7, 7, 11], spread_of="gains")

    assert found.value == pytest.approx(0.723601 * 2 / 1.154701, abs=1e-6)
    t = 2 / (1.154701 / 2)
    assert stats.nct.sf(t, 3, found.low * 2) == pytest.approx(0.025, abs=1e-5)


@pytest.mark.parametrize(
    ("trained", "comparison", "why", "found"),
    [
        ([1], [1, 2], Silence.TOO_FEW_TRAINED, 1),
        ([1, 2], [], Silence.TOO_FEW_COMPARISON, 0),
        ([1, 2], [np.nan, 3], Silence.TOO_FEW_COMPARISON, 1),
        ([4, 4], [7, 7], Silence.NO_SPREAD, None),
    ],
)
def test_groups_that_cannot_be_compared_are_refused(trained, comparison, why, found):
    answer = standardised_difference(trained=trained, comparison=comparison)

    assert (answer.why, answer.found) == (why, found)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ([1, 2], [2, 4], Silence.TOO_FEW_PEOPLE),
        ([1, 2, 3], [2, 3, 4], Silence.NO_SPREAD),
        ([2, 2, 2], [2, 3, 4], Silence.NO_SPREAD),
    ],
)
def test_gains_that_cannot_be_standardised_are_refused(before, after, why):
    assert standardised_gain(before=before, after=after).why == why


def test_an_unknown_spread_is_refused():
    with pytest.raises(ValueError, match="spread_of"):
        standardised_gain(before=[1, 2, 3], after=[2, 2, 5], spread_of="after")


def test_text_is_refused_by_name():
    with pytest.raises(ValueError, match="comparison"):
        standardised_difference(trained=[1, 2], comparison=["x", "y"])


@pytest.mark.parametrize("apart", [1e4, 1e6, 1e8, -1e8])
def test_groups_far_apart_are_as_doubtful_as_their_spread(apart):
    # Nothing but the spread is in doubt then: d * sqrt(chi-squared of 58 / 58)
    scores = np.tile([-1.0, 1.0], 15)
    answer = standardised_difference(trained=scores + apart, comparison=scores)

    factors = np.sqrt(stats.chi2.ppf([0.025, 0.975], 58) / 58)
    difference = apart / np.sqrt(60 / 58)
    assert (answer.low, answer.high) == pytest.approx(np.sort(difference * factors), rel=1e-4)
    assert answer.low < answer.value < answer.high


@pytest.mark.parametrize("freedom", [1, 0, -3, 2.5, np.nan])
def test_the_small_sample_factor_needs_two_degrees_of_freedom(freedom):
    with pytest.raises(ValueError, match="freedom must be"):
        small_sample_factor(freedom)


def test_the_small_sample_factor_never_exceeds_one():
    assert small_sample_factor(10**9) == pytest.approx(1 - 0.75e-9, abs=1e-15)
    assert small_sample_factor(99_999) < small_sample_factor(100_001) < 1


def test_scores_too_near_nought_to_be_squared_show_no_spread():
    scores = np.array([1.0, 2.0, 4.0, 3.0]) * 1e-300

    assert standardised_difference(trained=scores, comparison=scores * 2).why == Silence.NO_SPREAD
    assert standardised_gain(before=scores, after=scores * 2).why == Silence.NO_SPREAD
