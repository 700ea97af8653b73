"""Few offices: the doubt is what other signs of their residuals would have shown."""

import itertools

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.phased import (
    WildClusterCoefficient,
    WildClusterEffect,
    wild_cluster_coefficient,
    wild_cluster_effect,
)
from dampak.statistics.phased.wild_bootstrap import bootstrapped, jackknife_spread
from dampak.statistics.phased.wild_panel import panel_moments

seeds = st.integers(0, 10_000)
few_examples = settings(max_examples=10, deadline=None)


def offices(seed, *, starts=(2, 3, 4, -1, -1, -1), gaps=0.0, n_periods=6):
    rng = np.random.default_rng(seed)
    office = np.repeat(np.arange(len(starts)), rng.integers(1, 4, size=len(starts)))
    outcomes = rng.normal(size=(len(starts), n_periods))[office]
    outcomes = outcomes + rng.normal(size=(office.size, n_periods))
    outcomes[rng.random(outcomes.shape) < gaps] = np.nan
    return outcomes, np.array(starts)[office], office


def said(outcomes, first, office, **rules):
    return wild_cluster_effect(
        outcomes=outcomes, first_treated=first, groups=office, rng=np.random.default_rng(1), **rules
    )


def answered(outcomes, first, office, **rules):
    answer = said(outcomes, first, office, **rules)
    assert isinstance(answer, WildClusterEffect)
    return answer


def in_rows(outcomes, first, office):
    """The same regression written out with a column for every unit and month."""
    unit, month = np.nonzero(np.isfinite(outcomes))
    trained = (month >= first[unit]) & (first[unit] >= 0)
    columns = [trained, *(month == k for k in range(1, outcomes.shape[1]))]
    columns += [unit == k for k in range(1, first.size)]
    return outcomes[unit, month], np.column_stack(columns).astype(float), office[unit]


@pytest.mark.parametrize("gaps", [0.0, 0.15])
def test_every_combination_of_signs_refitted_the_long_way(gaps):
    y, x, office = in_rows(*offices(3, gaps=gaps))
    wide, without = sm.add_constant(x), sm.add_constant(x[:, 1:])

    def t(outcome):
        fit = sm.OLS(outcome, wide).fit(cov_type="cluster", cov_kwds={"groups": office})
        return fit.params[1] / fit.bse[1]

    restricted = sm.OLS(y, without).fit()
    drawn = [
        t(restricted.fittedvalues + np.array(signs)[office] * restricted.resid)
        for signs in itertools.product([1, -1], repeat=6)
    ]
    as_far = sum(abs(each) >= abs(t(y)) * (1 - 1e-7) for each in drawn)

    answer = answered(*offices(3, gaps=gaps), confidence=0.9)
    bootstrap = bootstrapped(
        panel_moments(*offices(3, gaps=gaps)),
        weights="signs",
        draws=64,
        rng=np.random.default_rng(1),
    )

    assert bootstrap.p_value(0.0) == as_far / 64
    assert answer.p_value >= as_far / 64
    assert answer.value == pytest.approx(sm.OLS(y, wide).fit().params[1])
    assert (answer.n_groups, answer.n_looked_at) == (6, 64)


@pytest.mark.parametrize("gaps", [0.0, 0.15])
def test_the_panel_and_the_regression_written_out_agree(gaps):
    data = offices(3, gaps=gaps)
    y, x, office = in_rows(*data)

    panel = answered(*data, confidence=0.9)
    rows = wild_cluster_coefficient(
        outcome=y, regressors=x, groups=office, rng=np.random.default_rng(1), confidence=0.9
    )

    assert isinstance(rows, WildClusterCoefficient)
    assert (rows.value, rows.low, rows.high) == pytest.approx((panel.value, panel.low, panel.high))
    assert rows.p_value == pytest.approx(panel.p_value)
    assert rows.n == y.size
    fit = sm.OLS(y, sm.add_constant(x)).fit(cov_type="cluster", cov_kwds={"groups": office})
    assert rows.standard_error == pytest.approx(fit.bse[1])


def test_eight_offices_by_hand():
    # One number per office, four trained. Trained 3 4 5 6 (mean 4.5), others 0 1 2 3 (1.5): 3.
    # With exposure +-1/2 around a half, every office has the same share: worth 8 groups.
    answer = wild_cluster_coefficient(
        outcome=[3, 4, 5, 6, 0, 1, 2, 3],
        regressors=[[1]] * 4 + [[0]] * 4,
        groups=list("abcdefgh"),
        rng=np.random.default_rng(1),
    )

    # Residuals are +-1.5 and +-0.5 twice: sum of squares 4 * 2.25 + 4 * 0.25 = 10. Each weighs
    # (1/2) / (8/4) = 1/4: spread sqrt(10) / 4. CRV1: times sqrt(8/7 * 7/6).
    assert answer.value == pytest.approx(3)
    assert answer.standard_error == pytest.approx(np.sqrt(10) / 4 * np.sqrt(8 / 6))
    assert answer.effective_groups == pytest.approx(8)
    # Under no effect the residuals from the mean 3 are 0 1 2 3 -3 -2 -1 0. The value is four when
    # all signs of the six that are not 0 are as they were or all turned: 2 * 2**2 = 8 of 256.
    assert answer.p_value == pytest.approx(8 / 256)
    # Left out, an office moves the value by a third of its residual: the jackknife's spread is
    # sqrt(7/8 * 10/9), its interval 3 -+ 2.3646 (t, 7 of freedom) * 0.9860 = 3 -+ 2.3316.
    assert (answer.low, answer.high) == pytest.approx((0.6684, 5.3316), abs=1e-4)


def test_the_interval_is_the_more_careful_of_bootstrap_and_jackknife():
    data = offices(5, starts=(2, 2, 3, 4, -1, -1, -1, -1))
    moments = panel_moments(*data)
    answer = answered(*data)

    drawn = bootstrapped(moments, weights="signs", draws=256, rng=np.random.default_rng(1))
    low, high = drawn.interval(confidence=0.95)
    half_width = stats.t(7).ppf(0.975) * jackknife_spread(moments)

    assert answer.low == pytest.approx(min(low, answer.value - half_width))
    assert answer.high == pytest.approx(max(high, answer.value + half_width))


def test_the_jackknife_leaves_out_one_office_after_the_other():
    outcomes, first, office = offices(3, gaps=0.1)
    y, x, offices_of_rows = in_rows(outcomes, first, office)

    def fitted(kept):
        return np.linalg.pinv(sm.add_constant(x[kept], has_constant="add"))[1] @ y[kept]

    whole = fitted(offices_of_rows >= 0)
    squares = [(fitted(offices_of_rows != g) - whole) ** 2 for g in range(6)]

    spread = jackknife_spread(panel_moments(outcomes, first, office))
    assert spread == pytest.approx(np.sqrt(5 / 6 * sum(squares)))


@pytest.mark.parametrize("seed", [5, 6])
def test_the_interval_holds_what_the_test_does_not_reject(seed):
    outcomes, first, office = offices(seed, starts=(2, 2, 3, 4, -1, -1, -1, -1))
    after = (np.arange(6) >= first[:, None]) & (first[:, None] >= 0)
    answer = answered(outcomes, first, office)

    def kept(effect):
        return answered(outcomes - effect * after, first, office).p_value > 0.05

    near = 1e-5 * (answer.high - answer.low)
    assert [kept(answer.low - near), kept(answer.low + near)] == [False, True]
    assert [kept(answer.high - near), kept(answer.high + near)] == [True, False]


def test_many_offices_are_drawn_at_random_and_webbs_weights_are_finer():
    data = offices(6, starts=tuple([2, 4, -1] * 6))

    signs, webb = (answered(*data, weights=weights, draws=999) for weights in ("signs", "webb"))

    assert signs.n_looked_at == webb.n_looked_at == 1000
    assert signs.p_value == pytest.approx(webb.p_value, abs=0.1)


@few_examples
@given(seed=seeds, gaps=st.sampled_from([0.0, 0.1]))
@example(seed=2976, gaps=0.1)  # two controls say the same but for rounding
@example(seed=4123, gaps=0.1)  # too little is left to answer from
def test_a_shock_to_all_and_the_level_of_a_unit_change_nothing(seed, gaps):
    outcomes, first, office = offices(seed, starts=(2, 2, 3, 4, -1, -1, -1, -1), gaps=gaps)
    rng = np.random.default_rng(seed)
    shocked = outcomes + rng.normal(size=6) * 5 + rng.normal(size=(first.size, 1)) * 5

    plain, moved = said(outcomes, first, office), said(shocked, first, office)

    if isinstance(plain, NoAnswer):
        assert moved == plain
        return
    assert (moved.value, moved.low, moved.high, moved.standard_error) == pytest.approx(
        (plain.value, plain.low, plain.high, plain.standard_error), rel=1e-6, abs=1e-7
    )


@few_examples
@given(seed=seeds, scale=st.sampled_from([1e-9, -3.0, 1e9]))
def test_another_unit_of_measurement_scales_the_answer(seed, scale):
    outcomes, first, office = offices(seed, starts=(2, 2, 3, 4, -1, -1, -1, -1))

    plain, scaled = answered(outcomes, first, office), answered(outcomes * scale, first, office)

    ends = sorted([plain.low * scale, plain.high * scale])
    assert (scaled.value, scaled.low, scaled.high) == pytest.approx((plain.value * scale, *ends))


@few_examples
@given(seed=seeds)
def test_the_order_and_the_names_of_the_offices_do_not_matter(seed):
    outcomes, first, office = offices(seed, starts=(2, 2, 3, 4, -1, -1, -1, -1))
    order = np.random.default_rng(seed).permutation(first.size)

    one = answered(outcomes, first, office)
    other = answered(outcomes[order], first[order], np.array(list("stuvwxyz"))[office[order]])

    assert (other.value, other.low, other.high) == pytest.approx((one.value, one.low, one.high))
    assert one.low <= one.value <= one.high


def test_a_copy_of_every_desk_is_no_new_office():
    outcomes, first, office = offices(7, starts=(2, 2, 3, 4, -1, -1, -1, -1))

    once = answered(outcomes, first, office)
    twice = answered(np.tile(outcomes, (2, 1)), np.tile(first, 2), np.tile(office, 2))

    assert (twice.low, twice.high) == pytest.approx((once.low, once.high))


def silence(starts, *, outcomes=None, **rules):
    if outcomes is None:
        outcomes = np.random.default_rng(1).normal(size=(len(starts), 6))
    answer = wild_cluster_effect(
        outcomes=outcomes, first_treated=starts, rng=np.random.default_rng(1), **rules
    )
    assert isinstance(answer, NoAnswer)
    return answer.why, answer.needed, answer.found


@pytest.mark.parametrize(
    ("starts", "why"),
    [
        ([-1] * 8, (Silence.NOBODY_TRAINED, 1, 0)),
        ([3] * 8, (Silence.EVERYBODY_AT_ONCE, 1, 0)),
        ([3, -1], (Silence.TOO_FEW_GROUPS, 6, 2)),
        ([3] + [-1] * 4, (Silence.TOO_FEW_GROUPS, 6, 5)),
        # One of 20 trained carries 19/20 of all there is to compare: worth 1 / (.95**2) = 1.1.
        ([3] + [-1] * 19, (Silence.TOO_FEW_GROUPS, 4, 1)),
        # Two of 20: 9/20 each, and 1/180 each of the 18: 1 / (2 * .2025 + 18 / 32400) = 2.47.
        ([3] * 2 + [-1] * 18, (Silence.TOO_FEW_GROUPS, 4, 2)),
        ([3] * 18 + [-1] * 2, (Silence.TOO_FEW_GROUPS, 4, 2)),
        ([0] * 4 + [-1] * 4, (Silence.NOT_SEPARABLE, None, None)),
    ],
)
def test_says_what_is_missing_and_how_much_of_it(starts, why):
    assert silence(starts) == why


def test_two_offices_with_many_desks_are_still_two():
    found = silence([3] * 10 + [-1] * 10, groups=[1] * 10 + [2] * 10)

    assert found == (Silence.TOO_FEW_GROUPS, 6, 2)


@pytest.mark.parametrize(
    ("outcomes", "why"),
    [
        (np.full((8, 6), np.nan), (Silence.NOTHING_COUNTED, 1, 0)),
        (np.full((8, 6), 5.0), (Silence.NO_SPREAD, 2, 1)),
        (np.arange(8.0)[:, None], (Silence.TOO_FEW_MONTHS, 2, 1)),
    ],
)
def test_outcomes_that_cannot_answer(outcomes, why):
    assert silence([3] * 4 + [-1] * 4, outcomes=outcomes) == why


def test_a_confidence_that_so_few_signs_cannot_give():
    # 2**6 = 64 signs, two of them always as far as what happened: 1 in 32 is not 1 in 100.
    found = silence([3] * 3 + [-1] * 3, confidence=0.99)

    assert found == (Silence.TOO_FEW_GROUPS, 7, 6)


def test_controls_that_leave_nothing_of_the_exposure():
    exposure = np.arange(8.0)

    answer = wild_cluster_coefficient(
        outcome=np.sin(exposure),
        regressors=np.column_stack([exposure, 2 * exposure]),
        groups=np.arange(8),
        rng=np.random.default_rng(1),
    )

    assert answer == NoAnswer(why=Silence.NOT_SEPARABLE)


def test_rows_with_gaps_are_left_out_and_none_left_is_said():
    x = np.arange(16.0)[:, None] % 5
    y = np.sin(np.arange(16.0))
    y[3] = np.nan

    def coefficient(y, x, groups):
        return wild_cluster_coefficient(
            outcome=y, regressors=x, groups=groups, rng=np.random.default_rng(1)
        )

    groups = np.arange(16) % 8
    kept = np.arange(16) != 3
    assert coefficient(y, x, groups) == coefficient(y[kept], x[kept], groups[kept])
    assert coefficient(y * np.nan, x, groups).why is Silence.NOTHING_COUNTED


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"outcomes": [["a", "b"]] * 8}, "outcomes must hold numbers"),
        ({"outcomes": np.full((8, 2), np.inf)}, "outcomes holds infinite values"),
        ({"first_treated": [1]}, "first_treated must have one position per unit"),
        ({"groups": [1]}, "groups must hold one label a row"),
        ({"weights": "normal"}, "weights must be"),
        ({"draws": 10}, "draws is too small"),
        ({"confidence": 0.0}, "confidence must lie between"),
    ],
)
def test_arguments_that_make_no_sense_are_refused_by_name(wrong, named):
    right = {"outcomes": np.eye(8), "first_treated": [2] * 4 + [-1] * 4}

    with pytest.raises(ValueError, match=named):
        wild_cluster_effect(**{**right, "rng": np.random.default_rng(1), **wrong})


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"outcome": [1.0, 2.0]}, "outcome must have one value per row"),
        ({"outcome": ["a"] * 8}, "outcome must hold numbers"),
        ({"regressors": [1.0] * 8}, "regressors must have one row"),
    ],
)
def test_rows_that_make_no_sense_are_refused_by_name(wrong, named):
    right = {"outcome": np.arange(8.0), "regressors": np.eye(8)[:, :1], "groups": np.arange(8)}

    with pytest.raises(ValueError, match=named):
        wild_cluster_coefficient(**{**right, "rng": np.random.default_rng(1), **wrong})
