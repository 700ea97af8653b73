"""Intervals that average over what is not known of the memory of a series."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from dampak.statistics.time_series import interrupted_series
from dampak.statistics.time_series.designs import Segments
from dampak.statistics.time_series.many import AT_ONCE, intervals_of_many
from dampak.statistics.time_series.mixtures import LEANING, quantile_of_all


def test_one_alone_is_student_s_t():
    found = quantile_of_all(
        0.975,
        values=np.array([[3.0]]),
        errors=np.array([[2.0]]),
        weights=np.ones((1, 1)),
        freedom=9,
    )

    # t(.975; 9) = 2.26216
    assert found[0] == pytest.approx(3 + 2 * 2.26216, abs=1e-4)


def test_two_by_hand():
    # Errors 1 and 4, as likely one as the other: shares 1 and 4**-1.6 = .10882 of 1.10882. At the
    # quantile of 5 % the shares of both tails add up to it.
    found = quantile_of_all(
        0.05,
        values=np.array([[0.0], [1.0]]),
        errors=np.array([[1.0], [4.0]]),
        weights=np.ones((2, 1)),
        freedom=20,
    )[0]

    below = special.stdtr(20, [found, (found - 1) / 4])
    assert LEANING == 1.6
    assert (below[0] + 0.10882 * below[1]) / 1.10882 == pytest.approx(0.05, abs=1e-6)


@settings(max_examples=50, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    share=st.sampled_from([1e-4, 0.025, 0.3, 0.5, 0.9, 0.999]),
    freedom=st.integers(1, 600),
)
def test_whatever_the_parts_the_share_below_is_the_one_asked_for(seed, share, freedom):
    rng = np.random.default_rng(seed)
    values, weights = 5 * rng.normal(size=(30, 4)), rng.random((30, 4))
    errors = np.exp(2 * rng.normal(size=(30, 4)))

    at = quantile_of_all(share, values=values, errors=errors, weights=weights, freedom=freedom)

    shares = weights / errors**LEANING
    below = (shares * special.stdtr(freedom, (at - values) / errors)).sum(axis=0)
    assert below / shares.sum(axis=0) == pytest.approx(share, rel=1e-5)


@pytest.mark.parametrize("slope_changes", [True, False])
def test_many_series_at_once_are_as_each_alone(slope_changes):
    rng = np.random.default_rng(1)
    series = rng.normal(size=(AT_ONCE + 5, 36)) + 0.3 * rng.normal(size=(AT_ONCE + 5, 36)).cumsum(1)
    segments = Segments(start=24, season="none", slope_changes=slope_changes)

    ends = intervals_of_many(
        series, segments.columns(np.arange(36)), segments.change_after(5.5), confidence=0.9
    )

    for row in (0, 7, AT_ONCE, AT_ONCE + 4):
        alone = interrupted_series(
            outcomes=series[row], first_treated=24, slope_changes=slope_changes, confidence=0.9
        ).average
        assert (ends[0][row], ends[1][row]) == pytest.approx((alone.low, alone.high), abs=1e-6)
