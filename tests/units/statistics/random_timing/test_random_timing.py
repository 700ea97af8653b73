"""The order of training was drawn by lot; the months before say how to compare most sharply."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from tests.units.statistics.offices import offices

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.random_timing import (
    RandomTimingEffect,
    random_timing_effect,
    random_timing_test,
)

seeds = st.integers(0, 10_000)
few_examples = settings(max_examples=20, deadline=None)


def estimate(outcomes, first, **more):
    answer = random_timing_effect(
        outcomes=outcomes, first_treated=first, rng=np.random.default_rng(1), **more
    )
    assert isinstance(answer, RandomTimingEffect)
    return answer


def numbers(answer):
    return answer.value, answer.low, answer.high


def the_long_way(outcomes, first):
    """Roth and Sant'Anna's plug-in estimator, effect by effect, with covariance matrices."""
    n_units, n_periods = outcomes.shape
    first = np.where(first < 0, n_periods, first)
    cohorts = np.unique(first)
    size = {g: (first == g).sum() for g in cohorts}
    after = {g: np.zeros(n_periods) for g in cohorts}
    before = {g: np.zeros(n_periods) for g in cohorts}
    pairs = [(g, t) for g in cohorts for t in range(n_periods) if g <= t < cohorts.max()]
    total = sum(size[g] for g, _ in pairs)
    for g, t in pairs:
        later = [h for h in cohorts if h > t]
        after[g][t] += size[g] / total
        before[g][g - 1] += size[g] / total
        for h in later:
            share = size[h] / sum(size[k] for k in later)
            after[h][t] -= share * size[g] / total
            before[h][g - 1] -= share * size[g] / total
    means = {g: outcomes[first == g].mean(axis=0) for g in cohorts}
    covariances = {g: np.cov(outcomes[first == g].T) / size[g] for g in cohorts}

    def variance(left, right):
        return sum(left[g] @ covariances[g] @ right[g] for g in cohorts)

    adjustment = variance(before, after) / variance(before, before)
    value = sum((after[g] - adjustment * before[g]) @ means[g] for g in cohorts)
    neyman = variance(after, after) - adjustment**2 * variance(before, before)
    slopes, spread, months = 0.0, 0.0, cohorts[0]
    for g in cohorts:
        own = np.cov(outcomes[first == g].T)
        slopes = slopes + np.linalg.solve(own[:months, :months], own[:months] @ after[g])
        spread = spread + own[:months, :months] / cohorts.size
    return value, adjustment, np.sqrt(neyman), np.sqrt(neyman - slopes @ spread @ slopes / n_units)


@few_examples
@given(seed=seeds, n_never=st.sampled_from([0, 20]))
def test_it_is_the_papers_formula_written_as_loops(seed, n_never):
    rng = np.random.default_rng(seed)
    outcomes, first = offices(rng, cohorts=((2, 14), (4, 18), (7, 16)), n_never=n_never)
    value, adjustment, neyman, refined = the_long_way(outcomes, first)

    answer = estimate(outcomes, first)

    assert answer.value == pytest.approx(value)
    assert answer.adjustment == pytest.approx(adjustment)
    assert answer.standard_error == pytest.approx(neyman)
    assert answer.refined_standard_error == pytest.approx(refined)


def test_two_groups_and_two_months_by_hand():
    # Before: trained 0 2 4 (mean 2), others 1 3 5 (mean 3); after: 5 6 10 (mean 7), 2 3 4 (mean 3).
    # Within: squares before 8 and 8; products with after 2 * 5 = 10 (-2 * -2 + 0 + 2 * 3) and 4.
    # Groups are alike in size, so the adjustment is (10 + 4) / (8 + 8) = 7/8, and the effect is
    # 4 - 7/8 * (2 - 3) = 4.875. Squares after 14 and 2: variance (16 - 14 * 7/8) / (2 * 3) = 0.625.
    outcomes = np.array([[0, 5], [2, 6], [4, 10], [1, 2], [3, 3], [5, 4]], float)

    copied = estimate(np.repeat(outcomes, 4, axis=0), np.repeat([1, -1], 12))

    assert copied.value == pytest.approx(4.875)
    assert copied.adjustment == pytest.approx(7 / 8)
    # Four copies: sums of squares times 4, over 12 * 11 in place of 3 * 2.
    assert copied.standard_error**2 == pytest.approx(0.625 * 6 * 4 / (12 * 11))
    assert (copied.n_trained, copied.n_comparison) == (12, 12)


def test_it_is_sharper_than_differences_and_than_no_adjustment():
    values, differences, plain = [], [], []
    for seed in range(150):
        rng = np.random.default_rng(seed)
        outcomes, first = offices(rng, cohorts=((3, 20),), n_never=20, n_periods=4, persistence=0.6)
        trained, others = outcomes[:20].mean(axis=0), outcomes[20:].mean(axis=0)
        values.append(estimate(outcomes, first).value)
        plain.append((trained - others)[3])
        differences.append((trained - others)[3] - (trained - others)[2])

    # Level and memory: correlation of neighbouring months (1 + 0.6) / 2 = 0.8. Variance after the
    # best adjustment 1 - 0.64 = 0.36 of the plain one, of the difference 2 - 1.6 = 0.4.
    assert np.var(values) / np.var(plain) == pytest.approx(0.36, abs=0.12)
    assert np.var(values) < np.var(differences)


@few_examples
@given(seed=seeds, n_trained=st.sampled_from([3, 8]))
def test_a_shock_to_every_office_changes_nothing(seed, n_trained):
    rng = np.random.default_rng(seed)
    outcomes, first = offices(rng, cohorts=((3, n_trained), (6, n_trained)), n_periods=8)
    shocked = outcomes + rng.normal(size=8) * 5

    assert numbers(estimate(shocked, first, draws=199)) == pytest.approx(
        numbers(estimate(outcomes, first, draws=199))
    )


@few_examples
@given(seed=seeds, scale=st.sampled_from([1e-9, -3.0, 1e9]))
def test_another_unit_of_measurement_scales_the_answer(seed, scale):
    outcomes, first = offices(np.random.default_rng(seed))
    plain, scaled = estimate(outcomes, first), estimate(outcomes * scale, first)

    assert scaled.value == pytest.approx(plain.value * scale)
    assert scaled.standard_error == pytest.approx(plain.standard_error * abs(scale))
    assert scaled.low < scaled.value < scaled.high


@few_examples
@given(seed=seeds)
def test_the_order_of_the_offices_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    outcomes, first = offices(rng)
    order = rng.permutation(first.size)

    shuffled = estimate(outcomes[order], first[order])

    assert numbers(shuffled) == pytest.approx(numbers(estimate(outcomes, first)))


def test_the_interval_by_permutation_is_what_the_test_does_not_reject():
    outcomes, first = offices(
        np.random.default_rng(2), cohorts=((3, 3), (5, 3)), n_never=5, n_periods=7, effect=1.0
    )
    answer = estimate(outcomes, first, draws=499)

    def p_value(null):
        return random_timing_test(
            outcomes=outcomes,
            first_treated=first,
            rng=np.random.default_rng(1),
            null=null,
            draws=499,
        )

    width = answer.high - answer.low
    assert answer.method == "random_timing_by_permutation/1"
    assert answer.standard_error is None
    assert p_value(answer.high + 0.001 * width) <= 0.05 < p_value(answer.high - 0.001 * width)
    assert p_value(answer.low - 0.001 * width) <= 0.05 < p_value(answer.low + 0.001 * width)


def test_the_test_finds_an_effect_and_not_its_absence():
    outcomes, first = offices(np.random.default_rng(2), effect=1.5)
    arguments = {"outcomes": outcomes, "first_treated": first, "draws": 499}

    assert random_timing_test(rng=np.random.default_rng(1), **arguments) == 1 / 500
    assert random_timing_test(rng=np.random.default_rng(1), null=1.5, **arguments) > 0.05


def test_no_refinement_where_the_cohorts_are_small():
    outcomes, first = offices(np.random.default_rng(2), cohorts=((6, 12),), n_never=12)

    assert estimate(outcomes, first).refined_standard_error is None


def noise(n):
    return np.random.default_rng(1).normal(size=(n, 6))


@pytest.mark.parametrize("method", [random_timing_effect, random_timing_test])
@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ([-1] * 9, NoAnswer(why=Silence.NOBODY_TRAINED, needed=1, found=0)),
        ([0] * 4 + [-1] * 4, NoAnswer(why=Silence.NO_MONTHS_BEFORE, needed=1, found=0)),
        ([3] * 9, NoAnswer(why=Silence.EVERYBODY_AT_ONCE, needed=1, found=0)),
        ([3] + [-1] * 9, NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=2, found=1)),
        ([3] * 9 + [-1], NoAnswer(why=Silence.TOO_FEW_COMPARISON, needed=2, found=1)),
    ],
)
def test_says_what_is_missing(method, first, expected):
    rng = np.random.default_rng(1)

    assert method(outcomes=noise(len(first)), first_treated=first, rng=rng) == expected


@pytest.mark.parametrize("method", [random_timing_effect, random_timing_test])
def test_gaps_nothing_counted_and_no_movement(method):
    rng, first = np.random.default_rng(1), [3] * 12 + [-1] * 12
    gap = noise(24)
    gap[0, 0] = np.nan

    assert method(outcomes=gap, first_treated=first, rng=rng) == NoAnswer(
        why=Silence.TOO_MANY_MISSING, needed=144, found=143
    )
    assert method(outcomes=gap * np.nan, first_treated=first, rng=rng) == NoAnswer(
        why=Silence.NOTHING_COUNTED, needed=1, found=0
    )
    assert method(outcomes=np.ones((24, 6)), first_treated=first, rng=rng) == NoAnswer(
        why=Silence.NO_SPREAD
    )


def test_so_few_units_that_no_lot_can_be_surprising():
    answer = random_timing_effect(
        outcomes=noise(4), first_treated=[3, 3, -1, -1], rng=np.random.default_rng(1)
    )

    # Two of four can be drawn in six ways; two-sided, one in twenty needs 40: 8 of 10 give 45.
    assert answer == NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=8, found=2)


@pytest.mark.parametrize("method", [random_timing_effect, random_timing_test])
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"outcomes": [[1, np.inf], [1, 2]]}, "outcomes holds infinite values"),
        ({"outcomes": [["1", "2"], ["3", "4"]]}, "outcomes must hold numbers"),
        ({"first_treated": [1]}, "first_treated must have one position per unit"),
    ],
)
def test_bad_arguments_are_refused_by_name(method, change, says):
    arguments = {"outcomes": [[1, 2], [1, 2]], "first_treated": [1, -1]} | change

    with pytest.raises(ValueError, match=says):
        method(rng=np.random.default_rng(1), **arguments)


def test_confidence_is_a_share():
    with pytest.raises(ValueError, match="confidence must lie between 0 and 1"):
        estimate(noise(24), [3] * 12 + [-1] * 12, confidence=95)


def test_an_adjustment_can_be_fixed_but_must_be_a_number():
    outcomes, first = offices(np.random.default_rng(2), cohorts=((6, 12),), n_never=12)
    trained, others = outcomes[:12].mean(axis=0), outcomes[12:].mean(axis=0)

    plain = estimate(outcomes, first, adjustment=0.0)
    difference = estimate(outcomes, first, adjustment=1.0)

    assert plain.value == pytest.approx((trained - others)[6:].mean())
    assert difference.value == pytest.approx(plain.value - (trained - others)[5])
    changes = outcomes[:, 6:].mean(axis=1) - outcomes[:, 5]
    welch = stats.ttest_ind(changes[:12], changes[12:], equal_var=False).confidence_interval()
    assert (difference.low, difference.high) == pytest.approx((welch.low, welch.high))
    with pytest.raises(ValueError, match="adjustment must be a finite number"):
        estimate(outcomes, first, adjustment=np.nan)
