"""Pooled effects agree with published figures and with the programs of others.

The numbers of pimeta and pymare were printed by tools/peers_of_synthesis.py.
"""

import numpy as np
import pytest
from statsmodels.stats.meta_analysis import combine_effects
from tests.references.vaccine_trials import log_ratios

from dampak.statistics.synthesis import (
    common_effect,
    effects_explained_by,
    pooled_effect,
    pooled_without_each,
    small_study_effects,
)

# Rubin (1981): coaching in eight schools
SCHOOLS, SCHOOLS_ERRORS = [28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18]


def vaccine(function, **how):
    values, noise, _ = log_ratios()
    return function(values=values, standard_errors=np.sqrt(noise), **how)


def test_eight_schools():
    answer = pooled_effect(
        values=SCHOOLS, standard_errors=SCHOOLS_ERRORS, between="dersimonian_laird"
    )

    assert answer.value == pytest.approx(7.686, abs=1e-3)
    assert answer.standard_error == pytest.approx(4.072, abs=1e-3)
    assert answer.heterogeneity.q == pytest.approx(4.707, abs=1e-3)
    assert answer.heterogeneity.variance == 0


@pytest.mark.parametrize(
    ("between", "value", "variance", "low", "high"),
    [
        ("reml", -0.7145323, 0.3132433, -1.1084437, -0.3206210),
        ("dersimonian_laird", -0.7141172, 0.3087603, -1.1078214, -0.3204131),
        ("paule_mandel", -0.7149682, 0.3180685, -1.1090984, -0.3208379),
    ],
)
def test_thirteen_vaccine_trials_of_pimeta(between, value, variance, low, high):
    answer = vaccine(pooled_effect, between=between)

    assert (answer.value, answer.low, answer.high) == pytest.approx((value, low, high), abs=1e-6)
    assert answer.heterogeneity.variance == pytest.approx(variance, abs=1e-6)


def test_the_published_summary_of_the_vaccine_trials():
    # Viechtbauer (2010), JSS 36(3), 4: -0.7145 (0.1798), tau squared .3132, I squared 92.22 %,
    # Q(12) = 152.2330; intervals of tau squared .1197 to 1.1115, of I squared 81.92 to 97.68
    answer = vaccine(pooled_effect)

    assert (answer.value, answer.standard_error) == pytest.approx((-0.7145, 0.1798), abs=5e-5)
    found = answer.heterogeneity
    assert (found.q, found.freedom) == (pytest.approx(152.2330, abs=5e-5), 12)
    assert (found.variance_low, found.variance_high) == pytest.approx((0.1197, 1.1115), abs=5e-5)
    assert (found.share, found.share_low, found.share_high) == pytest.approx(
        (0.9222, 0.8192, 0.9768), abs=5e-5
    )


def test_effects_combined_by_statsmodels():
    values, noise, _ = log_ratios()
    random = combine_effects(values, noise, method_re="chi2", use_t=True)
    iterated = combine_effects(values, noise, method_re="iterated", atol=1e-12)

    simple = vaccine(pooled_effect, between="dersimonian_laird")
    assert simple.value == pytest.approx(random.mean_effect_re, abs=1e-10)
    assert simple.standard_error == pytest.approx(random.sd_eff_w_re, abs=1e-10)
    assert simple.heterogeneity.variance == pytest.approx(random.tau2, abs=1e-10)
    assert simple.heterogeneity.q == pytest.approx(random.q, abs=1e-9)
    assert simple.high - simple.value == pytest.approx(
        2.178812829663418 * random.sd_eff_w_re_hksj, abs=1e-9
    )
    assert vaccine(pooled_effect, between="paule_mandel").heterogeneity.variance == pytest.approx(
        iterated.tau2, abs=1e-6
    )
    assert vaccine(common_effect).value == pytest.approx(random.mean_effect_fe, abs=1e-10)
    assert vaccine(common_effect).standard_error == pytest.approx(random.sd_eff_w_fe, abs=1e-10)


def test_the_line_through_latitudes_of_pimeta_and_pymare():
    _, _, latitude = log_ratios()
    moments = vaccine(
        effects_explained_by, covariates=latitude[:, None], between="dersimonian_laird"
    )
    likelihood = vaccine(effects_explained_by, covariates=latitude[:, None])

    assert moments.values == pytest.approx([0.25954371, -0.02922874], abs=1e-8)
    assert moments.standard_errors == pytest.approx([0.27387450, 0.00793776], abs=1e-8)
    assert (moments.low[1], moments.high[1]) == pytest.approx((-0.04669962, -0.01175786), abs=1e-8)
    assert moments.heterogeneity.variance == pytest.approx(0.06330050, abs=1e-8)
    assert moments.heterogeneity.q == pytest.approx(30.73309, abs=1e-5)
    assert likelihood.values == pytest.approx([0.2514682, -0.0291017], abs=1e-6)
    assert likelihood.heterogeneity.variance == pytest.approx(0.0763480, abs=1e-6)


def test_without_each_trial_of_pimeta():
    found = vaccine(pooled_without_each, between="dersimonian_laird")

    assert found.values == pytest.approx(
        [
            *(-0.70512520, -0.65451588, -0.68484175, -0.61869687, -0.76403570, -0.71272734),
            *(-0.65569395, -0.79008660, -0.73926336, -0.65258520, -0.76069417, -0.76001282),
            -0.77892374,
        ],
        abs=1e-8,
    )
    assert found.variances[[3, 7]] == pytest.approx([0.21673356, 0.21088523], abs=1e-8)


def test_eggers_line_of_pimeta():
    found = vaccine(small_study_effects)

    assert (found.value, found.standard_error) == pytest.approx((-2.11204212, 1.50722133), abs=1e-8)
    assert found.value / found.standard_error == pytest.approx(-1.4013, abs=5e-5)  # metafor's
