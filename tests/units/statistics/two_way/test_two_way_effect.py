"""The regression everybody knows, and what it averages."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from tests.units.statistics.offices import offices

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.two_way import Kind, TwoWayEffect, goodman_bacon, two_way_effect

seeds = st.integers(0, 10_000)
few_examples = settings(max_examples=25, deadline=None)


def estimate(outcomes, first, **more):
    answer = two_way_effect(outcomes=outcomes, first_treated=first, **more)
    assert isinstance(answer, TwoWayEffect)
    return answer


def numbers(answer):
    return answer.value, answer.low, answer.high, answer.standard_error


def test_with_two_months_it_is_the_difference_in_mean_change():
    # Changes: trained 3, 5 and 4 (mean 4); others 1, 0 and 2 (mean 1). Effect 4 - 1 = 3.
    # Training left over after office and month: a quarter each, so the effect's parts are
    # (change - mean) / 3: squares (1 + 1 + 0 + 0 + 1 + 1) / 9 = 4/9, and the published factor is
    # 6/5 * 11/(12 - 3) for six offices, twelve cells, the effect and two months.
    changes = np.array([3.0, 5.0, 4.0, 1.0, 0.0, 2.0])
    outcomes = np.stack([np.arange(6.0), np.arange(6.0) + changes], axis=1)

    answer = estimate(outcomes, [1, 1, 1, -1, -1, -1])

    assert answer.value == pytest.approx(3)
    assert answer.standard_error == pytest.approx(np.sqrt(4 / 9 * 6 / 5 * 11 / 9))
    # CR2 on two equal groups is Student's t: spread squared 4/9 * 3/2, 4 degrees of freedom.
    half = 2.7764451 * np.sqrt(4 / 9 * 3 / 2)
    assert (answer.low, answer.high) == pytest.approx((3 - half, 3 + half))
    assert answer.degrees_of_freedom == pytest.approx(4)


def test_three_cohorts_taken_apart_by_hand():
    # Four months; A trained from 1, B from 3, C never; one office each (copies change nothing).
    # Weights: n n' x months after x months before. A with C: 3 x 1, B with C: 1 x 3; A with B
    # before month 3: 2 x 1; B with A from month 1 on: 1 x 2. Sum 10.
    a, b, c = [0.0, 2.0, 4.0, 6.0], [1.0, 1.0, 2.0, 6.0], [0.0, 1.0, 1.0, 2.0]

    found = goodman_bacon(outcomes=[a, b, c], first_treated=[1, 3, -1])

    # A - C: 0 | 1 3 4, so 8/3. B - C: 1 0 1 | 4, so 4 - 2/3 = 10/3.
    # A - B to month 2: -1 | 1 2, so 2.5. B - A from month 1: -1 -2 | 0, so 1.5.
    assert {(e.kind, e.trained_from): (e.value, e.weight) for e in found.comparisons} == {
        (Kind.WITH_NEVER_TRAINED, 1): pytest.approx((8 / 3, 0.3)),
        (Kind.WITH_NEVER_TRAINED, 3): pytest.approx((10 / 3, 0.3)),
        (Kind.WITH_NOT_YET_TRAINED, 1): pytest.approx((2.5, 0.2)),
        (Kind.WITH_ALREADY_TRAINED, 3): pytest.approx((1.5, 0.2)),
    }
    assert found.value == pytest.approx(0.3 * 8 / 3 + 0.3 * 10 / 3 + 0.2 * 2.5 + 0.2 * 1.5)
    assert found.share_of(Kind.WITH_NEVER_TRAINED) == pytest.approx(0.6)
    assert found.value_of(Kind.WITH_NEVER_TRAINED) == pytest.approx(3)
    assert found.value_of(Kind.WITH_ALWAYS_TRAINED) is None


@few_examples
@given(seed=seeds, gaps=st.sampled_from([0.0, 0.2]), n_always=st.sampled_from([0, 3]))
def test_the_comparisons_add_up_to_the_effect_also_with_gaps(seed, gaps, n_always):
    rng = np.random.default_rng(seed)
    outcomes, first = offices(rng, cohorts=((3, 3), (5, 8), (8, 4)), n_never=5)
    first[first.size - n_always :] = 0
    outcomes[rng.random(outcomes.shape) < gaps] = np.nan

    answer = estimate(outcomes, first)
    parts = goodman_bacon(outcomes=outcomes, first_treated=first)

    assert parts == answer.decomposition
    assert parts.value == pytest.approx(answer.value)
    assert sum(parts.share_of(kind) for kind in Kind) == pytest.approx(1)
    assert (parts.share_of(Kind.WITH_ALWAYS_TRAINED) > 0) == (n_always > 0)


@few_examples
@given(seed=seeds, gaps=st.sampled_from([0.0, 0.2]))
def test_it_is_what_least_squares_with_a_dummy_for_everything_says(seed, gaps):
    rng = np.random.default_rng(seed)
    outcomes, first = offices(rng, cohorts=((3, 3), (5, 4)), n_never=4, n_periods=8)
    outcomes[rng.random(outcomes.shape) < gaps] = np.nan
    unit, month = np.nonzero(np.isfinite(outcomes))
    trained = (first[unit] >= 0) & (month >= first[unit])
    design = np.hstack([trained[:, None], np.eye(first.size)[unit], np.eye(8)[month]])

    fitted = np.linalg.lstsq(design.astype(float), outcomes[unit, month], rcond=None)[0]

    assert estimate(outcomes, first).value == pytest.approx(fitted[0])


def test_the_interval_is_cr2_with_satterthwaites_freedom_computed_the_long_way():
    outcomes, first = offices(np.random.default_rng(3), cohorts=((3, 2), (5, 3)), n_never=3)
    n, months = outcomes.shape
    unit, month = np.repeat(np.arange(n), months), np.tile(np.arange(months), n)
    trained = ((first[unit] >= 0) & (month >= first[unit])).astype(float)
    # Office effects are nested in the offices, so they are taken out first, as is usual.
    within = np.eye(n * months) - np.kron(np.eye(n), np.full((months, months), 1 / months))
    x = within @ np.column_stack([trained, np.eye(months)[month][:, 1:]])
    inverse = np.linalg.inv(x.T @ x)
    hat = x @ inverse @ x.T
    left = (np.eye(n * months) - hat) @ within @ outcomes.ravel()
    variance, vectors = 0.0, []
    for u in range(n):
        rows = unit == u
        values, basis = np.linalg.eigh((np.eye(n * months) - hat)[np.ix_(rows, rows)])
        adjust = (basis / np.sqrt(values)) @ basis.T
        weights = adjust @ x[rows] @ inverse[:, 0]
        variance += (weights @ left[rows]) ** 2
        vectors.append(weights @ (np.eye(n * months) - hat)[rows])
    inner = np.array(vectors) @ np.array(vectors).T
    freedom = np.trace(inner) ** 2 / (inner**2).sum()

    answer = estimate(outcomes, first, confidence=0.5)

    assert answer.degrees_of_freedom == pytest.approx(freedom)

    half = stats.t(freedom).ppf(0.75) * np.sqrt(variance)
    assert answer.high - answer.value == pytest.approx(half)


@few_examples
@given(seed=seeds, scale=st.sampled_from([1e-9, -3.0, 1e9]))
def test_shocks_levels_and_units_of_measurement(seed, scale):
    rng = np.random.default_rng(seed)
    outcomes, first = offices(rng)
    other = scale * (outcomes + rng.normal(size=12) * 5 + rng.normal(size=(first.size, 1)) * 5)
    plain, changed = estimate(outcomes, first), estimate(other, first)

    assert changed.value == pytest.approx(plain.value * scale)
    assert changed.standard_error == pytest.approx(plain.standard_error * abs(scale))
    assert changed.low < changed.value < changed.high


@few_examples
@given(seed=seeds, gaps=st.sampled_from([0.0, 0.1]))
def test_the_order_of_the_offices_does_not_matter(seed, gaps):
    rng = np.random.default_rng(seed)
    outcomes, first = offices(rng)
    outcomes[rng.random(outcomes.shape) < gaps] = np.nan
    order = rng.permutation(first.size)

    shuffled = estimate(outcomes[order], first[order])

    assert numbers(shuffled) == pytest.approx(numbers(estimate(outcomes, first)))


def test_a_growing_effect_is_misread_and_the_decomposition_shows_where():
    # Everybody is trained; the effect is 1, 2, 3, ... months after. The regression takes the
    # growth of those already trained off the later ones' effect.
    first = np.repeat([2, 6], 10)
    growing = np.maximum(np.arange(12) - first[:, None] + 1, 0).astype(float)
    outcomes = growing + np.random.default_rng(1).normal(size=(20, 12)) * 0.01

    answer = estimate(outcomes, first)

    assert growing[growing > 0].mean() > 4
    assert answer.high < 1
    assert answer.decomposition.value_of(Kind.WITH_ALREADY_TRAINED) < 0
    assert answer.decomposition.share_of(Kind.WITH_ALREADY_TRAINED) > 0.4


def noise(n):
    return np.random.default_rng(1).normal(size=(n, 6))


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ([-1] * 9, NoAnswer(why=Silence.NOBODY_TRAINED, needed=1, found=0)),
        ([9] * 4 + [-1] * 4, NoAnswer(why=Silence.NOBODY_TRAINED, needed=1, found=0)),
        ([0] * 4 + [-1] * 4, NoAnswer(why=Silence.NO_MONTHS_BEFORE, needed=1, found=0)),
        ([3] * 9, NoAnswer(why=Silence.EVERYBODY_AT_ONCE, needed=1, found=0)),
        ([3] + [-1] * 9, NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=2, found=1)),
        ([3] * 9 + [-1], NoAnswer(why=Silence.TOO_FEW_COMPARISON, needed=2, found=1)),
    ],
)
def test_says_what_is_missing(first, expected):
    assert two_way_effect(outcomes=noise(len(first)), first_treated=first) == expected


def test_nothing_counted_one_month_or_no_movement():
    first = [3] * 5 + [-1] * 5
    nothing, one = np.full((10, 6), np.nan), np.full((10, 6), np.nan)
    one[:, 2] = 1.0
    level = np.arange(10)[:, None] * np.ones(6)

    assert two_way_effect(outcomes=np.empty((0, 6)), first_treated=[]) == NoAnswer(
        why=Silence.NOTHING_COUNTED, needed=1, found=0
    )
    assert two_way_effect(outcomes=nothing, first_treated=first).why is Silence.NOTHING_COUNTED
    assert two_way_effect(outcomes=one, first_treated=first) == NoAnswer(
        why=Silence.TOO_FEW_MONTHS, needed=2, found=1
    )
    assert two_way_effect(outcomes=noise(10)[:, :1], first_treated=[0] * 10) == NoAnswer(
        why=Silence.TOO_FEW_MONTHS, needed=2, found=1
    )
    assert two_way_effect(outcomes=level, first_treated=first).why is Silence.NO_SPREAD


def test_training_that_only_ever_changes_where_nothing_is_counted_before():
    outcomes = noise(10)
    outcomes[:5, :3] = np.nan
    expected = NoAnswer(why=Silence.NOT_SEPARABLE)

    first = [3] * 5 + [-1] * 5
    assert two_way_effect(outcomes=outcomes, first_treated=first) == expected
    assert goodman_bacon(outcomes=outcomes, first_treated=first) == expected


@pytest.mark.parametrize("method", [two_way_effect, goodman_bacon])
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"outcomes": [[1, np.inf], [1, 2]]}, "outcomes holds infinite values"),
        ({"outcomes": [["1", "2"], ["3", "4"]]}, "outcomes must hold numbers"),
        ({"outcomes": [1, 2]}, "outcomes must have one row per unit"),
        ({"first_treated": [1]}, "first_treated must have one position per unit"),
        ({"first_treated": [1.0, np.nan]}, "first_treated must hold whole numbers"),
    ],
)
def test_bad_arguments_are_refused_by_name(method, change, says):
    with pytest.raises(ValueError, match=says):
        method(**({"outcomes": [[1, 2], [1, 2]], "first_treated": [1, -1]} | change))


def test_confidence_is_a_share():
    with pytest.raises(ValueError, match="confidence must lie between 0 and 1"):
        two_way_effect(outcomes=noise(4), first_treated=[1, 1, -1, -1], confidence=95)


@pytest.mark.parametrize(
    ("first", "why"),
    [([6] + [-1] * 29, Silence.TOO_FEW_TRAINED), ([-1] + [6] * 29, Silence.TOO_FEW_COMPARISON)],
)
def test_one_unit_alone_on_a_side_stays_one_unit_whatever_months_are_missing(first, why):
    rng = np.random.default_rng(3)
    outcomes = rng.normal(size=(30, 14))
    outcomes[rng.random(outcomes.shape) < 0.1] = np.nan

    answer = two_way_effect(outcomes=outcomes, first_treated=first)

    assert answer == NoAnswer(why=why, needed=2, found=1)
