"""What one unit of change has cost, and when that cannot be said."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, special

from dampak.foundation.answers import Estimate, NoAnswer, Silence
from dampak.statistics.value import Doubtful, cost_per_effect, ratio_with_doubt


def effect(value, low, high):
    return Estimate(
        value=value,
        low=low,
        high=high,
        confidence=0.95,
        n_trained=24,
        n_comparison=30,
        method="by_hand/1",
    )


def test_a_known_cost_is_divided_by_every_value_of_the_interval():
    # 240 million / (2 days x 120 unit-months) = 1 million a day; by 1 and 4 days: 2 and 0.5
    answer = cost_per_effect(effect(-2, -4, -1), cost=240e6, exposure=120)

    assert (answer.value, answer.low, answer.high) == (1e6, 0.5e6, 2e6)
    assert answer.n == 24


def test_a_change_that_may_be_nought_has_no_cost():
    answer = cost_per_effect(effect(-2, -4.5, 0.5), cost=240e6, exposure=120)

    assert answer == NoAnswer(why=Silence.EFFECT_NOT_CLEAR)


@pytest.mark.parametrize("cost", [0, -5, math.inf, math.nan, "240"])
def test_a_cost_is_a_number_above_nought(cost):
    with pytest.raises(ValueError, match="cost must be"):
        cost_per_effect(effect(-2, -4, -1), cost=cost)


doubtful = st.builds(
    Doubtful,
    value=st.floats(-50, 50).filter(lambda v: abs(v) > 1),
    standard_error=st.floats(0.1, 20),
)


@given(top=doubtful, below=doubtful, correlation=st.floats(-0.9, 0.9))
def test_the_interval_ends_where_the_t_test_turns(top, below, correlation):
    covariance = correlation * top.standard_error * below.standard_error
    answer = ratio_with_doubt(
        numerator=top, denominator=below, covariance=covariance, freedom=12, n=13
    )
    critical = special.stdtrit(12, 0.975)

    if isinstance(answer, NoAnswer):
        assert abs(below.value) <= critical * below.standard_error
        return
    for end in (answer.low, answer.high):
        distance = top.value - end * below.value
        variance = top.standard_error**2 + end**2 * below.standard_error**2 - 2 * end * covariance
        assert distance**2 == pytest.approx(critical**2 * variance, rel=1e-6)
    assert answer.low <= answer.value <= answer.high


def test_with_small_errors_it_is_the_delta_method():
    # 30 / 10; relative errors .1 % and .2 %: 3 x sqrt(.001^2 + .002^2) x 1.96
    answer = ratio_with_doubt(
        numerator=Doubtful(value=30, standard_error=0.03),
        denominator=Doubtful(value=10, standard_error=0.02),
        n=50,
    )

    half = 3 * math.hypot(0.001, 0.002) * 1.959964
    assert answer.high - answer.low == pytest.approx(2 * half, rel=1e-4)


def test_a_search_over_ratios_finds_the_same_ends():
    top, below = Doubtful(value=40, standard_error=5), Doubtful(value=8, standard_error=1.5)
    answer = ratio_with_doubt(numerator=top, denominator=below, covariance=2.0, freedom=9, n=10)

    def distance(ratio):
        spread = np.sqrt(25 + ratio**2 * 2.25 - 2 * ratio * 2.0)
        return abs(40 - ratio * 8) / spread - special.stdtrit(9, 0.975)

    assert answer.low == pytest.approx(optimize.brentq(distance, 0, 5), abs=1e-9)
    assert answer.high == pytest.approx(optimize.brentq(distance, 5, 100), abs=1e-9)


def test_a_covariance_larger_than_the_errors_is_refused():
    with pytest.raises(ValueError, match="covariance must lie within"):
        ratio_with_doubt(
            numerator=Doubtful(value=1, standard_error=1),
            denominator=Doubtful(value=9, standard_error=1),
            covariance=3,
            n=9,
        )


@pytest.mark.parametrize("freedom", [0, -1, np.nan, "many"])
def test_a_ratio_needs_degrees_of_freedom_above_nought(freedom):
    with pytest.raises(ValueError, match="freedom must be above 0"):
        ratio_with_doubt(
            numerator=Doubtful(value=10.0, standard_error=1.0),
            denominator=Doubtful(value=5.0, standard_error=0.5),
            n=10,
            freedom=freedom,
        )


@pytest.mark.parametrize("value", [5.0, -5.0, 0.0, np.nan])
def test_an_effect_outside_its_own_interval_has_no_cost(value):
    outside = effect(value, 1.0, 3.0)

    with pytest.raises(ValueError, match="lies outside its interval"):
        cost_per_effect(outside, cost=100.0)


def test_an_exposure_of_next_to_nothing_is_refused():
    with pytest.raises(ValueError, match="exposure must be above 0"):
        cost_per_effect(effect(2, 1, 3), cost=100.0, exposure=1e-300)
