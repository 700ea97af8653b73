"""One change per unit and the classical t."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from dampak.foundation.answers import Estimate, NoAnswer, Silence
from dampak.statistics.few_units import exact_difference

seeds = st.integers(0, 10_000)
some_examples = settings(max_examples=30, deadline=None)


def units(seed=0, *, cohorts=((4, 2), (6, 1)), n_never=6, n_periods=10):
    rng = np.random.default_rng(seed)
    first = np.repeat([c for c, _ in cohorts] + [-1], [n for _, n in cohorts] + [n_never])
    return rng.normal(size=(first.size, n_periods)).cumsum(axis=1), first


def answered(outcomes, first, **options):
    answer = exact_difference(outcomes=outcomes, first_treated=first, **options)
    assert isinstance(answer, Estimate), answer
    return answer


def numbers(answer):
    return answer.value, answer.low, answer.high, answer.standard_error


def test_a_case_worked_by_hand():
    # Changes: trained 8 - 1 = 7; never 1, 2, 3. Apart: 7 - 2 = 5.
    # Squares within: 1 + 0 + 1 = 2 on 4 - 2 = 2 degrees: variance 1; error sqrt(1 + 1/3).
    outcomes = [[0, 2, 8, 8], [1, 1, 2, 2], [5, 5, 7, 7], [0, 0, 2, 4]]

    answer = answered(outcomes, [2, -1, -1, -1])

    assert (answer.value, answer.standard_error) == pytest.approx((5, np.sqrt(4 / 3)))
    assert answer.high - answer.value == pytest.approx(stats.t(2).ppf(0.975) * np.sqrt(4 / 3))
    assert (answer.n_trained, answer.n_comparison) == (1, 3)
    assert answer.method == "exact_difference/1"


def test_detrending_by_hand():
    # The trained climbs 1 a month, to 3 before; carried on it would be at 4 and 5, and is at 9, 10:
    # 5 more. The others: 0 (on their line), and 0, 0, 0 -> 1, 1 less 0: 1; 2 likewise. Mean 1.
    outcomes = [[1, 2, 3, 9, 10], [4, 6, 8, 10, 12], [0, 0, 0, 1, 1], [7, 7, 7, 9, 9]]

    answer = answered(outcomes, [3, -1, -1, -1], detrended=True)

    assert (answer.value, answer.standard_error) == pytest.approx((4, np.sqrt(4 / 3)))
    assert answer.method == "exact_difference_detrended/1"


def test_cohorts_are_compared_over_their_own_months_and_weighed_by_size():
    outcomes, first = units()

    def change(row, start):
        return outcomes[row, start:].mean() - outcomes[row, :start].mean()

    never = range(3, 9)
    own = [change(0, 4), change(1, 4), change(2, 6)]
    others = [2 / 3 * change(row, 4) + 1 / 3 * change(row, 6) for row in never]
    classical = stats.ttest_ind(own, others)

    answer = answered(outcomes, first)

    assert answer.value == pytest.approx(np.mean(own) - np.mean(others))
    assert answer.value / answer.standard_error == pytest.approx(classical.statistic)
    assert answer.method == "exact_difference_by_cohort/1"


def test_with_several_cohorts_the_interval_judges_each_by_its_own_months():
    outcomes, first = units(cohorts=((4, 1), (6, 1)), n_never=3)
    early = outcomes[:, 4:].mean(axis=1) - outcomes[:, :4].mean(axis=1)
    late = outcomes[:, 6:].mean(axis=1) - outcomes[:, :6].mean(axis=1)
    never = [each[2:] for each in (early, late)]

    answer = answered(outcomes, first)

    # One trained unit each: the variance is that of the three others, on 3 - 1 = 2 degrees; the
    # average of two units carries a quarter of each. The others enter with their mean of both.
    variance = sum(each.var(ddof=1) for each in never) / 4 + np.var(sum(never) / 2, ddof=1) / 3
    reach = stats.t(2).ppf(0.975) * np.sqrt(variance)
    assert (answer.low, answer.high) == pytest.approx((answer.value - reach, answer.value + reach))


def test_few_of_several_cohorts_are_covered_19_times_out_of_20():
    inside = 0
    for seed in range(300):
        outcomes, first = units(seed, cohorts=((4, 1), (12, 1)), n_never=20, n_periods=16)
        answer = answered(outcomes, first)
        inside += answer.low <= 0 <= answer.high

    assert 0.91 <= inside / 300 <= 0.99  # with the published error 0.88


@some_examples
@given(seed=seeds, detrended=st.booleans())
def test_shocks_to_all_and_levels_change_nothing_nor_do_trends_once_taken_off(seed, detrended):
    outcomes, first = units(seed)
    rng = np.random.default_rng(seed)
    moved = outcomes + 9 * rng.normal(size=10) + 9 * rng.normal(size=(9, 1))
    if detrended:
        moved += rng.normal(size=(9, 1)) * np.arange(10)

    found = answered(moved, first, detrended=detrended)

    plain = answered(outcomes, first, detrended=detrended)
    assert numbers(found)[:3] == pytest.approx(numbers(plain)[:3], abs=1e-9)


@some_examples
@given(seed=seeds, scale=st.sampled_from([1e-9, -3.0, 1e9]))
def test_another_unit_of_measurement_scales_the_answer(seed, scale):
    outcomes, first = units(seed)
    plain, scaled = answered(outcomes, first), answered(outcomes * scale, first)

    assert scaled.value == pytest.approx(scale * plain.value)
    assert scaled.standard_error == pytest.approx(abs(scale) * plain.standard_error)


@some_examples
@given(seed=seeds)
def test_the_order_of_the_units_does_not_matter_and_the_interval_holds_the_estimate(seed):
    outcomes, first = units(seed)
    order = np.random.default_rng(seed).permutation(9)
    answer = answered(outcomes, first)

    assert numbers(answered(outcomes[order], first[order])) == pytest.approx(numbers(answer))
    assert answer.low < answer.value < answer.high


def test_copies_of_every_unit_keep_the_effect():
    outcomes, first = units()

    twice = answered(np.tile(outcomes, (2, 1)), np.tile(first, 2))

    once = answered(outcomes, first)
    assert twice.value == pytest.approx(once.value)
    # the same squares twice, over 16 instead of 7 degrees, for twice as many units
    assert twice.standard_error**2 == pytest.approx(once.standard_error**2 * 7 / 16)


def refusals():
    outcomes, first = units()
    gap = outcomes.copy()
    gap[4, 2] = np.nan
    alone = outcomes[:4]
    return {
        "one unit": (outcomes[:1], first[:1], Silence.EVERYBODY_AT_ONCE, None),
        "no unit": (np.empty((0, 4)), np.empty(0, dtype=int), Silence.NOTHING_COUNTED, 0),
        "no comparison": (outcomes[:3], first[:3], Silence.TOO_FEW_COMPARISON, 0),
        "one comparison unit": (alone, first[:4], Silence.TOO_FEW_COMPARISON, 1),
        "nobody trained": (outcomes, first * 0 - 1, Silence.NOBODY_TRAINED, 0),
        "one month before": (outcomes, np.where(first >= 0, 1, -1), Silence.TOO_FEW_MONTHS, 1),
        "a gap": (gap, first, Silence.FEW_UNITS_WITH_GAPS, 89),
        "constant": (outcomes * 0 + 5, first, Silence.NO_SPREAD, None),
    }


@pytest.mark.parametrize("case", refusals())
def test_silence_says_why(case):
    outcomes, first, why, found = refusals()[case]

    answer = exact_difference(outcomes=outcomes, first_treated=first)

    assert isinstance(answer, NoAnswer)
    assert answer.why is why
    assert found is None or answer.found == found


def test_two_clusters_are_too_few():
    outcomes, first = units(cohorts=((4, 1),), n_never=1)

    assert exact_difference(outcomes=outcomes, first_treated=first) == NoAnswer(
        why=Silence.TOO_FEW_COMPARISON, needed=2, found=1
    )


def test_a_line_needs_three_months_before():
    outcomes, first = units(cohorts=((2, 1),))

    assert exact_difference(outcomes=outcomes, first_treated=first, detrended=True) == NoAnswer(
        why=Silence.TOO_FEW_MONTHS, needed=3, found=2
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"outcomes": np.full((9, 10), np.inf)}, "infinite"),
        ({"outcomes": [["a"] * 10] * 9}, "must hold numbers"),
        ({"first_treated": [4]}, "one position per unit"),
        ({"confidence": 0}, "confidence must lie between 0 and 1"),
    ],
)
def test_a_bad_argument_is_named(change, message):
    outcomes, first = units()

    with pytest.raises(ValueError, match=message):
        exact_difference(**{"outcomes": outcomes, "first_treated": first, **change})
