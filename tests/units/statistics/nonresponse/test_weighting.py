"""Answers that stand for those who gave none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.nonresponse import response_weights, weighted_by_response

SILENT = np.nan
# 10 asked at the counter, 5 answered 3; 10 asked by telephone, all answered: 5 twos and 5 fours
VALUES = [3.0, 3.1, 2.9, 3.0, 3.0, *[SILENT] * 5, *[2.0] * 5, *[4.0] * 5]
CELLS = [0] * 10 + [1] * 10


def test_each_answer_stands_for_asked_over_answered_of_its_cell():
    answer = response_weights(values=VALUES, cells=CELLS)

    assert answer.weights.tolist() == [2.0] * 5 + [0.0] * 5 + [1.0] * 10
    assert answer.response_shares.tolist() == [0.5, 1.0]
    # 20 squared / (5 x 4 + 10 x 1) = 400 / 30
    assert answer.effective_n == pytest.approx(400 / 30)
    assert answer.design_effect == pytest.approx(15 * 30 / 400)


def test_the_weighted_mean_is_the_cells_means_by_number_asked():
    answer = weighted_by_response(values=VALUES, cells=CELLS)

    # .5 x 3 + .5 x 3; within: .25 x .005/5 + .25 x (10/9)/10
    assert answer.value == pytest.approx(3.0)
    assert answer.standard_error == pytest.approx(np.sqrt(0.25 * 0.001 + 0.25 * 10 / 90))
    assert answer.n == 15


def test_with_one_cell_it_is_the_plain_mean_with_its_t_interval():
    values = [1.0, 2.0, 4.0, 5.0, 8.0]
    answer = weighted_by_response(values=values, cells=[0] * 5)

    # mean 4, sd sqrt(30/4), t(4) = 2.776
    half = 2.7764451 * np.sqrt(7.5 / 5)
    assert (answer.low, answer.high) == pytest.approx((4 - half, 4 + half))


answers = st.lists(st.integers(1, 40), min_size=5, max_size=12)


@given(one=answers, two=answers, shift=st.floats(-9, 9), factor=st.floats(0.1, 10))
def test_shifting_and_scaling_the_answers_shifts_and_scales_the_result(one, two, shift, factor):
    values = np.array([*one, *two, np.nan, np.nan], dtype=float)
    cells = [0] * len(one) + [1] * len(two) + [0, 1]
    before = weighted_by_response(values=values, cells=cells)
    after = weighted_by_response(values=values * factor + shift, cells=cells)
    if isinstance(before, NoAnswer):
        return

    assert after.value == pytest.approx(before.value * factor + shift)
    assert after.high - after.low == pytest.approx((before.high - before.low) * factor)


@given(st.permutations(range(20)))
def test_the_order_and_the_names_of_people_and_cells_do_not_matter(order):
    values, cells = np.array(VALUES)[order], (7 - np.array(CELLS))[order]

    mixed = weighted_by_response(values=values, cells=cells)

    straight = weighted_by_response(values=VALUES, cells=CELLS)
    assert (mixed.low, mixed.high) == pytest.approx((straight.low, straight.high))


def test_a_cell_with_four_answers_is_to_be_joined_with_another():
    values = [3.0, 3.0, 3.0, 2.0, SILENT, 4.0, 4.0, 4.0, 4.0, 1.0]

    for method in (response_weights, weighted_by_response):
        answer = method(values=values, cells=[0] * 5 + [1] * 5)
        assert answer == NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=5, found=4)


def test_nobody_asked_and_everybody_alike_give_no_answer():
    assert weighted_by_response(values=[], cells=[]).why is Silence.NOTHING_COUNTED
    assert weighted_by_response(values=[3.0] * 9, cells=[0] * 9).why is Silence.NO_SPREAD


@pytest.mark.parametrize(
    ("values", "cells", "says"),
    [
        ([1.0, np.inf], [0, 0], "values holds 1 values that are not finite"),
        (["good", "bad"], [0, 0], "values must hold numbers"),
        ([1.0, 2.0], [0], "one position per unit"),
        ([1.0, 2.0], [0, -1], "count from 0"),
        ([1.0, 2.0], [0.5, 1], "whole numbers"),
    ],
)
def test_bad_answers_are_refused_by_name(values, cells, says):
    with pytest.raises(ValueError, match=says):
        weighted_by_response(values=values, cells=cells)
