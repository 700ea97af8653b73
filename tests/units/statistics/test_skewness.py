"""Intervals that lean as the values do, and never promise more than Student's on either side."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dampak.statistics.skewness import reach_on_each_side, untransformed

leanings = st.floats(-1.5, 1.5)
quantiles = st.floats(0.1, 5)


def test_what_does_not_lean_keeps_students_t():
    assert reach_on_each_side(2.0, 0.0) == (2.0, 2.0)


def test_an_estimate_that_leans_upwards_by_hand():
    # Hall: 3 / .3 x (cube root of (1 + .3 x (2 - .05)) - 1), and of (1 + .3 x (-2 - .05)) - 1
    assert untransformed(2.0, 0.3) == pytest.approx(10 * (1.585 ** (1 / 3) - 1))
    assert untransformed(-2.0, 0.3) == pytest.approx(10 * (0.385 ** (1 / 3) - 1))
    assert reach_on_each_side(2.0, 0.3) == pytest.approx((2.0, 10 * (1 - 0.385 ** (1 / 3))))


@given(quantile=quantiles, skewness=leanings)
def test_the_transformation_leads_back_to_t(quantile, skewness):
    found = untransformed(quantile, skewness)

    there = found + skewness * found**2 / 3 + skewness**2 * found**3 / 27 + skewness / 6
    assert there == pytest.approx(quantile, abs=1e-6)


@given(quantile=quantiles, skewness=leanings)
def test_the_mirror_image_reaches_as_far_on_the_other_side(quantile, skewness):
    below, above = reach_on_each_side(quantile, skewness)

    assert reach_on_each_side(quantile, -skewness) == pytest.approx((above, below))
    assert min(below, above) >= quantile


def test_a_small_skewness_changes_nothing_abruptly():
    assert untransformed(2.0, 1e-8) == pytest.approx(2.0, abs=1e-6)
    assert np.isfinite(untransformed(-40.0, 1.5))
