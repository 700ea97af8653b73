"""Units compared with what anybody would have reached with their cases."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.ranking import (
    Standardised,
    adjusted_shares,
    observed_over_expected,
    shrunken_rates,
)


def ratios(cases, exposure, **more):
    answer = observed_over_expected(cases=cases, exposure=exposure, **more)
    assert isinstance(answer, Standardised)
    return answer


def shares(of_which, among, **more):
    answer = adjusted_shares(of_which=of_which, among=among, **more)
    assert isinstance(answer, Standardised)
    return answer


def test_expected_cases_by_hand():
    # Rates of the two kinds: (4 + 2) / (100 + 100) = .03 and (10 + 20) / (100 + 200) = .1.
    # Unit 0 expects 100 * .03 + 100 * .1 = 13, has 14; unit 1 expects 3 + 20 = 23, has 22.
    answer = ratios([[4, 10], [2, 20]], [[100, 100], [100, 200]])

    assert answer.expected == pytest.approx([13, 23])
    assert answer.values == pytest.approx([14 / 13, 22 / 23])


def test_the_interval_leaves_half_of_the_count_itself_on_either_side():
    answer = ratios([[14], [22]], [[13], [23]])
    low, high = answer.low * answer.expected, answer.high * answer.expected

    def above(count, mean):
        return stats.poisson.sf(count, mean) + stats.poisson.pmf(count, mean) / 2

    assert above(answer.observed, low) == pytest.approx([0.025, 0.025], abs=1e-9)
    assert above(answer.observed, high) == pytest.approx([0.975, 0.975], abs=1e-9)


def test_a_unit_without_cases_has_an_upper_end_only():
    # mid-P of no case: exp(-m) / 2 = .025, so m = log 20 = 2.996
    answer = ratios([[0], [10]], [[50], [50]])

    assert (answer.values[0], answer.low[0]) == (0, 0)
    assert answer.high[0] * 5 == pytest.approx(np.log(20))


def test_expected_cases_add_up_to_the_observed():
    answer = ratios([[4, 10], [2, 20], [7, 1]], [[100, 100], [100, 200], [30, 50]])

    assert answer.expected.sum() == pytest.approx(answer.observed.sum())


def test_an_office_with_hard_cases_is_not_blamed_for_them():
    # Both offices keep 90 of 100 easy promises and 50 of 100 hard ones in proportion.
    answer = shares([[90, 10], [9, 100]], [[100, 20], [10, 200]])

    assert answer.observed / np.array([120, 210]) == pytest.approx([0.833, 0.519], abs=5e-4)
    assert answer.values == pytest.approx([0.633, 0.633], abs=5e-4)  # (110 * .9 + 220 * .5) / 330
    assert answer.expected == pytest.approx([100, 109])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 40), st.integers(1, 39))
def test_with_one_kind_of_work_the_interval_is_wilsons(first, second):
    answer = shares([[first], [second]], [[40], [40]])

    z, n, p = stats.norm.ppf(0.975), 40, first / 40
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    assert answer.values[0] == pytest.approx(p, abs=1e-9)
    assert (answer.low[0], answer.high[0]) == pytest.approx(
        (centre - half, centre + half), abs=1e-9
    )


def test_doubling_everything_narrows_and_moves_nothing():
    once = shares([[8, 3], [5, 9]], [[10, 9], [12, 10]])
    twice = shares([[16, 6], [10, 18]], [[20, 18], [24, 20]])

    assert twice.values == pytest.approx(once.values, abs=1e-9)
    assert ((twice.high - twice.low) < (once.high - once.low)).all()


def test_kinds_of_work_that_always_succeed_say_nothing_and_break_nothing():
    answer = shares([[8, 10], [5, 20]], [[10, 10], [12, 20]])

    assert answer.values == pytest.approx([(22 * 0.8 + 30) / 52, (22 * 5 / 12 + 30) / 52])


def test_silence():
    assert observed_over_expected(cases=[[3]], exposure=[[9]]) == NoAnswer(
        why=Silence.TOO_FEW_UNITS, needed=2, found=1
    )
    assert observed_over_expected(cases=[[0], [0]], exposure=[[9], [9]]) == NoAnswer(
        why=Silence.NOTHING_COUNTED
    )
    assert adjusted_shares(of_which=[[9], [9]], among=[[9], [9]]) == NoAnswer(why=Silence.NO_SPREAD)


@pytest.mark.parametrize(
    ("cases", "exposure", "fault"),
    [
        ([[1], [2]], [[1]], "must have one shape"),
        ([[1], [-2]], [[1], [1]], "cases must hold no negative number and no gap"),
        ([[1], [np.nan]], [[1], [1]], "no gap; write 0"),
        ([[1, 0], [2, 1]], [[1, 1], [1, 0]], "cases without exposure"),
        ([[1], [0]], [[1], [0]], "exposure is 0 for unit 1"),
        ([["a"], ["b"]], [[1], [1]], "cases must hold numbers"),
        ([1, 2], [1, 2], "cases must have one row per unit"),
    ],
)
def test_wrong_tables_are_named(cases, exposure, fault):
    with pytest.raises(ValueError, match=fault):
        observed_over_expected(cases=cases, exposure=exposure)


def test_no_more_can_count_than_there_are():
    with pytest.raises(ValueError, match="of_which exceeds among"):
        adjusted_shares(of_which=[[3], [2]], among=[[2], [2]])


@pytest.mark.parametrize("count", [0.5, 1e-80, 1e40])
@pytest.mark.parametrize(
    ("method", "names"),
    [(observed_over_expected, ("cases", "exposure")), (adjusted_shares, ("of_which", "among"))],
)
def test_parts_of_a_case_are_refused(method, names, count):
    tables = [[count, 2], [3, 4]], [[1e45, 5], [6, 7]]

    with pytest.raises(ValueError, match=f"{names[0]} must hold counts"):
        method(**dict(zip(names, tables, strict=True)))


def test_an_exposure_of_next_to_nothing_is_refused():
    with pytest.raises(ValueError, match="exposure holds 1e-300"):
        shrunken_rates(cases=[1, 2, 3, 4], exposure=[1, 1e-300, 1, 1])
