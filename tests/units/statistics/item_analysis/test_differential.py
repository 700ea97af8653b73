"""Questions that behave differently in two groups; arithmetic in the comments."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.foundation.answers import Silence
from dampak.statistics.item_analysis import mantel_haenszel_items
from dampak.statistics.item_analysis.differential import _ets_class, _log_odds


def answered(seed, harder=0.0, people=300, items=12):
    rng = np.random.default_rng(seed)
    focal = np.arange(people) % 3 == 0
    difficulty = np.linspace(-1.5, 1.5, items) + np.outer(focal, np.arange(items) == 4) * harder
    chance = 1 / (1 + np.exp(-(rng.normal(size=(people, 1)) - difficulty)))
    return (rng.random((people, items)) < chance).astype(float), focal


def test_the_common_odds_ratio_by_hand():
    # score 1: reference 3 right, 1 wrong; focal 1 right, 3 wrong: A D / T = 9 / 8, B C / T = 1 / 8
    # score 2: reference 4 right, 2 wrong; focal 2 right, 2 wrong: 8 / 10, 4 / 10
    # odds ratio (1.125 + .8) / (.125 + .4) = 3.666667
    score = np.repeat([1, 2], [8, 10])
    focal = np.array([0] * 4 + [1] * 4 + [0] * 6 + [1] * 4) == 1
    answer = np.array([1, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0.0])

    log_odds, _, chi = _log_odds(answer, score, focal)

    assert np.exp(log_odds) == pytest.approx(1.925 / 0.525)
    # A 7, expected 4 * 4 / 8 + 6 * 6 / 10 = 5.6; variances 256 / (64 * 7) + 576 / (100 * 9)
    assert chi == pytest.approx((1.4 - 0.5) ** 2 / (256 / 448 + 576 / 900))


@pytest.mark.parametrize(
    ("delta", "error", "p_value", "label"),
    [
        (0.9, 0.1, 0.001, "A"),  # small
        (2.0, 1.2, 0.096, "A"),  # not to be told from nothing
        (1.3, 0.3, 0.001, "B"),
        (-1.7, 0.5, 0.001, "B"),  # large, but not surely above 1: .7 / .5 = 1.4
        (-1.7, 0.4, 0.001, "C"),  # .7 / .4 = 1.75 > 1.645
        (np.nan, np.nan, np.nan, ""),
    ],
)
def test_ets_classes(delta, error, p_value, label):
    assert _ets_class(delta, error, p_value) == label


def test_a_question_much_harder_for_the_focal_group_is_found_and_left_out_of_the_matching():
    answers, focal = answered(1, harder=1.6, people=900)

    found = mantel_haenszel_items(answers=answers, is_focal=focal)

    assert found.ets_class[4] == "C"
    assert found.delta[4] < 0
    assert not found.is_matching[4]
    assert found.is_matching.sum() == 11
    assert found.adjusted_p[4] < 0.001
    assert (found.n_focal, found.n_reference) == (300, 600)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 999))
def test_exchanging_the_groups_turns_the_sign_and_nothing_else(seed):
    answers, focal = answered(seed, harder=0.8)

    one = mantel_haenszel_items(answers=answers, is_focal=focal)
    other = mantel_haenszel_items(answers=answers, is_focal=~focal)

    assert other.delta == pytest.approx(-one.delta)
    assert other.p_value == pytest.approx(one.p_value)
    assert other.ets_class == one.ets_class
    assert ((one.low <= one.delta) & (one.delta <= one.high)).all()


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 999))
def test_the_order_of_people_and_questions_does_not_matter(seed):
    answers, focal = answered(seed, harder=1.0)
    plain = mantel_haenszel_items(answers=answers, is_focal=focal)

    order = np.random.default_rng(seed).permutation(300)
    other = mantel_haenszel_items(answers=answers[order][:, ::-1], is_focal=focal[order])

    assert other.delta[::-1] == pytest.approx(plain.delta)


def test_a_question_everybody_can_do_has_no_difference_and_no_class():
    answers, focal = answered(3)
    answers[:, 0] = 1

    found = mantel_haenszel_items(answers=answers, is_focal=focal)

    assert np.isnan(found.delta[0])
    assert np.isnan(found.adjusted_p[0])
    assert found.ets_class[0] == ""
    assert np.isfinite(found.delta[1:]).all()


@pytest.mark.parametrize(
    ("people", "items", "n_focal", "why", "found"),
    [
        (0, 8, 0, Silence.TOO_FEW_PEOPLE, 0),
        (100, 4, 50, Silence.TOO_FEW_ITEMS, 4),
        (100, 8, 19, Silence.TOO_FEW_PEOPLE, 19),
        (100, 8, 0, Silence.TOO_FEW_PEOPLE, 0),
        (100, 8, 85, Silence.TOO_FEW_PEOPLE, 15),
    ],
)
def test_too_little_to_compare_is_refused(people, items, n_focal, why, found):
    answers = np.random.default_rng(1).integers(0, 2, (people, items))

    answer = mantel_haenszel_items(answers=answers, is_focal=np.arange(people) < n_focal)

    assert (answer.why, answer.found) == (why, found)


@pytest.mark.parametrize("is_focal", [[0, 1], np.arange(300), ["a"] * 300, [0.5] * 300])
def test_groups_that_are_not_one_or_nought_for_each_person_are_refused(is_focal):
    with pytest.raises(ValueError, match="is_focal"):
        mantel_haenszel_items(answers=answered(1)[0], is_focal=is_focal)


def test_a_question_that_only_one_group_can_do_is_of_class_c():
    # equally able people: all of the reference group right, all of the focal group wrong
    random = np.random.default_rng(4)
    answers = (random.random((200, 9)) < 0.5).astype(float)
    is_focal = np.arange(200) % 2
    answers[:, 0] = 1 - is_focal

    found = mantel_haenszel_items(answers=answers, is_focal=is_focal)

    assert found.ets_class[0] == "C"
    assert found.p_value[0] < 1e-20
    assert (found.delta[0], found.low[0], found.high[0]) == (-np.inf, -np.inf, np.inf)
    assert not found.is_matching[0]


@pytest.mark.parametrize("answer", [0.0, 1.0])
def test_where_everybody_answers_alike_no_question_is_judged(answer):
    found = mantel_haenszel_items(answers=np.full((60, 6), answer), is_focal=np.arange(60) % 2)

    assert found.why == Silence.NO_SPREAD
