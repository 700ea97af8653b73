"""Alpha, omega and the error of a score; arithmetic in the comments."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.foundation.answers import Silence
from dampak.statistics.item_analysis import (
    coefficient_alpha,
    coefficient_omega,
    measurement_error,
    one_factor,
)


def scored(seed, people=150, items=6):
    rng = np.random.default_rng(seed)
    loadings = np.linspace(0.6, 1.2, items)
    return loadings * rng.normal(size=(people, 1)) + rng.normal(size=(people, items))


def alpha_of(table):
    covariance = np.cov(table.T)
    k = len(covariance)
    return k / (k - 1) * (1 - np.trace(covariance) / covariance.sum())


def test_alpha_by_hand():
    # ten people, two questions: 5 of (1, 1), 3 of (0, 0), 1 of (1, 0), 1 of (0, 1).
    # variances .24 each (6 of 10), of the total: mean 1.2, (5 * 4 + 2 * 1) / 10 - 1.44 = .76
    # alpha = 2 * (1 - .48 / .76) = .736842
    table = [[1, 1]] * 5 + [[0, 0]] * 3 + [[1, 0], [0, 1]]

    found = coefficient_alpha(scores=table)

    assert (found.value, found.n) == (pytest.approx(0.736842, abs=1e-6), 10)
    assert found.low < found.value < found.high < 1


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 999))
def test_the_interval_comes_from_leaving_out_each_person(seed):
    table = scored(seed, people=25)
    found = coefficient_alpha(scores=table)

    left = np.log([1 - alpha_of(np.delete(table, person, axis=0)) for person in range(25)])
    error = np.sqrt(24 / 25 * ((left - left.mean()) ** 2).sum())
    # t with 24 degrees of freedom: 2.0638986
    assert np.log((1 - found.low) / (1 - found.value)) == pytest.approx(2.0638986 * error)
    assert np.log((1 - found.value) / (1 - found.high)) == pytest.approx(2.0638986 * error)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 999), scale=st.floats(0.1, 50), shift=st.floats(-9, 9))
def test_no_unit_matters_and_for_standardised_alpha_not_even_each_questions_own(seed, scale, shift):
    table = scored(seed)
    own = np.linspace(0.2, 5, 6)

    for standardised, changed in ((False, table * scale + shift), (True, table * own)):
        plain = coefficient_alpha(scores=table, standardised=standardised)
        moved = coefficient_alpha(scores=changed, standardised=standardised)
        assert (moved.value, moved.low) == pytest.approx((plain.value, plain.low))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 99))
def test_omega_keeps_its_value_when_all_points_are_doubled_or_questions_change_places(seed):
    table = scored(seed)
    plain = coefficient_omega(scores=table)

    moved = coefficient_omega(scores=table[:, ::-1] * 2 + 1)

    assert (moved.value, moved.low) == pytest.approx((plain.value, plain.low), abs=1e-6)
    assert plain.low < plain.value < plain.high


def test_omega_of_a_covariance_that_one_factor_explains_exactly():
    # loadings 1, 2, 2 and own variances 3, 1, 2: omega = 25 / (25 + 6)
    loadings = np.array([1.0, 2, 2])
    factor = one_factor(np.outer(loadings, loadings) + np.diag([3.0, 1, 2]))

    assert factor.loadings == pytest.approx(loadings, abs=1e-6)
    assert factor.uniquenesses == pytest.approx([3, 1, 2], abs=1e-5)


def test_omega_is_alpha_where_all_questions_weigh_the_same():
    # covariances .5, variances 1, six questions: alpha = 6 / 5 * (1 - 6 / 21) = .857143
    shared = np.full((6, 6), 0.5) + 0.5 * np.eye(6)
    factor = one_factor(shared)

    common = factor.loadings.sum() ** 2
    assert common / (common + factor.uniquenesses.sum()) == pytest.approx(0.857143, abs=1e-6)


def test_leaving_one_out_by_a_step_is_close_to_fitting_again():
    table = scored(3, people=120)
    found = coefficient_omega(scores=table)

    left = []
    for person in range(120):
        rest = np.delete(table, person, axis=0)
        factor = one_factor(np.cov(rest.T))
        common = factor.loadings.sum() ** 2
        left.append(np.log(factor.uniquenesses.sum() / (common + factor.uniquenesses.sum())))
    error = np.sqrt(119 / 120 * ((np.array(left) - np.mean(left)) ** 2).sum())
    assert found.standard_error / (1 - found.value) == pytest.approx(error, rel=0.02)


def test_the_error_of_a_score_is_largest_in_the_middle():
    rng = np.random.default_rng(2)
    chance = 1 / (1 + np.exp(-(rng.normal(size=(300, 1)) - np.linspace(-2, 2, 20))))
    answers = (rng.random((300, 20)) < chance).astype(float)

    found = measurement_error(answers=answers)

    totals = answers.sum(axis=1)
    assert found.overall == pytest.approx(totals.std(ddof=1) * np.sqrt(1 - alpha_of(answers)))
    assert (found.by_score[0], found.by_score[20]) == (0, 0)
    assert found.by_score.argmax() == 10
    # Keats: averaged over the people, the squared errors are those of alpha
    assert (found.by_score[totals.astype(int)] ** 2).mean() == pytest.approx(found.overall**2)


def test_questions_that_contradict_one_another_leave_only_error():
    table = np.array([[1, 0], [0, 1]] * 5 + [[1, 1], [0, 0]])

    found = measurement_error(answers=table)

    assert found.reliability == 0
    assert found.overall == pytest.approx(table.sum(axis=1).std(ddof=1))


@pytest.mark.parametrize(
    ("scores", "why", "needed"),
    [
        (np.empty((0, 4)), Silence.TOO_FEW_PEOPLE, 10),
        (np.eye(9), Silence.TOO_FEW_PEOPLE, 10),
        (np.ones((20, 1)), Silence.TOO_FEW_ITEMS, 2),
        (np.ones((20, 3)), Silence.NO_SPREAD, None),
        (np.where(np.eye(12, 3) == 1, np.nan, 1.0), Silence.TOO_FEW_PEOPLE, 10),
    ],
)
def test_an_alpha_without_ground_is_refused(scores, why, needed):
    answer = coefficient_alpha(scores=scores)

    assert (answer.why, answer.needed) == (why, needed)


@pytest.mark.parametrize(
    ("scores", "why"),
    [
        (np.array([[1, 0], [0, 1]] * 5 + [[1, 1]]), Silence.NO_SPREAD),
        (np.array([[1, 1], [0, 0]] * 6), Silence.NOT_SEPARABLE),
    ],
)
def test_the_spread_of_one_person_and_copied_questions_are_refused(scores, why):
    assert coefficient_alpha(scores=scores).why == why


def test_a_question_that_one_person_alone_answered_differently_has_no_standard():
    table = scored(1, people=30)
    table[:, 2] = 0
    table[7, 2] = 1

    assert coefficient_alpha(scores=table, standardised=True).why == Silence.NO_SPREAD


def test_a_constant_question_has_no_standardised_alpha():
    table = scored(1)
    table[:, 2] = 4

    assert coefficient_alpha(scores=table, standardised=True).why == Silence.NO_SPREAD
    assert coefficient_alpha(scores=table).value > 0


@pytest.mark.parametrize(
    ("scores", "why"),
    [
        (scored(1, people=99), Silence.TOO_FEW_PEOPLE),
        (scored(1, people=149, items=30), Silence.TOO_FEW_PEOPLE),
        (scored(1, items=2), Silence.TOO_FEW_ITEMS),
        (np.column_stack([scored(1), np.ones(150)]), Silence.NO_SPREAD),
        (np.column_stack([scored(1), scored(1)[:, 0]]), Silence.NOT_SEPARABLE),
    ],
)
def test_an_omega_without_ground_is_refused(scores, why):
    assert coefficient_omega(scores=scores).why == why


def test_a_question_that_alone_would_be_the_factor_is_refused():
    # correlations .9, .9 and .1 would need a loading above 1
    table = np.array([[1.0, 0.9, 0.9], [0.9, 1, 0.1], [0.9, 0.1, 1]])
    values, vectors = np.linalg.eigh(table)
    ok = vectors @ np.diag(np.maximum(values, 0.02)) @ vectors.T

    assert one_factor(ok).why == Silence.NO_STABLE_SOLUTION


def test_text_is_refused_by_name():
    with pytest.raises(ValueError, match="scores"):
        coefficient_alpha(scores=[["a", "b"]])


@pytest.mark.parametrize(
    "covariance", [np.eye(2), np.ones((3, 4)), np.full((3, 3), np.nan), np.triu(np.ones((3, 3)))]
)
def test_what_is_no_covariance_has_no_factor(covariance):
    with pytest.raises(ValueError, match="covariance must be symmetric"):
        one_factor(covariance)


@pytest.mark.parametrize("reliability", [coefficient_alpha, coefficient_omega])
def test_points_too_near_nought_to_be_squared_show_no_spread(reliability):
    assert reliability(scores=scored(1) * 1e-300).why == Silence.NO_SPREAD
