"""What the trained offices would have shown, read off the months without training."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.units.statistics.offices import offices

from dampak.foundation.answers import Estimate
from dampak.statistics.imputation import imputed_effect, imputed_event_study
from dampak.statistics.imputation.answering import after_training
from dampak.statistics.imputation.complete import imputed_from_cohorts
from dampak.statistics.imputation.fit import cohorts_of
from dampak.statistics.imputation.gaps import imputed_from_units
from dampak.statistics.panel import panel_of

seeds = st.integers(0, 10_000)
few_examples = settings(max_examples=20, deadline=None)
HAND_WORKED = ((1, 4, 6), (0, 2, 3), (3, 3, 6))


def estimate(outcomes, first, **more):
    answer = imputed_effect(
        outcomes=outcomes, first_treated=first, rng=np.random.default_rng(1), **more
    )
    assert isinstance(answer, Estimate)
    return answer


def numbers(answer):
    return answer.value, answer.low, answer.high


def test_a_case_worked_by_hand():
    # Offices A (trained from month 1), B (from month 2) and C (never), ten of each.
    # Untrained cells: A0, B0 B1, C0 C1 C2. The fit of office and month effects, month 0 being 0:
    # month 2 is seen at C alone, so it fits C2 exactly and the rest is settled by months 0 and 1:
    # month 1 = mean of (B1 - B0, C1 - C0) = (2 + 0) / 2 = 1.
    # A = 1; B = mean(0, 2 - 1) = 0.5; C = mean(3, 3 - 1) = 2.5; month 2 = 6 - 2.5 = 3.5.
    # Effects: A1 = 4 - 1 - 1 = 2, A2 = 6 - 1 - 3.5 = 1.5, B2 = 3 - 0.5 - 3.5 = -1. Mean: 2.5 / 3.
    outcomes, first = np.repeat(HAND_WORKED, 10, axis=0), np.repeat([1, 2, -1], 10)
    wiggle = np.tile([1.0, -1.0], 15)[:, None] * np.array([0.0, 0.1, 0.2])  # so there is doubt

    answer = estimate(outcomes + wiggle, first)

    assert answer.value == pytest.approx(2.5 / 3)
    assert (answer.n_trained, answer.n_comparison) == (20, 10)


def test_its_standard_error_worked_by_hand():
    # Two months, one cohort: the effect is the difference in mean change, and what is fitted
    # before the training leaves the comparison half a residual in each of its two months.
    # Changes of the trained 1, 3 (mean 2), of the others 0, 2 (mean 1), five pairs of each.
    # A unit's part is (change - mean) / n: sum of squares = 10 / 100 + 10 / 100 = 0.2.
    changes = np.tile([1.0, 3.0], 5), np.tile([0.0, 2.0], 5)
    outcomes = np.stack([np.zeros(20), np.concatenate(changes)], axis=1)

    answer = estimate(outcomes, np.repeat([1, -1], 10))

    assert answer.value == pytest.approx(1)
    assert answer.standard_error == pytest.approx(np.sqrt(0.2))


@few_examples
@given(seed=seeds, few=st.booleans())
def test_a_shock_to_every_office_and_the_level_of_an_office_change_nothing(seed, few):
    rng = np.random.default_rng(seed)
    outcomes, first = offices(rng, cohorts=((3, 3), (6, 3)) if few else ((3, 8), (6, 8)))
    shocked = outcomes + rng.normal(size=12) * 5 + rng.normal(size=(first.size, 1)) * 5

    assert numbers(estimate(shocked, first)) == pytest.approx(numbers(estimate(outcomes, first)))


@few_examples
@given(seed=seeds, scale=st.sampled_from([1e-9, -3.0, 1e9]), gaps=st.sampled_from([0.0, 0.1]))
def test_another_unit_of_measurement_scales_the_answer(seed, scale, gaps):
    rng = np.random.default_rng(seed)
    outcomes, first = offices(rng)
    outcomes[rng.random(outcomes.shape) < gaps] = np.nan
    plain, scaled = estimate(outcomes, first), estimate(outcomes * scale, first)

    assert scaled.value == pytest.approx(plain.value * scale)
    assert scaled.standard_error == pytest.approx(plain.standard_error * abs(scale))


@few_examples
@given(seed=seeds, gaps=st.sampled_from([0.0, 0.1]))
def test_the_order_of_the_offices_does_not_matter(seed, gaps):
    rng = np.random.default_rng(seed)
    outcomes, first = offices(rng)
    outcomes[rng.random(outcomes.shape) < gaps] = np.nan
    order = rng.permutation(first.size)

    shuffled = estimate(outcomes[order], first[order])

    assert numbers(shuffled) == pytest.approx(numbers(estimate(outcomes, first)))


@pytest.mark.parametrize("gaps", [0.0, 0.1])
def test_a_copy_of_every_office_keeps_the_effect_and_halves_the_variance(gaps):
    rng = np.random.default_rng(2)
    outcomes, first = offices(rng)
    outcomes[rng.random(outcomes.shape) < gaps] = np.nan
    once = estimate(outcomes, first)

    twice = estimate(np.tile(outcomes, (2, 1)), np.tile(first, 2))

    assert twice.value == pytest.approx(once.value)
    assert twice.standard_error**2 == pytest.approx(once.standard_error**2 / 2)


@pytest.mark.parametrize("n_never", [0, 5])
def test_cohort_means_and_single_offices_give_the_same_answer(n_never):
    outcomes, first = offices(np.random.default_rng(5), n_never=n_never)
    panel = panel_of(outcomes=outcomes, first_treated=first)
    cohorts = cohorts_of(panel)
    question = after_training(cohorts, panel.n_periods)

    by_cohort = imputed_from_cohorts(panel, cohorts, question)
    by_office = imputed_from_units(panel, cohorts, question)

    assert by_cohort.values == pytest.approx(by_office.values)
    assert by_cohort.scores == pytest.approx(by_office.scores)
    assert (by_cohort.is_comparison == by_office.is_comparison).all()


def test_with_gaps_it_is_what_least_squares_with_a_dummy_for_everything_says():
    rng = np.random.default_rng(8)
    outcomes, first = offices(rng, n_periods=9)
    outcomes[rng.random(outcomes.shape) < 0.2] = np.nan
    unit, month = np.nonzero(np.isfinite(outcomes))
    seen, trained = outcomes[unit, month], (first[unit] >= 0) & (month >= first[unit])
    dummies = np.hstack([np.eye(first.size)[unit], np.eye(9)[month]])

    fitted = np.linalg.lstsq(dummies[~trained], seen[~trained], rcond=None)[0]

    expected = (seen - dummies @ fitted)[trained].mean()
    assert estimate(outcomes, first).value == pytest.approx(expected)


def test_months_in_which_nobody_is_left_untrained_are_not_imputed():
    outcomes, first = offices(np.random.default_rng(3), cohorts=((3, 12), (8, 12)), n_never=0)
    spoiled = outcomes.copy()
    spoiled[:, 8:] = 1e6 * np.arange(first.size)[:, None]

    assert numbers(estimate(spoiled, first)) == pytest.approx(numbers(estimate(outcomes, first)))


def test_an_office_that_shares_no_month_with_the_others_is_not_imputed():
    outcomes, first = offices(np.random.default_rng(3), cohorts=((6, 12),), n_never=14)
    outcomes[:12, :3] = np.nan
    outcomes[0, :6], outcomes[1:, 0] = np.nan, np.nan
    outcomes[0, 0] = 5.0  # its only month before the training, in which nobody else was counted

    assert estimate(outcomes, first).n_trained == 11


def test_offices_trained_one_by_one_do_not_vouch_for_themselves():
    # Each cohort of one fits its own effects exactly, so the published error sees no spread there.
    rng = np.random.default_rng(4)
    outcomes, first = offices(rng, cohorts=tuple((2 + k, 1) for k in range(10)), n_never=12)

    answer = estimate(outcomes, first)

    assert (answer.high - answer.low) / 2 > 2.5 * answer.standard_error


@pytest.mark.parametrize("n_never", [6, 16])
def test_the_bands_of_the_event_study_are_around_the_estimates_of_each_month(n_never):
    outcomes, first = offices(np.random.default_rng(6), n_never=n_never, effect=1.0)

    study = imputed_event_study(
        outcomes=outcomes, first_treated=first, rng=np.random.default_rng(1)
    )

    assert [point.periods_since for point in study.points] == list(range(9))
    assert all(point.low < point.value < point.high for point in study.points)
    weights = [point.n_units for point in study.points]
    mean = np.average([point.value for point in study.points], weights=weights)
    assert mean == pytest.approx(estimate(outcomes, first).value)
    assert (study.points[0].standard_error is None) == (n_never < 10)
