"""The Rasch model given the number right; arithmetic in comments and by counting answers."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.item_response import andersen_test, item_fit, rasch_items
from dampak.statistics.item_response.symmetric_functions import (
    ability_of_score,
    given_the_score,
    scores_of,
)


def answered(seed, people=80, items=6, slope=1.0):
    rng = np.random.default_rng(seed)
    chance = 1 / (
        1 + np.exp(-slope * (rng.normal(0, 1.2, (people, 1)) - np.linspace(-1.5, 1.5, items)))
    )
    return (rng.random((people, items)) < chance).astype(float)


def test_two_questions_are_as_far_apart_as_the_log_of_those_who_can_do_only_one():
    # 40 can do only the first, 10 only the second; the rest say nothing: log(40 / 10) = 1.386294
    answers = [[1, 0]] * 40 + [[0, 1]] * 10 + [[1, 1]] * 7 + [[0, 0]] * 5

    found = rasch_items(answers=answers)

    assert found.difficulties == pytest.approx([-np.log(4) / 2, np.log(4) / 2])
    # the log of a ratio of counts has variance 1/40 + 1/10; each difficulty is half of it
    assert found.standard_errors == pytest.approx(np.sqrt(0.125) / 2)
    # 40 log .8 + 10 log .2
    assert found.log_likelihood == pytest.approx(40 * np.log(0.8) + 10 * np.log(0.2))
    assert found.n_people == 50


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 999), spread=st.floats(0.1, 6))
def test_chances_given_the_number_right_are_those_of_counting_every_way(seed, spread):
    difficulties = np.random.default_rng(seed).normal(0, spread, 5)
    answers = np.array([row for row in product([0.0, 1.0], repeat=5) if 0 < sum(row) < 5])

    found = given_the_score(difficulties, scores_of(answers))

    weights = np.exp(-answers @ difficulties)
    for group, right in enumerate(range(1, 5)):
        here = answers.sum(axis=1) == right
        function = weights[here].sum()
        assert found.log_functions[group] == pytest.approx(np.log(function))
        expected = weights[here] @ answers[here] / function
        assert found.chances[group] == pytest.approx(expected, rel=1e-9, abs=1e-14)
    by_hand = sum(
        (answers.sum(axis=1) == right).sum() * covariance(answers, weights, right)
        for right in range(1, 5)
    )
    assert found.information == pytest.approx(by_hand, abs=1e-9)


def covariance(answers, weights, right):
    here = answers.sum(axis=1) == right
    share = weights[here] / weights[here].sum()
    mean = share @ answers[here]
    return (answers[here] * share[:, None]).T @ answers[here] - np.outer(mean, mean)


def test_a_hundred_and_fifty_questions_of_very_unlike_difficulty_are_as_safe_as_five():
    # equal halves at -8 and 8: of 75 right all are easy ones; one more must be one of the hard
    difficulties = np.repeat([-8.0, 8.0], 75)
    answers = np.zeros((3, 150))
    answers[0, :1], answers[1, :75], answers[2, :149] = 1, 1, 1

    found = given_the_score(difficulties, scores_of(answers))

    assert found.chances.sum(axis=1) == pytest.approx([1, 75, 149], rel=1e-12)
    assert found.chances[0, 0] == pytest.approx(1 / 75)
    # 75 right: the easy 75, or 75 * 75 ways with one exchanged, each exp(-16) as likely
    assert found.chances[1, 75] == pytest.approx(75 * np.exp(-16), rel=1e-3)
    assert found.log_functions[2] == pytest.approx(
        np.log(75 * np.exp(-8) + 75 * np.exp(8)), rel=1e-9
    )


def test_the_ability_of_a_number_right_expects_just_that_number():
    difficulties = np.array([-2.0, 0.3, 1.1, 4])
    seen = np.array([[1, 1, 1, 1], [1, 0, 1, 1]]) == 1

    ability = ability_of_score(difficulties, seen, np.array([3, 1]))

    chance = 1 / (1 + np.exp(difficulties - ability[:, None]))
    assert (chance * seen).sum(axis=1) == pytest.approx([3, 1])


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 999))
def test_neither_the_order_of_people_nor_of_questions_matters_and_copies_halve_the_variance(seed):
    answers = answered(seed)
    plain = rasch_items(answers=answers)

    order = np.random.default_rng(seed).permutation(80)
    other = rasch_items(answers=np.vstack([answers, answers[order]])[:, ::-1])

    assert other.difficulties[::-1] == pytest.approx(plain.difficulties)
    assert other.standard_errors[::-1] ** 2 == pytest.approx(plain.standard_errors**2 / 2)
    assert plain.difficulties.sum() == pytest.approx(0)
    assert ((plain.low <= plain.difficulties) & (plain.difficulties <= plain.high)).all()


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 999))
def test_right_and_wrong_exchanged_turn_easy_into_hard(seed):
    answers = answered(seed)

    assert rasch_items(answers=1 - answers).difficulties == pytest.approx(
        -rasch_items(answers=answers).difficulties
    )


def test_people_who_saw_other_questions_add_what_they_saw():
    answers = answered(5, people=200)
    whole = rasch_items(answers=answers)
    gaps = answers.copy()
    gaps[::2, :2], gaps[1::2, 4:] = np.nan, np.nan

    found = rasch_items(answers=gaps)

    assert np.abs(found.difficulties - whole.difficulties).max() < 1
    assert (found.standard_errors > whole.standard_errors).all()


def test_a_question_everybody_can_do_has_no_place_and_the_others_keep_theirs():
    answers = answered(2)
    whole = rasch_items(answers=answers)

    found = rasch_items(answers=np.column_stack([np.ones(80), answers, np.zeros(80)]))

    assert list(found.is_placed) == [False, *[True] * 6, False]
    assert np.isnan(found.difficulties[[0, 7]]).all()
    assert found.difficulties[1:7] == pytest.approx(whole.difficulties)
    assert np.isnan(found.slopes[0])


def test_a_question_loses_its_place_with_the_only_people_who_told_it_apart():
    # without the first question, which all can do, the last 30 have all right: nothing left to tell
    answers = np.array([[1, 1, 0]] * 20 + [[1, 0, 1]] * 20 + [[1, 1, 1]] * 30)

    found = rasch_items(answers=answers)

    assert list(found.is_placed) == [False, True, True]
    assert found.n_people == 40


@pytest.mark.parametrize(
    ("answers", "why", "found"),
    [
        (np.empty((0, 5)), Silence.TOO_FEW_PEOPLE, 0),
        (answered(1, people=29), Silence.TOO_FEW_PEOPLE, 29),
        (np.vstack([answered(1, people=29), np.ones((30, 6))]), Silence.TOO_FEW_PEOPLE, None),
        (np.ones((50, 1)), Silence.TOO_FEW_ITEMS, 1),
        (np.ones((50, 5)), Silence.TOO_FEW_ITEMS, 0),
        # everybody who can do the hard two can do the easy two, and nobody fails at these
        (
            [[1, 0, 0, 0]] * 20 + [[0, 1, 0, 0]] * 20 + [[1, 1, 1, 0], [1, 1, 0, 1]] * 10,
            Silence.NOT_SEPARABLE,
            None,
        ),
        # two booklets without a common question
        (
            np.vstack(
                [
                    np.hstack([answered(1), np.full((80, 6), np.nan)]),
                    np.hstack([np.full((80, 6), np.nan), answered(2)]),
                ]
            ),
            Silence.NOT_SEPARABLE,
            None,
        ),
    ],
)
def test_questions_that_cannot_be_placed_are_refused(answers, why, found):
    answer = rasch_items(answers=answers)

    assert answer.why == why
    assert found is None or answer.found == found


@pytest.mark.parametrize("method", [rasch_items, item_fit, andersen_test])
@pytest.mark.parametrize(
    ("answers", "said"),
    [([[1, 3], [0, 1]], "found 3"), ([["a"]], "answers must hold numbers"), ([1, 0], "one row")],
)
def test_what_is_not_right_or_wrong_is_refused(method, answers, said):
    with pytest.raises(ValueError, match=said):
        method(answers=answers)


def test_fit_counts_squared_surprises_by_hand():
    one_right, even = np.repeat(np.eye(3), [30, 15, 15], axis=0), np.repeat(np.eye(3), 20, axis=0)

    found = item_fit(answers=np.vstack([one_right, 1 - one_right]))
    as_expected = item_fit(answers=np.vstack([even, 1 - even]))

    # each 60 of 120, so equally hard: chance 1/3 with one right, 2/3 with two, spread 2/9.
    # first: 2 * (30 * 4/9 + 30 * 1/9) = 33.33 of 120 * 2/9 = 26.67; the others 2 * 11.67
    assert found.infit == pytest.approx([1.25, 0.875, 0.875])
    assert found.outfit == pytest.approx([1.25, 0.875, 0.875])
    # error: root of 120 * 2/9 * (1 - 8/9), over 26.67
    assert found.infit_z[0] == pytest.approx(0.25 / (np.sqrt(120 * 2 / 81) / (80 / 3)))
    assert as_expected.infit == pytest.approx([1, 1, 1])


@pytest.mark.parametrize("unplaced", [0, 2])
def test_two_questions_fit_whatever_was_answered_so_nothing_is_said(unplaced):
    placed = [[1, 0]] * 40 + [[0, 1]] * 10
    answers = np.column_stack([np.ones((50, unplaced)), placed])

    assert item_fit(answers=answers) == NoAnswer(why=Silence.TOO_FEW_ITEMS, needed=3, found=2)


def test_questions_of_even_chance_for_all_who_met_them_show_no_fit():
    pairs = np.full((120, 3), np.nan)
    for number, pair in enumerate([(0, 1), (1, 2), (0, 2)]):
        rows = slice(40 * number, 40 * number + 40)
        pairs[rows, pair[0]] = np.arange(40) % 2
        pairs[rows, pair[1]] = 1 - np.arange(40) % 2

    found = item_fit(answers=pairs)

    assert found.infit == pytest.approx([1, 1, 1])
    assert np.isnan(found.p_value).all()


def test_a_blunt_question_has_a_mean_square_above_one_and_a_sharp_one_below():
    rng = np.random.default_rng(3)
    slope = np.array([1, 1, 0.1, 1, 1, 3, 1, 1])
    chance = 1 / (1 + np.exp(-slope * (rng.normal(0, 1.3, (600, 1)) - np.linspace(-1, 1, 8))))

    found = item_fit(answers=(rng.random((600, 8)) < chance).astype(float))

    assert found.infit[2] > 1.15
    assert found.infit[5] < 0.9
    assert found.adjusted_p[2] < 0.001
    assert found.outfit[2] > 1.15


def test_a_question_without_a_place_has_no_fit():
    found = item_fit(answers=np.column_stack([np.ones(80), answered(1)]))

    assert np.isnan(found.infit[0])
    assert np.isfinite(found.infit[1:]).all()


def test_groups_are_tested_by_the_likelihood_they_gain_alone():
    # group 1: 40 and 10; group 2: 10 and 40. together 50 and 50: log(.5) each of 100
    answers = np.array([[1, 0]] * 40 + [[0, 1]] * 10 + [[1, 0]] * 10 + [[0, 1]] * 40)

    found = andersen_test(answers=answers, groups=["a"] * 50 + ["b"] * 50)

    alone = 2 * (40 * np.log(0.8) + 10 * np.log(0.2))
    assert found.chi_squared == pytest.approx(2 * (alone - 100 * np.log(0.5)))
    assert found.freedom == 1
    assert found.p_value < 1e-6
    assert found.difficulties[0] == pytest.approx(-found.difficulties[1])


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 999))
def test_the_names_of_groups_and_the_order_of_people_do_not_matter(seed):
    answers, groups = answered(seed, people=160), np.arange(160) % 2
    plain = andersen_test(answers=answers, groups=groups)

    order = np.random.default_rng(seed).permutation(160)
    other = andersen_test(answers=answers[order], groups=np.array(["x", "a"])[groups][order])

    assert other.chi_squared == pytest.approx(plain.chi_squared)


def test_without_groups_the_able_are_compared_with_the_others():
    found = andersen_test(answers=answered(1, people=300, slope=1.0))

    assert found.freedom == 5
    assert found.p_value > 0.001
    assert found.n_people <= 300


@pytest.mark.parametrize(
    ("answers", "groups", "why"),
    [
        (answered(1, people=59), None, Silence.TOO_FEW_PEOPLE),
        (answered(1, people=100), [1] * 100, Silence.TOO_FEW_GROUPS),
        (answered(1, people=100), [1] * 80 + [2] * 20, Silence.TOO_FEW_PEOPLE),
        (np.tile([[1.0, 0, 0], [0, 0, 1]], (50, 1)), [1, 2] * 50, Silence.TOO_FEW_ITEMS),
    ],
)
def test_groups_that_cannot_be_compared_are_refused(answers, groups, why):
    assert andersen_test(answers=answers, groups=groups).why == why


def test_groups_of_the_wrong_length_are_refused():
    with pytest.raises(ValueError, match="groups"):
        andersen_test(answers=answered(1), groups=[1, 2])


def test_a_person_without_a_group_is_not_a_group():
    groups = np.array(["a", None, *["b"] * (len(answered(1)) - 2)], dtype=object)

    with pytest.raises(ValueError, match="groups holds 1 missing"):
        andersen_test(answers=answered(1), groups=groups)
