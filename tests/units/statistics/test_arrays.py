"""What no method takes for numbers, refused by the name of the argument."""

import numpy as np
import pytest

from dampak.statistics.arrays import (
    finite_number,
    matrix_of_numbers,
    positive_weights,
    share_between_0_and_1,
    vector_of_numbers,
    vector_of_positions,
    whole_number,
)


def test_values_behind_a_mask_are_not_counted_as_if_they_were_there():
    hidden = np.ma.masked_array([1.0, 9_999.0, 3.0], mask=[False, True, False])

    with pytest.raises(ValueError, match="scores hides 1 values behind a mask; write NaN"):
        vector_of_numbers(hidden, name="scores", gaps=True)
    with pytest.raises(ValueError, match="outcomes hides 1 values"):
        matrix_of_numbers(hidden[None, :], name="outcomes")


def test_a_mask_that_hides_nothing_is_no_reason_to_refuse():
    assert vector_of_numbers(np.ma.masked_array([1.0, 2.0]), name="scores").tolist() == [1, 2]


def test_numbers_whose_squares_would_overflow_are_refused():
    with pytest.raises(ValueError, match=r"outcomes holds -1e\+160; numbers beyond 1e\+50"):
        matrix_of_numbers([[1.0, -1e160, np.nan]], name="outcomes")
    with pytest.raises(ValueError, match=r"cost holds 1e\+300"):
        finite_number(1e300, name="cost")


def test_an_unsigned_position_does_not_wrap_around_to_never():
    with pytest.raises(ValueError, match="first_treated holds 18446744073709551615"):
        vector_of_positions(np.array([2**64 - 1], dtype=np.uint64), name="first_treated", length=1)


@pytest.mark.parametrize("value", ["0.95", None, [0.95], np.array([0.9, 0.8]), 95, 0, 1, np.nan])
def test_a_share_is_one_number_between_0_and_1(value):
    with pytest.raises(ValueError, match="confidence must lie between 0 and 1"):
        share_between_0_and_1(value, name="confidence")


@pytest.mark.parametrize("value", ["5", None, [5.0], np.array([1.0, 2.0]), np.inf])
def test_a_finite_number_is_one_number(value):
    with pytest.raises(ValueError, match="cost must be a finite number"):
        finite_number(value, name="cost")


@pytest.mark.parametrize("value", [1.5, "1", None, True, np.nan])
def test_a_whole_number_is_whole(value):
    with pytest.raises(ValueError, match="draws must be a whole number"):
        whole_number(value, name="draws")


def test_a_whole_number_has_a_least():
    with pytest.raises(ValueError, match="draws must be at least 99, got 5"):
        whole_number(5, name="draws", at_least=99)


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.longdouble, np.int8, bool])
def test_numbers_of_every_kind_become_the_same_numbers(kind):
    assert matrix_of_numbers(np.eye(2, dtype=kind), name="outcomes").tolist() == [[1, 0], [0, 1]]


def test_weights_too_near_nought_to_be_squared_are_refused():
    with pytest.raises(ValueError, match="weights are at most 1e-300"):
        positive_weights([1e-300, 1e-301], length=2)


def test_an_integer_beyond_floating_point_is_a_number_that_is_too_large():
    with pytest.raises(ValueError, match="cost holds 1e\\+60"):
        finite_number(10**60, name="cost")
