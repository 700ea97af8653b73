"""Where many units, months or drawings are few in truth, nothing is claimed."""

import numpy as np
import pytest
from scipy import stats

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.staggered import (
    Design,
    adjusted_group_time_effects,
    effects_by_cohort,
    event_study,
    group_time_effects,
    leave_one_unit_out,
    overall_effect,
)


def rng():
    return np.random.default_rng(1)


def noise(n_units, n_periods=8):
    return np.random.default_rng(5).normal(size=(n_units, n_periods))


@pytest.mark.parametrize("heaviest", [1e3, 1e6, 1e15])
@pytest.mark.parametrize(
    ("row", "why"), [(0, Silence.TOO_FEW_TRAINED), (-1, Silence.TOO_FEW_COMPARISON)]
)
def test_a_side_that_is_one_heavy_unit_has_no_doubt_to_measure(heaviest, row, why):
    weights = np.ones(40)
    weights[row] = heaviest
    effects = group_time_effects(
        outcomes=noise(40), first_treated=[4] * 20 + [-1] * 20, weights=weights
    )

    assert overall_effect(effects, rng=rng()) == NoAnswer(why=why, needed=10, found=1)
    assert event_study(effects, rng=rng()) == NoAnswer(why=why, needed=10, found=1)


@pytest.mark.parametrize(("trained", "others"), [(2, 2), (3, 3), (2, 6), (4, 4)])
def test_too_few_ways_to_deal_out_the_training_give_no_band(trained, others):
    # 6 / 2, 20 / 2, 28 and 70 / 2 ways: fewer than 40, of which one may be left out on either side
    effects = group_time_effects(
        outcomes=noise(trained + others), first_treated=[4] * trained + [-1] * others
    )

    for answer in (event_study(effects, rng=rng()), effects_by_cohort(effects, rng=rng())):
        assert answer.why == Silence.TOO_FEW_TRAINED
        assert answer.found == trained


def test_enough_ways_give_a_band():
    effects = group_time_effects(outcomes=noise(10), first_treated=[4] * 5 + [-1] * 5)

    assert event_study(effects, rng=rng()).method.startswith("group_time_event_study_permutation")


def test_a_line_through_few_offices_is_as_doubtful_as_least_squares_says():
    # five covariates and a constant through 10 offices: 4 degrees of freedom, not 9
    covariates = np.random.default_rng(2).normal(size=(40, 5))
    outcomes = noise(40, 2)
    effects = adjusted_group_time_effects(
        outcomes=outcomes,
        first_treated=[1] * 30 + [-1] * 10,
        covariates=covariates,
        adjustment="regression",
    )
    answer = overall_effect(effects, rng=rng())

    x, change = np.column_stack([np.ones(40), covariates]), outcomes[:, 1] - outcomes[:, 0]
    beta, *_ = np.linalg.lstsq(x[30:], change[30:], rcond=None)
    left = change - x @ beta
    leaning = x[:30].mean(axis=0) @ np.linalg.inv(x[30:].T @ x[30:]) @ x[30:].T
    trained = ((left[:30] - left[:30].mean()) ** 2).sum() / 30**2 * 25 / 24
    others = ((leaning * left[30:]) ** 2).sum() * 10 / 4
    freedom = (trained + others) ** 2 / (trained**2 / 24 + others**2 / 4)
    half_width = stats.t.ppf(0.975, freedom) * np.sqrt(trained + others)
    assert answer.value == pytest.approx(left[:30].mean())
    assert answer.high - answer.value == pytest.approx(half_width)


@pytest.mark.parametrize("adjustment", ["regression", "weighting", "doubly_robust"])
def test_covariates_that_are_all_but_the_same_cannot_be_told_apart(adjustment):
    size = np.random.default_rng(2).normal(size=(40, 1))
    nearly = size + 1e-9 * np.random.default_rng(3).normal(size=size.shape)

    answer = adjusted_group_time_effects(
        outcomes=noise(40),
        first_treated=[4] * 20 + [-1] * 20,
        covariates=np.hstack([size, nearly]),
        adjustment=adjustment,
    )

    assert answer == NoAnswer(why=Silence.NOT_SEPARABLE)


def test_leaving_out_the_only_office_of_a_month_equals_computing_without_it():
    outcomes, first = noise(24), np.repeat([3, 5, -1], 8)
    outcomes[16:23, 6] = np.nan  # one office alone is left to compare month 6 with
    effects = group_time_effects(outcomes=outcomes, first_treated=first)
    without = [
        group_time_effects(
            outcomes=np.delete(outcomes, row, axis=0), first_treated=np.delete(first, row)
        )
        for row in range(24)
    ]

    found = leave_one_unit_out(effects)

    after = [each.periods >= each.cohorts for each in without]
    means = [
        np.average(each.values[is_after], weights=each.masses[is_after])
        for each, is_after in zip(without, after, strict=True)
    ]
    assert (found.lowest, found.highest) == pytest.approx((min(means), max(means)))


@pytest.mark.parametrize("periods", [1.5, "1", np.nan, True, -1])
@pytest.mark.parametrize("name", ["anticipation", "horizon"])
def test_months_are_counted_in_whole_numbers(name, periods):
    with pytest.raises(ValueError, match=f"{name} must be"):
        Design(**{name: periods})


@pytest.mark.parametrize("draws", [1, 98, 500.0, "many"])
def test_a_band_from_a_handful_of_drawings_is_refused(draws):
    effects = group_time_effects(outcomes=noise(40), first_treated=[4] * 20 + [-1] * 20)

    with pytest.raises(ValueError, match="draws must be"):
        event_study(effects, rng=rng(), draws=draws)
