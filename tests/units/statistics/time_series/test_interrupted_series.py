"""One series of months: its line before, and how far it left it since."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import linalg

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.time_series import InterruptedSeries, interrupted_series
from dampak.statistics.time_series.autocorrelated import fits_at

seeds = st.integers(0, 10_000)
few_examples = settings(max_examples=15, deadline=None)


def series(seed=0, *, n_months=36, start=24, level=0.0, slope=0.0, memory=0.5):
    rng = np.random.default_rng(seed)
    errors = rng.normal(size=n_months)
    for month in range(1, n_months):
        errors[month] = memory * errors[month - 1] + np.sqrt(1 - memory**2) * errors[month]
    months = np.arange(n_months)
    since = months - start
    return 10 + 0.1 * months + errors + (since >= 0) * (level + slope * since)


def answered(outcomes, start=24, **options):
    answer = interrupted_series(outcomes=outcomes, first_treated=start, **options)
    assert isinstance(answer, InterruptedSeries), answer
    return answer


def numbers(measurement):
    return (
        measurement.value,
        measurement.low,
        measurement.high,
        measurement.standard_error,
    )


def almost(outcomes):
    """With luck so small that every number must be what the line says."""
    return outcomes + 1e-6 * np.random.default_rng(1).normal(size=np.size(outcomes))


def test_a_jump_and_a_bend_worked_by_hand():
    # A level change of 5 and 2 more a month: after 3 months 5 + 6 = 11; over 12 months, 0 to 11
    # months since, on average 5 + 2 * 5.5 = 16.
    months = np.arange(36)
    since = np.maximum(months - 24, 0)
    outcomes = almost(1 + 0.5 * months + (months >= 24) * (5 + 2 * since))

    answer = answered(outcomes, horizon=3)

    found = answer.level, answer.slope, answer.at_horizon, answer.average
    assert [each.value for each in found] == pytest.approx([5, 2, 11, 16], abs=1e-4)
    assert answer.continued == pytest.approx(1 + 0.5 * months, abs=1e-4)
    assert answer.fitted == pytest.approx(outcomes, abs=1e-4)
    assert (answer.n_before, answer.n_after, answer.horizon) == (24, 12, 3)
    assert answer.level.method == "interrupted_series/1"


@pytest.mark.parametrize("season", ["waves", "months"])
def test_a_season_is_not_mistaken_for_a_change(season):
    months = np.arange(48)
    outcomes = almost(np.sin(2 * np.pi * months / 12) + 0.3 * np.cos(4 * np.pi * months / 12))

    answer = answered(outcomes, start=27, season=season)

    assert answer.average.value == pytest.approx(0, abs=1e-4)
    assert answered(outcomes, start=27).average.value != pytest.approx(0, abs=1e-2)


def test_uneven_calendar_months_need_a_level_each():
    months = np.arange(48)
    holidays = np.where(months % 12 == 3, -5.0, 0.0)

    answer = answered(almost(holidays + 2 * (months >= 30)), start=30, season="months")

    assert answer.average.value == pytest.approx(2, abs=1e-4)


def test_a_comparison_series_takes_away_what_befell_both():
    storm = np.where(np.arange(36) >= 24, 7.0, 0.0)
    rng = np.random.default_rng(2)
    trained, other = series(1, level=2.0) + storm, rng.normal(size=36) + storm

    answer = answered(trained, comparison=other)

    alone = answered(trained - other)
    assert numbers(answer.average) == numbers(alone.average)
    assert answer.average.low < 2 < answer.average.high
    assert answer.average.method == "controlled_interrupted_series/1"


def test_if_the_trend_cannot_change_level_average_and_horizon_are_one():
    answer = answered(series(3), slope_changes=False)

    assert answer.slope is None
    assert numbers(answer.level) == numbers(answer.average) == numbers(answer.at_horizon)


@pytest.mark.parametrize("correlation", [-0.5, 0.0, 0.7])
def test_the_fit_is_generalised_least_squares_also_across_gaps(correlation):
    rng = np.random.default_rng(4)
    months = np.array([0, 1, 2, 5, 6, 9, 10, 11])
    design, outcomes = rng.normal(size=(8, 3)), rng.normal(size=8)
    likeness = linalg.toeplitz(correlation ** np.arange(12.0))[np.ix_(months, months)]
    precision = np.linalg.inv(likeness / (1 - correlation**2))
    information = design.T @ precision @ design
    coefficients = np.linalg.solve(information, design.T @ precision @ outcomes)
    rest = outcomes - design @ coefficients
    squares = rest @ precision @ rest
    likelihood = (
        np.linalg.slogdet(precision)[1] / 2
        - np.linalg.slogdet(information)[1] / 2
        - 5 / 2 * np.log(squares)
    )

    fit = fits_at(np.array([correlation]), outcomes, design, np.diff(months))

    assert fit.coefficients[0] == pytest.approx(coefficients)
    assert fit.covariance[0] == pytest.approx(np.linalg.inv(information))
    assert fit.squares[0] == pytest.approx(squares)
    assert fit.log_likelihood[0] == pytest.approx(likelihood)


def test_the_autocorrelation_is_where_the_restricted_likelihood_is_highest():
    outcomes = series(5, n_months=60, start=40)
    answer = answered(outcomes, start=40)
    since = np.arange(60) - 40.0
    design = np.column_stack([np.ones(60), since, since >= 0, np.maximum(since, 0)])
    around = answer.autocorrelation + np.array([-1e-3, 0, 1e-3])

    fits = fits_at(around, outcomes, design, np.ones(59, dtype=int))

    assert fits.log_likelihood.argmax() == 1


@few_examples
@given(seed=seeds, season=st.sampled_from(["none", "waves", "months"]))
def test_level_and_trend_of_the_series_change_nothing(seed, season):
    outcomes = series(seed)
    moved = outcomes + 1000 - 3 * np.arange(36)

    found, plain = answered(moved, season=season), answered(outcomes, season=season)

    for name in ("level", "slope", "average", "at_horizon"):
        assert numbers(getattr(found, name)) == pytest.approx(
            numbers(getattr(plain, name)), rel=1e-4, abs=1e-6
        )


@few_examples
@given(seed=seeds, scale=st.sampled_from([1e-9, -3.0, 1e9]))
def test_another_unit_of_measurement_scales_the_answer(seed, scale):
    outcomes = series(seed)
    plain, scaled = answered(outcomes).average, answered(outcomes * scale).average

    assert scaled.value == pytest.approx(scale * plain.value, rel=1e-5)
    assert scaled.high - scaled.low == pytest.approx(
        abs(scale) * (plain.high - plain.low), rel=1e-5
    )


@few_examples
@given(seed=seeds)
def test_read_backwards_the_jump_is_the_same_with_its_sign_turned(seed):
    outcomes = series(seed, n_months=40, start=20)

    forwards = answered(outcomes, start=20, slope_changes=False).level
    backwards = answered(outcomes[::-1], start=20, slope_changes=False).level

    assert backwards.value == pytest.approx(-forwards.value, rel=1e-5, abs=1e-7)
    assert (backwards.low, backwards.high) == pytest.approx((-forwards.high, -forwards.low))


@few_examples
@given(seed=seeds, memory=st.sampled_from([0.0, 0.5, 0.9]))
def test_the_interval_contains_the_estimate_and_grows_with_confidence(seed, memory):
    outcomes = series(seed, memory=memory)
    usual, sure = answered(outcomes).average, answered(outcomes, confidence=0.99).average

    assert sure.low < usual.low < usual.value < usual.high < sure.high


def test_a_month_that_was_not_counted_is_left_out_and_its_neighbours_know_how_far_apart_they_are():
    outcomes = series(6)
    outcomes[[5, 6, 30]] = np.nan

    answer = answered(outcomes)

    assert (answer.n_before, answer.n_after, answer.level.n) == (22, 11, 33)
    assert np.isfinite(answer.fitted).all()


def test_what_the_model_left_out_shows_in_the_residuals():
    wave = 3 * np.sin(2 * np.pi * np.arange(60) / 6)
    outcomes = series(7, n_months=60, start=40) + wave

    assert answered(outcomes, start=40).residual_p_value < 0.001
    assert answered(outcomes, start=40, season="waves").residual_p_value > 0.01


def test_the_check_of_the_residuals_cries_wolf_once_in_twenty():
    cries = sum(
        answered(series(seed), season="waves").residual_p_value < 0.05 for seed in range(100)
    )

    assert cries <= 12


@pytest.mark.parametrize(
    ("outcomes", "start", "options", "expected"),
    [
        (series(), 36, {}, (Silence.NOBODY_TRAINED, 1, 0)),
        (series(), -1, {}, (Silence.NOBODY_TRAINED, 1, 0)),
        ([], 0, {}, (Silence.NOBODY_TRAINED, 1, 0)),
        (series() * np.nan, 24, {}, (Silence.NOTHING_COUNTED, 1, 0)),
        (series(), 0, {}, (Silence.NO_MONTHS_BEFORE, 12, 0)),
        (series(), 11, {}, (Silence.TOO_FEW_MONTHS, 12, 11)),
        (series(), 33, {}, (Silence.TOO_FEW_MONTHS, 4, 3)),
        (series()[:20], 14, {"season": "waves"}, (Silence.TOO_FEW_MONTHS, 24, 20)),
        (series()[:30], 20, {"season": "months"}, (Silence.TOO_FEW_MONTHS, 36, 30)),
        (np.full(36, 5.0), 24, {}, (Silence.NO_SPREAD, None, None)),
        (np.arange(36), 24, {}, (Silence.NO_SPREAD, None, None)),
    ],
)
def test_silence_says_why(outcomes, start, options, expected):
    why, needed, found = expected

    answer = interrupted_series(outcomes=outcomes, first_treated=start, **options)

    assert answer == NoAnswer(why=why, needed=needed, found=found)


def test_a_calendar_month_never_counted_has_no_level():
    outcomes = series(n_months=60, start=36)
    outcomes[np.arange(60) % 12 == 5] = np.nan

    answer = interrupted_series(outcomes=outcomes, first_treated=36, season="months")

    assert answer == NoAnswer(why=Silence.NOT_SEPARABLE, needed=15, found=14)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"outcomes": np.zeros((3, 4))}, "outcomes must have one number per month"),
        ({"outcomes": [np.inf] * 36}, "outcomes holds infinite values"),
        ({"outcomes": ["a"] * 36}, "outcomes must hold numbers"),
        ({"comparison": np.zeros(12)}, r"comparison must have one number per month .* \(36\)"),
        ({"comparison": np.zeros((36, 1))}, "comparison must have one number per month"),
        ({"season": "weekly"}, "season must be one of none, waves, months"),
        ({"horizon": 12}, r"horizon must lie within .* \(0 to 11\)"),
        ({"first_treated": 24.5}, "first_treated must be a whole number"),
        ({"confidence": 95}, "confidence must lie between 0 and 1"),
    ],
)
def test_a_bad_argument_is_named(change, message):
    arguments = {"outcomes": series(), "first_treated": 24, **change}

    with pytest.raises(ValueError, match=message):
        interrupted_series(**arguments)


@pytest.mark.parametrize("scale", [1e-90, 1e40])
def test_a_series_in_an_odd_unit_is_answered_like_any_other(scale):
    plain, scaled = answered(series(86)).level, answered(series(86) * scale).level

    assert scaled.low == pytest.approx(scale * plain.low, rel=1e-6)


@pytest.mark.parametrize("confidence", [1e-9, 0.01])
def test_however_low_the_confidence_the_interval_holds_the_value(confidence):
    for seed in range(5):
        found = answered(series(seed), confidence=confidence).average

        assert found.low <= found.value <= found.high


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"first_treated": [24]}, "first_treated must be a whole number"),
        ({"horizon": "x"}, "horizon must lie within the months since the training"),
        ({"horizon": 1.5}, "horizon must lie within the months since the training"),
        ({"outcomes": np.full(36, 1e300)}, r"outcomes holds 1e\+300"),
    ],
)
def test_what_is_no_month_or_no_number_is_refused_by_name(wrong, named):
    right = {"outcomes": series(0), "first_treated": 24}

    with pytest.raises(ValueError, match=named):
        interrupted_series(**{**right, **wrong})
