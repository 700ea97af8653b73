"""Standard errors that cannot be: none at all, or lost in the rounding of their number."""

import numpy as np
import pytest

from dampak.statistics.multiplicity import intervals_of_selected, intervals_together
from dampak.statistics.ranking import rank_confidence_sets, shrunken_values
from dampak.statistics.standard_errors import numbers_with_errors
from dampak.statistics.synthesis import common_effect, pooled_effect

NUMBERS = np.array([1.0, 2, 4, 7, 8])


def of_selected(**given):
    return intervals_of_selected(**given, selected=np.ones(5, dtype=bool))


def together(**given):
    return intervals_together(**given, rng=np.random.default_rng(1))


def rank_sets(**given):
    return rank_confidence_sets(**given, rng=np.random.default_rng(1))


@pytest.mark.parametrize(
    "method", [shrunken_values, rank_sets, of_selected, together, pooled_effect, common_effect]
)
@pytest.mark.parametrize("error", [0.0, -1.0, 1e-300, 1e-80, 1e-17])
def test_an_error_that_nothing_is_left_of_is_refused(method, error):
    with pytest.raises(ValueError, match=rf"standard_errors holds {error} \(\w+ 3\)"):
        method(values=NUMBERS, standard_errors=np.array([1, 1, 1, error, 1]))


@pytest.mark.parametrize("scale", [1e-40, 1e-9, 1.0, 1e9, 1e40])
def test_the_unit_does_not_matter(scale):
    numbers, errors = numbers_with_errors(scale * NUMBERS, scale * np.full(5, 0.1), of="unit")

    assert (numbers / errors).tolist() == pytest.approx((NUMBERS / 0.1).tolist())


def test_small_numbers_may_have_small_errors():
    _, errors = numbers_with_errors([0.0, 1e6], [1e-30, 1.0], of="unit")

    assert errors.tolist() == [1e-30, 1.0]
