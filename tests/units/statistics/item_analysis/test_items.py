"""Questions one by one; arithmetic in the comments."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.item_analysis import (
    distractor_statistics,
    item_statistics,
    wilson_interval,
)

FOUR = [[1, 1, 0], [1, 0, 0], [1, 1, 1], [0, 0, 1]]


def answered(seed, people=40, items=8):
    rng = np.random.default_rng(seed)
    ability = rng.normal(size=(people, 1))
    chance = 1 / (1 + np.exp(-(ability - np.linspace(-1, 1, items))))
    return (rng.random((people, items)) < chance).astype(float)


def test_the_share_right_and_wilsons_interval():
    found = item_statistics(answers=FOUR)

    assert found.share_right == pytest.approx([0.75, 0.5, 0.5])
    # Wilson, p = .75, n = 4, z = 1.959964: centre (.75 + .480182) / 1.960365 = .627527,
    # half width .999782 * sqrt(.046875 + .060023) = .326881 (z / 1.960365 = .999796)
    assert (found.low[0], found.high[0]) == pytest.approx((0.30064, 0.95441), abs=1e-5)


def test_a_question_is_compared_with_the_rest_of_the_test_and_not_with_itself():
    found = item_statistics(answers=FOUR)

    # question 1: 1 1 1 0 with the rest 1 0 2 1 (of 2): covariance 0, so no relation
    assert found.item_rest[0] == pytest.approx(0)
    # question 2: 1 0 1 0 with 1 1 2 1: sums of deviations .5, .5 * sqrt(1 * .75)
    assert found.item_rest[1] == pytest.approx(0.5 / np.sqrt(0.75))


def test_the_best_and_the_weakest_are_compared_and_ties_share_the_last_places():
    # ten people, rests 0 to 4 twice each; the ends hold 2.7 places: both at the end, .7 of the next
    rest = np.repeat(np.arange(5), 2)
    others = (rest[:, None] > np.arange(4)).astype(float)
    item = np.array([0, 0, 1, 0, 0, 1, 1, 1, 1, 1.0])

    found = item_statistics(answers=np.column_stack([item, others]))

    # best: 2 right, .7 places among two right: 2.7 / 2.7; weakest: 0, .7 * one half: .35 / 2.7
    assert found.discrimination[0] == pytest.approx(1 - 0.35 / 2.7)


def test_what_was_not_presented_is_not_counted():
    found = item_statistics(answers=[[1, np.nan, 1], [0, 1, 1], [1, 0, np.nan], [1, 1, 0]])

    assert list(found.n_presented) == [4, 3, 3]
    assert found.share_right == pytest.approx([0.75, 2 / 3, 2 / 3])


def test_a_question_everybody_can_do_tells_nobody_apart():
    found = item_statistics(answers=[[1, 1, 0], [1, 0, 0], [1, 1, 1], [1, 0, 1]])

    assert found.share_right[0] == 1
    assert found.high[0] == 1
    assert np.isnan(found.item_rest[0])
    assert found.discrimination[0] == 0


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 999))
def test_neither_the_order_of_people_nor_a_copy_of_all_changes_a_description(seed):
    answers = answered(seed)
    plain = item_statistics(answers=answers)

    order = np.random.default_rng(seed).permutation(40)
    other = item_statistics(answers=np.vstack([answers, answers])[np.r_[order, order + 40]])

    for name in ("share_right", "item_rest", "discrimination"):
        assert getattr(other, name) == pytest.approx(getattr(plain, name), nan_ok=True)
    assert (other.low > plain.low - 1e-12).all()  # twice the people, a narrower interval


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 999))
def test_counting_wrong_answers_instead_mirrors_the_shares(seed):
    answers = answered(seed)

    right, wrong = item_statistics(answers=answers), item_statistics(answers=1 - answers)

    assert wrong.share_right == pytest.approx(1 - right.share_right)
    assert wrong.low == pytest.approx(1 - right.high)
    assert wrong.item_rest == pytest.approx(right.item_rest, nan_ok=True)


@pytest.mark.parametrize(
    ("answers", "why", "found"),
    [
        (np.empty((0, 3)), Silence.TOO_FEW_PEOPLE, 0),
        ([[1, 0]], Silence.TOO_FEW_PEOPLE, 1),
        ([[1], [0]], Silence.TOO_FEW_ITEMS, 1),
        ([[1, np.nan], [0, np.nan]], Silence.TOO_FEW_PEOPLE, 0),
    ],
)
def test_too_little_is_refused(answers, why, found):
    answer = item_statistics(answers=answers)

    assert (answer.why, answer.found) == (why, found)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([[1, 2], [0, 1]], r"found 2 \(first: row 0, column 1\)"),
        ([[1, 0.5], [0, 1]], "found 0.5"),
        ([["a", "b"], ["c", "d"]], "answers must hold numbers"),
        ([[1, np.inf], [0, 1]], "infinite"),
        ([1, 0, 1], "one row per person, one column per question"),
    ],
)
def test_what_is_not_right_or_wrong_is_refused(answers, said):
    with pytest.raises(ValueError, match=said):
        item_statistics(answers=answers)


def test_a_distractor_that_works_draws_the_weak():
    # question 1: the three people who get both others right take A, the three who get none B
    chosen = [list("AAA")] * 3 + [list("BCC")] * 3

    options = distractor_statistics(chosen=chosen, key=list("AAA"))

    key, wrong = options[0], options[1]
    assert (key.label, key.is_key, key.share) == ("A", True, 0.5)
    assert key.rest_correlation == pytest.approx(1)
    assert (wrong.label, wrong.is_key, wrong.n_chosen) == ("B", False, 3)
    assert wrong.rest_correlation == pytest.approx(-1)
    # the weakest two, the middle two (one of each), the best two
    assert wrong.by_third == pytest.approx([1, 0.5, 0])


def test_a_choice_nobody_took_is_listed_if_it_is_the_key():
    options = distractor_statistics(chosen=[["A", "B"]] * 6, key=["C", "B"])

    never = next(option for option in options if option.label == "C")
    assert (never.n_chosen, never.share) == (0, 0)
    assert np.isnan(never.rest_correlation)


def test_a_question_that_was_not_presented_has_no_choice():
    chosen = [["A", "B"]] * 5 + [["A", None]] + [[float("nan"), "B"]]

    options = distractor_statistics(chosen=chosen, key=["A", "B"])

    assert [(option.label, option.n_chosen) for option in options] == [("A", 6), ("B", 6)]


@pytest.mark.parametrize(
    ("chosen", "key", "why"),
    [
        ([["A", "B"]] * 5, ["A", "B"], Silence.TOO_FEW_PEOPLE),
        ([["A"]] * 9, ["A"], Silence.TOO_FEW_ITEMS),
    ],
)
def test_too_few_choices_are_refused(chosen, key, why):
    assert distractor_statistics(chosen=chosen, key=key).why == why


@pytest.mark.parametrize(
    ("chosen", "key", "said"),
    [(["A", "B"], ["A"], "chosen"), ([["A", "B"]] * 9, ["A"], "key must have one label")],
)
def test_choices_of_the_wrong_shape_are_refused(chosen, key, said):
    with pytest.raises(ValueError, match=said):
        distractor_statistics(chosen=chosen, key=key)


def test_a_choice_read_as_a_fraction_is_still_the_key():
    # a spreadsheet turns 1 and 2 into 1.0 and 2.0 as soon as one cell is empty
    chosen = np.array([[1.0, 2.0], [2.0, 2.0], [1.0, np.nan], [1.0, 1.0], [2.0, 2.0], [1.0, 2.0]])

    options = distractor_statistics(chosen=chosen, key=[1, 2])

    assert [(each.label, each.is_key, each.n_chosen) for each in options] == [
        ("1", True, 4),
        ("2", False, 2),
        ("1", False, 1),
        ("2", True, 4),
    ]


@pytest.mark.parametrize(
    ("chosen", "key", "message"),
    [
        ([["a", "b"]] * 6, ["A", "B"], "key holds 'A', but nobody chose any label of the key"),
        ([["A", "B"]] * 6, ["A", None], "key is missing for question 1"),
        (np.ma.masked_array([["A", "B"]] * 6, mask=[[True, False]] * 6), ["A", "B"], "hides 6"),
    ],
)
def test_a_key_written_otherwise_is_refused(chosen, key, message):
    with pytest.raises(ValueError, match=message):
        distractor_statistics(chosen=chosen, key=key)


def test_a_question_that_nobody_saw_has_no_distractors():
    answer = distractor_statistics(chosen=[["A", None]] * 6, key=["A", "B"])

    assert answer == NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=1, found=0)


@pytest.mark.parametrize(("share", "n"), [([0.5], [0]), ([1.5], [10]), ([np.nan], [10])])
def test_the_interval_of_a_share_of_nobody_is_refused(share, n):
    with pytest.raises(ValueError, match="share must lie between 0 and 1"):
        wilson_interval(share, n, confidence=0.95)
