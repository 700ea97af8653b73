"""The doubt about means over units of unequal size: Student's and Welch's where units are equal."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from dampak.statistics.outcomes.unit_doubt import welch_reach

few_examples = settings(max_examples=30, deadline=None)
seeds = st.integers(0, 10_000)


def parts_in_mean(values, sizes):
    share = sizes / sizes.sum()
    return share * (values - share @ values)


def drawn(seed, *, n=7):
    rng = np.random.default_rng(seed)
    sizes = rng.lognormal(3, 0.6, n)
    return rng.normal(size=n) + rng.normal(size=n) / np.sqrt(sizes), sizes


def everybody(n):
    return (np.ones(n, dtype=bool),)


def test_units_of_one_size_get_students_interval():
    values, sizes = np.array([4.0, 6, 8, 12]), np.full(4, 3.0)

    found = welch_reach(parts_in_mean(values, sizes), sizes, everybody(4), confidence=0.95)

    assert found == pytest.approx(stats.t.ppf(0.975, 3) * values.std(ddof=1) / 2)


def test_two_groups_of_units_of_one_size_get_welchs_interval():
    first, second = np.array([4.0, 6, 8, 12]), np.array([1.0, 2, 9])
    sizes, is_first = np.ones(7), np.arange(7) < 4
    parts = np.concatenate([parts_in_mean(first, sizes[:4]), parts_in_mean(second, sizes[4:])])

    found = welch_reach(parts, sizes, (is_first, ~is_first), confidence=0.9)

    welch = stats.ttest_ind(first, second, equal_var=False).confidence_interval(0.9)
    assert found == pytest.approx((welch.high - welch.low) / 2)


@few_examples
@given(seed=seeds)
def test_the_freedom_is_that_of_the_whole_matrix_of_covariances(seed):
    values, sizes = drawn(seed)
    n, share = values.size, sizes / sizes.sum()
    remainder = np.eye(n) - share  # values less their mean by size
    kinds = [np.diag(np.ones(n)), np.diag(1 / (n * share))]
    weights = np.array([share, share**2])
    expected = [[w @ np.diag(remainder @ kind @ remainder.T) for kind in kinds] for w in weights]
    own, chance = np.linalg.solve(expected, weights @ (remainder @ values) ** 2)
    if min(own, chance) <= 0:
        return
    spread = own * kinds[0] + chance * kinds[1]
    around = remainder @ spread @ remainder.T
    squares = np.diag(share**2 * np.diag(spread) / np.diag(around))  # unbiased for the mean's
    mixed = squares @ around
    freedom = np.trace(mixed) ** 2 / np.trace(mixed @ mixed)
    variance = (remainder @ values) @ squares @ (remainder @ values)

    found = welch_reach(parts_in_mean(values, sizes), sizes, everybody(n), confidence=0.95)

    assert np.trace(mixed) == pytest.approx(share @ spread @ share)
    assert found == pytest.approx(stats.t.ppf(0.975, freedom) * np.sqrt(variance))


@few_examples
@given(seed=seeds, scale=st.floats(0.01, 100), size=st.floats(0.01, 100))
def test_units_of_measurement_and_of_size_are_only_names(seed, scale, size):
    values, sizes = drawn(seed)
    parts = parts_in_mean(values, sizes)

    plain = welch_reach(parts, sizes, everybody(7), confidence=0.95)

    assert welch_reach(scale * parts, size * sizes, everybody(7), confidence=0.95) == pytest.approx(
        scale * plain
    )


def test_a_giant_that_differs_makes_the_doubt_larger_than_its_worth_in_units_says():
    values, sizes = np.array([1.0, -1, 1, -1, 1, 3]), np.array([1.0, 1, 1, 1, 1, 4])
    worth = sizes.sum() ** 2 / (sizes**2).sum()
    parts = parts_in_mean(values, sizes)
    by_worth = stats.t.ppf(0.975, worth - 1) * np.sqrt((parts**2).sum() * worth / (worth - 1))

    assert welch_reach(parts, sizes, everybody(6), confidence=0.95) > by_worth


def test_units_that_do_not_differ_leave_no_doubt():
    assert welch_reach(np.zeros(3), np.array([1.0, 2, 3]), everybody(3), confidence=0.95) == 0
