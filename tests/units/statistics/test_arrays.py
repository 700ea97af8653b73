"""Numbers are accepted whatever their kind, and refused by the name of the argument."""

import numpy as np
import pytest

from dampak.statistics.arrays import (
    finite_number,
    matrix_of_numbers,
    share_between_0_and_1,
    vector_of_numbers,
    whole_number,
)


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64, np.longdouble, np.int8, bool])
def test_numbers_of_every_kind_become_the_same_numbers(kind):
    assert matrix_of_numbers(np.eye(2, dtype=kind), name="outcomes").tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize("wrong", [1e300, -1e51, np.longdouble("1e4000")])
def test_numbers_whose_squares_are_none_are_refused_beside_missing_ones(wrong):
    with pytest.raises(ValueError, match=r"outcome holds -?(1e\+|inf).*beyond 1e\+50"):
        vector_of_numbers(np.array([1, np.nan, wrong]), name="outcome", gaps=True)


@pytest.mark.parametrize("wrong", ["0.95", None, [0.95], 0, 1, 95, float("nan")])
def test_a_share_is_one_number_between_0_and_1(wrong):
    with pytest.raises(ValueError, match="confidence must lie between 0 and 1, got"):
        share_between_0_and_1(wrong, name="confidence")


@pytest.mark.parametrize("wrong", ["9", None, 2.5, True, 0, float("nan")])
def test_a_count_is_a_whole_number(wrong):
    with pytest.raises(ValueError, match="draws must be a whole number of at least 1, got"):
        whole_number(wrong, name="draws", at_least=1)


@pytest.mark.parametrize("wrong", ["9", None, [1.0], float("inf")])
def test_a_number_is_finite(wrong):
    with pytest.raises(ValueError, match="null must be a finite number, got"):
        finite_number(wrong, name="null")
