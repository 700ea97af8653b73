"""Agencies keep their rows, and the answer is the one that the rows would have given."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from dampak.foundation.answers import Estimate, NoAnswer, Silence
from dampak.statistics.synthesis import (
    GroupSums,
    Handed,
    common_effect,
    difference_from_sums,
    pooled_effect,
    pooled_over_agencies,
    regression_from_sums,
    regression_sums_of,
    sums_of,
)

EQUAL = {"rel": 1e-9, "abs": 1e-9}


def handed(agency, estimate=1.0, **more):
    plain = {
        "agency": agency,
        "estimate": estimate,
        "standard_error": 0.5,
        "n": 2,
        "month": date(2031, 6, 1),
        "definition": "on-time-service/1",
        "units": frozenset({f"{agency}-1", f"{agency}-2"}),
    }
    return Handed(**plain | more)


def cut(rows, n_parts):
    return np.array_split(rows, n_parts)


@settings(max_examples=50, deadline=None)
@given(
    st.integers(0, 10_000),
    st.integers(1, 7),
    st.sampled_from([1.0, 1e-6, 1e6]),
    st.floats(-1e3, 1e3),
)
def test_sums_of_agencies_give_welchs_test_on_all_rows(seed, n_agencies, scale, shift):
    random = np.random.default_rng(seed)
    first = scale * (random.normal(size=random.integers(4, 60)) + shift)
    second = scale * (random.gamma(2.0, size=random.integers(4, 60)) + shift)

    answer = difference_from_sums(
        trained=[sums_of(part) for part in cut(first, n_agencies)],
        comparison=[sums_of(part) for part in cut(second, n_agencies)],
    )

    assert isinstance(answer, Estimate)
    ends = stats.ttest_ind(first, second, equal_var=False).confidence_interval(0.95)
    assert answer.value / scale == pytest.approx((first.mean() - second.mean()) / scale, **EQUAL)
    assert answer.low / scale == pytest.approx(ends.low / scale, **EQUAL)
    assert answer.high / scale == pytest.approx(ends.high / scale, **EQUAL)
    assert (answer.n_trained, answer.n_comparison) == (first.size, second.size)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(1, 3))
def test_sums_of_agencies_give_least_squares_on_all_rows(seed, n_agencies, n_covariates):
    random = np.random.default_rng(seed)
    sizes = random.integers(6, 25, n_agencies)
    agency = np.repeat(np.arange(n_agencies), sizes)
    x = random.normal(size=(agency.size, n_covariates)) + 2.0 * agency[:, None]
    y = x @ np.arange(1, n_covariates + 1) + 5.0 * agency + random.normal(size=agency.size)

    answer = regression_from_sums(
        [
            regression_sums_of(outcome=y[agency == each], covariates=x[agency == each])
            for each in range(n_agencies)
        ]
    )

    rows = np.hstack([x, (agency[:, None] == np.arange(n_agencies)).astype(float)])
    fit, squares, _, _ = np.linalg.lstsq(rows, y, rcond=None)
    freedom = agency.size - n_agencies - n_covariates
    errors = np.sqrt(np.diag(np.linalg.inv(rows.T @ rows)) * squares[0] / freedom)
    assert answer.freedom == freedom
    assert answer.values == pytest.approx(fit[:n_covariates], **EQUAL)
    assert answer.standard_errors == pytest.approx(errors[:n_covariates], **EQUAL)
    width = stats.t.ppf(0.975, freedom) * errors[:n_covariates]
    assert answer.high == pytest.approx(fit[:n_covariates] + width, **EQUAL)


def test_the_difference_by_hand():
    # Trained: 4 and 6 in one agency, 8 in another: mean 6, squares 8. Others: 1, 3 and 2, 2:
    # mean 2, squares 2. Error: sqrt(8 / 2 / 3 + 2 / 3 / 4) = sqrt(1.5).
    answer = difference_from_sums(
        trained=[sums_of([4, 6]), sums_of([8])], comparison=[sums_of([1, 3]), sums_of([2, 2])]
    )

    assert sums_of([4, 6]) == GroupSums(n=2, mean=5.0, squares=2.0)
    assert (answer.value, answer.standard_error) == pytest.approx((4, np.sqrt(1.5)))


def test_an_agency_without_units_of_a_kind_adds_nothing():
    some = {"trained": [sums_of([4, 6])], "comparison": [sums_of([1, 3])]}
    more = {"trained": [sums_of([4, 6]), sums_of([])], "comparison": [sums_of([1, 3])]}

    assert difference_from_sums(**some) == difference_from_sums(**more)


def test_estimates_of_agencies_are_pooled_like_studies():
    agencies = [handed("north", 1.0), handed("south", 2.0), handed("east", 4.0)]
    numbers = {"values": [1, 2, 4], "standard_errors": [0.5] * 3}

    differing, one = pooled_over_agencies(agencies), pooled_over_agencies(agencies, one_effect=True)

    assert (differing.value, differing.low) == pytest.approx(
        (pooled_effect(**numbers).value, pooled_effect(**numbers).low)
    )
    assert one.low == pytest.approx(common_effect(**numbers).low)


def test_a_unit_counted_by_two_agencies_is_found():
    north = handed("north", units=frozenset({"a", "b"}))
    south = handed("south", units=frozenset({"b", "c"}))

    assert pooled_over_agencies([north, south]) == NoAnswer(
        why=Silence.COUNTED_TWICE, needed=0, found=1
    )


def test_agencies_may_keep_their_list_of_units_to_themselves():
    agencies = [handed("north", units=frozenset()), handed("south", units=frozenset(), n=9)]

    assert pooled_over_agencies(agencies).n == 2


@pytest.mark.parametrize(
    ("south", "fault"),
    [
        ({"definition": "on-time-service/2"}, "differ in definition"),
        ({"month": date(2031, 7, 1)}, "differ in month"),
        ({"agency": "north"}, "north handed over more than one estimate"),
        ({"n": 5}, "south counts 5 units and names 2"),
        ({"standard_error": 0.0}, "standard_errors holds 0"),
    ],
)
def test_estimates_of_different_things_are_not_pooled(south, fault):
    with pytest.raises(ValueError, match=fault):
        pooled_over_agencies([handed("north"), handed(**{"agency": "south"} | south)])


def test_silence():
    assert pooled_over_agencies([]) == NoAnswer(why=Silence.TOO_FEW_STUDIES, needed=2, found=0)
    assert difference_from_sums(trained=[sums_of([1])], comparison=[]) == NoAnswer(
        why=Silence.TOO_FEW_TRAINED, needed=2, found=1
    )
    assert difference_from_sums(trained=[sums_of([1, 2])], comparison=[sums_of([1])]) == NoAnswer(
        why=Silence.TOO_FEW_COMPARISON, needed=2, found=1
    )
    alike = [sums_of([1, 1])]
    assert difference_from_sums(trained=alike, comparison=alike) == NoAnswer(why=Silence.NO_SPREAD)
    assert regression_from_sums([]) == NoAnswer(why=Silence.TOO_FEW_UNITS, needed=1, found=0)
    few = regression_sums_of(outcome=[1, 2], covariates=[[1], [3]])
    assert regression_from_sums([few]) == NoAnswer(why=Silence.TOO_FEW_UNITS, needed=3, found=2)
    same = regression_sums_of(outcome=[1, 2, 4, 3], covariates=[[1, 2], [2, 4], [3, 6], [5, 10]])
    assert regression_from_sums([same]) == NoAnswer(why=Silence.NOT_SEPARABLE)
    constant = regression_sums_of(outcome=[1, 2, 4, 3], covariates=[[1]] * 4)
    assert regression_from_sums([constant]) == NoAnswer(why=Silence.NOT_SEPARABLE)


def test_wrong_rows_are_named():
    with pytest.raises(ValueError, match="values must hold numbers"):
        sums_of(["a"])
    with pytest.raises(ValueError, match="values holds 1 values that are not finite"):
        sums_of([1, np.nan])
    with pytest.raises(ValueError, match="one row without gaps per unit"):
        regression_sums_of(outcome=[1, 2], covariates=[[1]])
    one, two = (regression_sums_of(outcome=[1, 2, 3], covariates=np.ones((3, k))) for k in (1, 2))
    with pytest.raises(ValueError, match="agencies differ in their covariates"):
        regression_from_sums([one, two])
