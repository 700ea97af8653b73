"""Fair levels: what a unit keeps of its own number, and what it takes from the others."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.ranking import (
    Shrunken,
    james_stein,
    shrunken_rates,
    shrunken_shares,
    shrunken_values,
)

NUMBERS = [4.0, 1.0, 7.0, 2.0, 9.0, 3.0, 5.5, 0.5]
ERRORS = [1.0, 2.0, 0.5, 1.5, 1.0, 0.8, 2.5, 1.2]


def fair(values=NUMBERS, errors=ERRORS, **more):
    answer = shrunken_values(values=values, standard_errors=errors, **more)
    assert isinstance(answer, Shrunken)
    return answer


def test_with_equal_errors_the_classical_share_is_kept():
    # distances from the mean 0: 30 twice, 10 twice; squares 2 * 900 + 2 * 100 = 2000.
    # Restricted likelihood: variance between = 2000 / 3 - 1 = 665.67; own share = 1 - 3 / 2000.
    answer = fair([30, -30, 10, -10], [1, 1, 1, 1])

    assert answer.between_variance == pytest.approx(2000 / 3 - 1)
    assert answer.plug_in_values == pytest.approx(np.array([30, -30, 10, -10]) * (1 - 3 / 2000))


def test_where_units_clearly_differ_the_average_share_is_that_of_james_and_stein():
    # Even over variances, the share lost follows a gamma of mean (n - 3) / squares, cut at 1.
    # Six units at 30, -30, 10, -10, 20, -20: squares 2800; lost 3 / 2800.
    numbers = [30, -30, 10, -10, 20, -20]

    answer, classical = fair(numbers, [1] * 6), james_stein(values=numbers, standard_error=1)

    assert classical.own_share == pytest.approx(1 - 3 / 2800)
    assert answer.own_share == pytest.approx(np.full(6, classical.own_share), abs=1e-8)
    assert answer.values == pytest.approx(classical.values, abs=1e-6)


def test_levels_and_intervals_agree_with_plain_integration():
    values, noise = np.array(NUMBERS[:5]), np.array(ERRORS[:5]) ** 2

    def height(variance):
        weights = 1 / (variance + noise)
        mean = weights @ values / weights.sum()
        fit = np.prod(np.sqrt(weights)) / np.sqrt(weights.sum())
        return fit * np.exp(-(weights @ (values - mean) ** 2) / 2)

    def of_unit_1(variance, quantity):
        weights = 1 / (variance + noise)
        mean, lost = weights @ values / weights.sum(), noise[1] * weights[1]
        centre = mean + (1 - lost) * (values[1] - mean)
        spread = np.sqrt((1 - lost) * noise[1] + lost**2 / weights.sum())
        return quantity(centre, spread) * height(variance)

    answer = fair(values, np.sqrt(noise))

    def average(quantity):
        return sum(
            integrate.quad(of_unit_1, *ends, args=(quantity,), limit=200)[0]
            for ends in ((0, 5), (5, 50), (50, np.inf))
        ) / sum(integrate.quad(height, *ends)[0] for ends in ((0, 5), (5, 50), (50, np.inf)))

    assert answer.values[1] == pytest.approx(average(lambda centre, _: centre), rel=1e-6)
    below = average(lambda centre, spread: stats.norm.cdf(answer.low[1], centre, spread))
    above = average(lambda centre, spread: stats.norm.sf(answer.high[1], centre, spread))
    assert (below, above) == pytest.approx((0.025, 0.025), abs=1e-6)


def test_covariates_move_what_is_expected_of_a_unit():
    load = np.arange(8.0)
    answer = fair(10 - 2 * load + np.tile([0.1, -0.1], 4), np.ones(8), covariates=load[:, None])

    assert answer.expected == pytest.approx(10 - 2 * load, abs=0.2)
    assert answer.between_variance == 0


@settings(max_examples=15, deadline=None)
@given(st.floats(-1e3, 1e3), st.sampled_from([1e-6, 1.0, 1e6]), st.permutations(range(8)))
def test_shift_scale_and_order_change_nothing_but_themselves(shift, scale, order):
    plain = fair()
    moved = fair(
        scale * (np.array(NUMBERS) + shift)[list(order)], scale * np.array(ERRORS)[list(order)]
    )

    for name in ("values", "low", "high", "plug_in_values"):
        expected = scale * (getattr(plain, name)[list(order)] + shift)
        assert getattr(moved, name) == pytest.approx(expected, abs=scale * 1e-4)


def test_a_unit_lies_between_its_own_number_and_what_is_expected_of_it():
    answer = fair()

    inside = np.minimum(NUMBERS, answer.expected), np.maximum(NUMBERS, answer.expected)
    assert ((inside[0] - 0.3 < answer.values) & (answer.values < inside[1] + 0.3)).all()
    assert (answer.low < answer.values).all()
    assert (answer.values < answer.high).all()


def test_equal_numbers_are_no_reason_for_silence():
    answer = fair([3.0] * 6, [1.0] * 6)

    assert answer.values == pytest.approx(np.full(6, 3.0))
    assert answer.between_variance == 0


def test_ten_thousand_units_in_a_moment():
    rng = np.random.default_rng(1)
    errors = rng.uniform(0.5, 1.5, 10_000)
    levels = rng.normal(size=10_000)

    answer = fair(levels + errors * rng.normal(size=10_000), errors)

    assert ((answer.low < levels) & (levels < answer.high)).mean() == pytest.approx(0.95, abs=0.01)
    assert answer.between_variance == pytest.approx(1, abs=0.1)  # error .03


@pytest.mark.parametrize("n", [0, 1, 3])
def test_too_few_units(n):
    answer = shrunken_values(values=NUMBERS[:n], standard_errors=ERRORS[:n])

    assert answer == NoAnswer(why=Silence.TOO_FEW_UNITS, needed=4, found=n)


def test_a_covariate_that_never_varies_cannot_be_told_from_the_mean():
    answer = shrunken_values(
        values=NUMBERS, standard_errors=ERRORS, covariates=np.full((8, 1), 2.0)
    )

    assert answer == NoAnswer(why=Silence.NOT_SEPARABLE)


@pytest.mark.parametrize(
    ("values", "errors", "covariates", "fault"),
    [
        (["a"] * 8, ERRORS, None, "values must hold numbers"),
        ([np.inf, *NUMBERS[1:]], ERRORS, None, "values holds 1 values that are not finite"),
        (NUMBERS, ERRORS[:7], None, r"one number per unit \(8\), got 7"),
        (NUMBERS, [0.0, *ERRORS[1:]], None, r"standard_errors holds 0.0 \(unit 0\)"),
        (NUMBERS, ERRORS, np.ones((7, 1)), r"one row per unit \(8\)"),
        (NUMBERS, ERRORS, np.full((8, 1), np.nan), "covariates holds values that are not finite"),
        (NUMBERS, ERRORS, [["a"]] * 8, "covariates must"),
    ],
)
def test_wrong_arguments_are_named(values, errors, covariates, fault):
    with pytest.raises(ValueError, match=fault):
        shrunken_values(values=values, standard_errors=errors, covariates=covariates)


# Counts and shares


def two_way_average(marginal, level, means, strengths):
    """Plain sums over a fine grid of mean and strength; even over log mean and 1 / strength."""
    heights = np.array([[marginal(m, z) / z for z in strengths] for m in means])
    levels = np.array([[level(m, z) for z in strengths] for m in means])
    return (heights * levels).sum() / heights.sum()


def test_a_rate_agrees_with_a_plain_sum_over_mean_and_strength():
    cases, exposure = np.array([3, 8, 1, 15, 6]), np.array([100.0, 150.0, 80.0, 200.0, 120.0])
    answer = shrunken_rates(cases=cases, exposure=exposure)

    def marginal(mean, strength):
        chance = strength / (strength + mean * exposure)
        return stats.nbinom.pmf(cases, strength, chance).prod()

    found = two_way_average(
        marginal,
        lambda m, z: (z + cases[3]) / (z / m + exposure[3]),
        np.geomspace(0.005, 0.5, 60),
        np.geomspace(1e-3, 1e6, 100),
    )
    assert answer.values[3] == pytest.approx(found, rel=2e-3)


def test_a_share_agrees_with_a_plain_sum_over_mean_and_strength():
    of_which, among = np.array([8, 15, 20, 9, 11]), np.array([10, 30, 24, 10, 20])
    answer = shrunken_shares(of_which=of_which, among=among)

    found = two_way_average(
        lambda m, z: stats.betabinom.pmf(of_which, among, z * m, z * (1 - m)).prod(),
        lambda m, z: (z * m + of_which[1]) / (z + among[1]),
        1 / (1 + np.exp(-np.linspace(-3, 5, 60))),
        np.geomspace(1e-3, 1e6, 100),
    )
    assert answer.values[1] == pytest.approx(found, rel=2e-3)


def test_units_without_a_case_are_not_believed_to_be_without_fault():
    answer = shrunken_rates(cases=[0, 10, 12, 9, 0], exposure=[20, 500, 600, 450, 400])

    assert answer.observed[0] == 0
    assert answer.values[0] > answer.values[4] > 0  # the small office learns more from the others
    assert answer.high[0] > answer.high[4]


def test_the_posterior_drawn_is_the_posterior_told():
    rng = np.random.default_rng(1)
    for answer in (
        fair(),
        shrunken_rates(cases=[3, 8, 1, 15, 6], exposure=[100, 150, 80, 200, 120]),
        shrunken_shares(of_which=[8, 15, 20, 9, 11], among=[10, 30, 24, 10, 20]),
    ):
        drawn = answer.posterior.drawn(rng, 20_000)

        error = answer.standard_errors / np.sqrt(20_000)
        assert (np.abs(drawn.mean(axis=0) - answer.values) < 5 * error).all()
        assert drawn.std(axis=0) == pytest.approx(answer.standard_errors, rel=0.05)
        assert ((drawn > answer.low) & (drawn < answer.high)).mean() == pytest.approx(
            0.95, abs=0.01
        )


def test_cases_and_shares_are_silent_with_too_little():
    assert shrunken_rates(cases=[1, 2, 3], exposure=[9, 9, 9]) == NoAnswer(
        why=Silence.TOO_FEW_UNITS, needed=4, found=3
    )
    assert shrunken_rates(cases=[1, 2, 0, 0], exposure=[9] * 4) == NoAnswer(
        why=Silence.TOO_FEW_CASES, needed=3, found=2
    )
    assert shrunken_shares(of_which=[9, 9, 0, 1], among=[9] * 4) == NoAnswer(
        why=Silence.TOO_FEW_CASES, needed=3, found=1
    )
    assert james_stein(values=[1, 2, 3], standard_error=1) == NoAnswer(
        why=Silence.TOO_FEW_UNITS, needed=4, found=3
    )
    assert shrunken_shares(of_which=[], among=[]) == NoAnswer(
        why=Silence.TOO_FEW_UNITS, needed=4, found=0
    )


@pytest.mark.parametrize(
    ("method", "arguments", "fault"),
    [
        (shrunken_rates, {"cases": [1.5] * 4, "exposure": [9] * 4}, "whole numbers"),
        (shrunken_rates, {"cases": [-1] * 4, "exposure": [9] * 4}, "cannot be below 0"),
        (shrunken_rates, {"cases": [1] * 4, "exposure": [9, 9, 0, 9]}, r"0.0 \(unit 2\)"),
        (shrunken_rates, {"cases": [1] * 4, "exposure": [9] * 3}, r"per unit \(4\), got 3"),
        (shrunken_shares, {"of_which": [1] * 4, "among": [9, 0.5, 9, 9]}, "whole numbers"),
        (shrunken_shares, {"of_which": [1, 10, 1, 1], "among": [9] * 4}, r"10 among 9 \(unit 1\)"),
        (shrunken_shares, {"of_which": ["x"] * 4, "among": [9] * 4}, "must hold numbers"),
        (james_stein, {"values": [1, 2, 3, 4], "standard_error": 0.0}, "above 0"),
        (shrunken_rates, {"cases": [1], "exposure": [1], "confidence": 1}, "between 0 and 1"),
    ],
)
def test_wrong_counts_are_named(method, arguments, fault):
    with pytest.raises(ValueError, match=fault):
        method(**arguments)


def test_james_and_stein_keep_nothing_of_what_luck_explains():
    # squares 0.5 (distances .5, .5, 0, 0), lost (4 - 3) * 1 = 1: nothing is kept
    found = james_stein(values=[1.5, 0.5, 1, 1], standard_error=1)

    assert found.own_share == 0
    assert found.values == pytest.approx(np.ones(4))


@pytest.mark.parametrize(
    "answer",
    [
        shrunken_shares(of_which=[9_999, 5_000, 1, 2_000, 1], among=[10_000, 5_000, 2, 2_001, 1]),
        shrunken_rates(cases=[0, 1, 900_000, 3, 0], exposure=[1e-2, 40, 1e6, 200, 1e-1]),
        shrunken_values(values=[1e-9, 5, 1e6, 3, 2], standard_errors=[1e-9, 1, 1e5, 1e3, 1e-3]),
    ],
)
def test_units_of_wildly_unlike_size_have_finite_levels(answer):
    assert np.isfinite([answer.low, answer.values, answer.high]).all()
    assert (answer.low <= answer.values).all()
    assert (answer.values <= answer.high).all()
