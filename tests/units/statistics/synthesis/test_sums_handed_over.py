"""Sums that come from elsewhere are checked before they are added."""

from datetime import date

import numpy as np
import pytest

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.synthesis import (
    GroupSums,
    Handed,
    RegressionSums,
    difference_from_sums,
    regression_from_sums,
    regression_sums_of,
    sums_of,
)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"n": -1}, "n must be at least 0"),
        ({"n": 2.5}, "n must be a whole number"),
        ({"mean": np.nan}, "mean must be a finite number"),
        ({"squares": -0.1}, "squares must be at least 0"),
        ({"squares": np.inf}, "squares must be a finite number"),
    ],
)
def test_sums_of_a_group_that_cannot_be(wrong, named):
    with pytest.raises(ValueError, match=named):
        GroupSums(**{"n": 5, "mean": 1.0, "squares": 2.0, **wrong})


@pytest.mark.parametrize(
    "wrong", [{"n": 0}, {"n": "many"}, {"estimate": np.nan}, {"standard_error": None}]
)
def test_an_estimate_that_cannot_be_names_its_agency(wrong):
    right = {"estimate": 1.0, "standard_error": 0.5, "n": 4}
    with pytest.raises(ValueError, match=f"{next(iter(wrong))} of Kota"):
        Handed(agency="Kota", month=date(2025, 1, 1), definition="days/1", **{**right, **wrong})


@pytest.mark.parametrize(
    "wrong",
    [
        {"design": [[np.nan]]},
        {"design": np.ones((2, 2))},
        {"design": np.ones((0, 0)), "with_outcome": np.ones(0)},
        {"with_outcome": [np.inf]},
        {"squares": -1.0},
        {"n": -3},
    ],
)
def test_cross_products_that_cannot_be(wrong):
    right = {"n": 4, "design": [[2.0]], "with_outcome": [1.0], "squares": 3.0}
    with pytest.raises(ValueError, match=r"design|with_outcome|squares|n must"):
        RegressionSums(**{**right, **wrong})


@pytest.mark.parametrize("outcome", [np.zeros(8), np.full(8, 0.1), 3 + 2 * np.arange(8.0)])
def test_an_outcome_explained_without_rest_gets_no_error_of_nought(outcome):
    sums = regression_sums_of(outcome=outcome, covariates=np.arange(8.0)[:, None])

    assert regression_from_sums([sums]) == NoAnswer(why=Silence.EXACT_FIT)


def test_an_agency_without_units_changes_nothing():
    x, y = np.arange(8.0)[:, None], np.array([1.0, 3, 2, 5, 4, 4, 7, 6])
    some = regression_sums_of(outcome=y, covariates=x)
    none = regression_sums_of(outcome=[], covariates=np.zeros((0, 1)))

    alone, both = regression_from_sums([some]), regression_from_sums([some, none])

    assert alone.freedom == both.freedom == 6
    assert alone.high.tolist() == both.high.tolist()


def test_a_regression_needs_a_covariate():
    with pytest.raises(ValueError, match="covariates must have at least one column"):
        regression_sums_of(outcome=[1.0, 2], covariates=np.zeros((2, 0)))


def test_units_that_differ_by_rounding_only_do_not_differ():
    # the mean of three times 0.1 is 0.10000000000000002
    answer = difference_from_sums(
        trained=[sums_of([0.1] * 3), sums_of([0.1] * 7)], comparison=[sums_of([0.3] * 3)]
    )

    assert answer == NoAnswer(why=Silence.NO_SPREAD)
