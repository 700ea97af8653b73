"""What happens to the worst ten though nothing happens."""

import numpy as np
import pytest
from scipy import stats

from dampak.foundation.answers import Estimate, Measurement, NoAnswer, Silence
from dampak.statistics.ranking import (
    change_beyond_regression,
    expected_next_time,
    shrunken_rates,
    shrunken_values,
)


def rng():
    return np.random.default_rng(1)


def forty_offices():
    """True levels, numbers of this year, and the ten worst of them."""
    random = np.random.default_rng(4)
    levels = random.normal(size=40)
    numbers = levels + random.normal(size=40)
    return levels, numbers, numbers <= np.sort(numbers)[9]


def fair(numbers):
    return shrunken_values(values=numbers, standard_errors=np.ones(numbers.size))


def test_the_worst_are_expected_to_recover_by_themselves():
    _, numbers, worst = forty_offices()
    answer = expected_next_time(fair(numbers), chosen=worst, rng=rng())

    assert isinstance(answer, Measurement)
    assert (answer.n, answer.value) == (10, pytest.approx(fair(numbers).values[worst].mean()))
    assert numbers[worst].mean() < answer.low < answer.value < answer.high < numbers.mean()


def test_next_times_luck_widens_the_forecast_of_a_number():
    # one unit chosen: the doubt about its level and the luck in its next number add in squares
    _, numbers, _ = forty_offices()
    one = np.arange(40) == 7
    level = expected_next_time(fair(numbers), chosen=one, rng=rng(), draws=50_000)
    number = expected_next_time(
        fair(numbers), chosen=one, rng=rng(), next_standard_errors=np.ones(40), draws=50_000
    )

    assert number.standard_error == pytest.approx(np.hypot(level.standard_error, 1), rel=0.02)


def test_rates_can_be_forecast_too():
    rates = shrunken_rates(cases=[0, 10, 12, 9, 1], exposure=[100, 500, 600, 450, 100])
    answer = expected_next_time(rates, chosen=np.array([True, *[False] * 4]), rng=rng())

    assert answer.value == pytest.approx(rates.values[0])
    assert 0 < answer.low < answer.high


def test_recovery_by_itself_is_not_counted_as_change():
    levels, numbers, worst = forty_offices()
    later = levels + np.random.default_rng(5).normal(size=40)
    naive = (later - numbers)[worst].mean() - (later - numbers)[~worst].mean()
    answer = change_beyond_regression(fair(numbers), chosen=worst, later=later, rng=rng())

    assert naive > 1
    assert isinstance(answer, Estimate)
    assert answer.low < 0 < answer.high
    assert (answer.n_trained, answer.n_comparison) == (10, 30)


def test_what_moves_everybody_is_not_counted_and_what_moves_the_chosen_is():
    levels, numbers, worst = forty_offices()
    later = levels + np.random.default_rng(5).normal(size=40)
    before = fair(numbers)
    answers = [
        change_beyond_regression(before, chosen=worst, later=number, rng=rng())
        for number in (later, later + 50, later + 3 * worst)
    ]

    assert answers[1].value == pytest.approx(answers[0].value)
    assert answers[2].value == pytest.approx(answers[0].value + 3)
    assert answers[2].low > 0


def test_where_nothing_is_left_to_shrink_the_interval_is_welchs():
    # errors of a thousandth: levels are the numbers, and no doubt about shrinking is left
    random = np.random.default_rng(6)
    numbers, moved = random.normal(size=30), random.normal(size=30)
    chosen = numbers < np.sort(numbers)[10]
    before = shrunken_values(values=numbers, standard_errors=np.full(30, 1e-3))
    answer = change_beyond_regression(before, chosen=chosen, later=numbers + moved, rng=rng())

    welch = stats.ttest_ind(moved[chosen], moved[~chosen], equal_var=False)
    ends = welch.confidence_interval(0.95)
    assert (answer.low, answer.high) == pytest.approx((ends.low, ends.high), abs=1e-3)


def test_silence():
    _, numbers, _ = forty_offices()
    nobody, one = np.zeros(40, dtype=bool), np.arange(40) == 0

    assert expected_next_time(fair(numbers), chosen=nobody, rng=rng()) == NoAnswer(
        why=Silence.TOO_FEW_UNITS, needed=1, found=0
    )
    change = {"later": numbers, "rng": rng()}
    assert change_beyond_regression(fair(numbers), chosen=one, **change) == NoAnswer(
        why=Silence.TOO_FEW_TRAINED, needed=2, found=1
    )
    assert change_beyond_regression(fair(numbers), chosen=~one, **change) == NoAnswer(
        why=Silence.TOO_FEW_COMPARISON, needed=2, found=1
    )


@pytest.mark.parametrize(
    ("chosen", "later", "fault"),
    [
        ([1] * 40, np.zeros(40), "chosen must be one true or false per unit"),
        ([True] * 39, np.zeros(40), "chosen must be one true or false per unit"),
        ([True, False] * 20, np.zeros(39), "one number per unit"),
        ([True, False] * 20, ["a"] * 40, "must hold numbers"),
    ],
)
def test_wrong_arguments_are_named(chosen, later, fault):
    _, numbers, _ = forty_offices()
    with pytest.raises(ValueError, match=fault):
        change_beyond_regression(fair(numbers), chosen=chosen, later=later, rng=rng())


def test_a_spread_made_by_rounding_is_none():
    fair_now = fair(np.arange(6.0))
    later = fair_now.values + np.array([0, 0, 0, 1e-17, 0, 0])

    answer = change_beyond_regression(
        fair_now, chosen=np.arange(6) < 2, later=later, rng=np.random.default_rng(1)
    )

    assert answer == NoAnswer(why=Silence.NO_SPREAD)
