"""Units that were trained are compared with units like them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.units.statistics.offices import offices

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.staggered import (
    Design,
    adjusted_group_time_effects,
    group_time_effects,
    leave_one_unit_out,
    overall_effect,
)

ADJUSTMENTS = ["regression", "weighting", "doubly_robust"]
few_examples = settings(max_examples=10, deadline=None)
seeds = st.integers(0, 10_000)


def rng():
    return np.random.default_rng(1)


def adjusted(outcomes, first, covariates, adjustment="doubly_robust", **more):
    return adjusted_group_time_effects(
        outcomes=outcomes,
        first_treated=first,
        covariates=covariates,
        adjustment=adjustment,
        **more,
    )


@pytest.mark.parametrize("adjustment", ADJUSTMENTS)
def test_large_and_small_offices_by_hand(adjustment):
    # Not trained: small offices changed by 0 and 2 (mean 1), large ones by 2 and 4 (mean 3).
    # Trained: two large offices changed by 5 and 7, a small one by 2. Expected of them: 3, 3, 1.
    # ((5 - 3) + (7 - 3) + (2 - 1)) / 3 = 7/3. With one covariate of two values a line and a
    # weighting are the same thing.
    changes = [0, 2, 2, 4, 5, 7, 2]
    is_large = [0, 0, 1, 1, 1, 1, 0]
    outcomes = np.column_stack([np.zeros(7), changes])

    effects = adjusted(outcomes, [-1] * 4 + [1] * 3, np.array(is_large)[:, None], adjustment)

    assert effects.values == pytest.approx([7 / 3])


@few_examples
@given(
    seed=seeds,
    gaps=st.sampled_from([0.0, 0.1]),
    weighted=st.booleans(),
    adjustment=st.sampled_from(ADJUSTMENTS),
)
def test_without_a_covariate_nothing_is_adjusted(seed, gaps, weighted, adjustment):
    random = np.random.default_rng(seed)
    outcomes, first = offices(random)
    outcomes[random.random(outcomes.shape) < gaps] = np.nan
    weights = random.uniform(1, 4, first.size) if weighted else None

    plain = group_time_effects(outcomes=outcomes, first_treated=first, weights=weights)
    same = adjusted(outcomes, first, np.empty((first.size, 0)), adjustment, weights=weights)

    assert same.values == pytest.approx(plain.values)
    assert same.standard_errors == pytest.approx(plain.standard_errors)
    answers = [overall_effect(effects, rng=rng()) for effects in (plain, same)]
    assert answers[1].low == pytest.approx(answers[0].low)


def world(seed, *, n=80):
    """Larger offices are trained more often and drift upwards by themselves."""
    random = np.random.default_rng(seed)
    size = random.normal(size=n)
    group = random.random(n) + 0.2 * np.tanh(size)
    first = np.where(group < 0.5, -1, np.where(group < 0.75, 3, 5))
    noise = random.normal(size=(n, 8)) * 0.5
    return size[:, None] * np.arange(8) * 0.3 + noise, first, size[:, None]


@few_examples
@given(seed=seeds, adjustment=st.sampled_from(ADJUSTMENTS))
def test_the_unit_of_a_covariate_and_the_order_of_offices_do_not_matter(seed, adjustment):
    outcomes, first, size = world(seed)
    order = np.random.default_rng(seed).permutation(first.size)
    plain = adjusted(outcomes, first, size, adjustment)

    other = adjusted(outcomes[order], first[order], 1e6 - 1e3 * size[order], adjustment)

    assert other.values == pytest.approx(plain.values, abs=1e-8)
    assert other.standard_errors == pytest.approx(plain.standard_errors, rel=1e-6)


@pytest.mark.parametrize("adjustment", ADJUSTMENTS)
def test_a_drift_of_larger_offices_is_not_taken_for_an_effect(adjustment):
    biased = settled = 0.0
    for seed in range(20):
        outcomes, first, size = world(seed, n=150)
        plain = group_time_effects(outcomes=outcomes, first_treated=first)
        biased += overall_effect(plain, rng=rng()).value / 20
        effects = adjusted(outcomes, first, size, adjustment)
        settled += overall_effect(effects, rng=rng()).value / 20

    assert biased > 0.2
    assert abs(settled) < 0.06


def test_the_scores_of_an_adjusted_effect_are_its_jackknife_to_first_order():
    outcomes, first, size = world(2, n=300)
    effects = adjusted(outcomes, first, size)

    found = leave_one_unit_out(effects)

    def without(row):
        rest = adjusted(*(np.delete(a, row, axis=0) for a in (outcomes, first, size)))
        return overall_effect(rest, rng=rng()).value

    whole = overall_effect(effects, rng=rng()).value
    assert found.lowest - whole == pytest.approx(without(found.row_of_lowest) - whole, rel=0.1)
    assert found.highest - whole == pytest.approx(without(found.row_of_highest) - whole, rel=0.1)


@pytest.mark.parametrize(
    ("covariates", "adjustment", "why"),
    [
        (np.ones_like, "regression", Silence.NOT_SEPARABLE),
        (lambda size: np.hstack([size, 2 * size]), "doubly_robust", Silence.NOT_SEPARABLE),
        (lambda size: np.hstack([size, size]), "weighting", Silence.NOT_SEPARABLE),
    ],
)
def test_covariates_that_cannot_be_told_apart_are_refused(covariates, adjustment, why):
    outcomes, first, size = world(1)

    assert adjusted(outcomes, first, covariates(size), adjustment) == NoAnswer(why=why)


@pytest.mark.parametrize("adjustment", ["weighting", "doubly_robust"])
def test_trained_offices_unlike_all_others_are_refused(adjustment):
    outcomes, first, size = world(1)
    apart = size + 20 * (first >= 0)[:, None]

    assert adjusted(outcomes, first, apart, adjustment) == NoAnswer(why=Silence.NO_OVERLAP)


def test_too_few_offices_to_fit_a_line_through():
    outcomes, first, _ = world(1)
    first[np.flatnonzero(first == -1)[3:]] = 3  # three are left
    covariates = rng().normal(size=(first.size, 2))

    answer = adjusted(outcomes, first, covariates, design=Design(control="never"))

    # a constant, two covariates, and one office more to see how well the line fits
    assert answer == NoAnswer(why=Silence.TOO_FEW_COMPARISON, needed=4, found=3)


def test_few_units_with_covariates_cannot_be_dealt_out_anew():
    outcomes, first = offices(rng(), cohorts=((3, 4), (6, 4)), n_never=20)

    effects = adjusted(outcomes, first, rng().normal(size=(first.size, 1)), "regression")

    answer = overall_effect(effects, rng=rng())
    assert answer == NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=10, found=8)


@pytest.mark.parametrize(
    ("covariates", "message"),
    [
        (np.zeros((3, 1)), "one row per unit"),
        (np.zeros(80), "covariates must have one row per unit"),
        (np.full((80, 1), np.inf), "infinite"),
        (np.array([["large"]] * 80), "must hold numbers"),
        (np.r_[np.zeros((7, 1)), np.full((73, 1), np.nan)], r"73 units \(first: row 7\)"),
    ],
)
def test_covariates_that_are_none_are_named(covariates, message):
    outcomes, first, _ = world(1)

    with pytest.raises(ValueError, match=message):
        adjusted(outcomes, first, covariates)


def test_an_adjustment_that_is_not_offered_is_named():
    with pytest.raises(ValueError, match=r"adjustment must be one of .* got 'matching'"):
        adjusted(*world(1), "matching")
