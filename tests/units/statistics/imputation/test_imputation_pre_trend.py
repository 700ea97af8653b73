"""The months before the training, asked whether they follow from the other untrained months."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.units.statistics.offices import offices

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.imputation import imputation_pre_trend_test

MANY = ((6, 14), (8, 14))


def test_of(outcomes, first, **more):
    return imputation_pre_trend_test(outcomes=outcomes, first_treated=first, **more)


def test_finds_what_least_squares_with_a_dummy_for_everything_finds():
    rng = np.random.default_rng(3)
    outcomes, first = offices(rng, cohorts=MANY)
    outcomes[rng.random(outcomes.shape) < 0.1] = np.nan
    unit, month = np.nonzero(np.isfinite(outcomes))
    untrained = (first[unit] < 0) | (month < first[unit])
    unit, month = unit[untrained], month[untrained]
    leads = np.stack([(first[unit] >= 0) & (first[unit] - month == k) for k in (1, 2, 3)], axis=1)
    design = np.hstack([leads, np.eye(first.size)[unit], np.eye(12)[month]]).astype(float)
    inverse = np.linalg.pinv(design.T @ design)
    left = outcomes[unit, month] - design @ (inverse @ design.T @ outcomes[unit, month])
    by_unit = np.stack([(design * left[:, None])[unit == u].sum(axis=0) for u in range(first.size)])
    covariance = (inverse @ by_unit.T @ by_unit @ inverse)[:3, :3]
    values = (inverse @ design.T @ outcomes[unit, month])[:3]

    found = test_of(outcomes, first)

    assert found.statistic == pytest.approx(values @ np.linalg.solve(covariance, values))
    assert found.degrees_of_freedom == 3


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_levels_shocks_and_the_effect_itself_change_nothing(seed):
    rng = np.random.default_rng(seed)
    outcomes, first = offices(rng, cohorts=MANY)
    trained = (first[:, None] >= 0) & (np.arange(12) >= first[:, None])
    other = outcomes + rng.normal(size=12) + rng.normal(size=(first.size, 1)) + 7 * trained

    assert test_of(other, first).statistic == pytest.approx(test_of(outcomes, first).statistic)


def test_finds_a_dip_before_the_training():
    outcomes, first = offices(np.random.default_rng(5), cohorts=MANY, n_never=20)
    dip = (first[:, None] >= 0) & (np.arange(12) == first[:, None] - 1)

    assert test_of(outcomes - 2.0 * dip, first).p_value < 0.001
    assert test_of(outcomes, first).p_value > 0.05


def test_only_as_many_months_are_tested_as_there_are():
    outcomes, first = offices(np.random.default_rng(5), cohorts=((2, 14),), n_periods=5)

    # Two months before: the earlier one is what the nearer is measured from.
    assert test_of(outcomes, first).degrees_of_freedom == 1


@pytest.mark.parametrize(
    ("cohorts", "n_never", "expected"),
    [
        (((1, 14),), 14, NoAnswer(why=Silence.NO_MONTHS_BEFORE, needed=2, found=1)),
        (((6, 4),), 30, NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=10, found=4)),
        (((6, 30),), 4, NoAnswer(why=Silence.TOO_FEW_COMPARISON, needed=10, found=4)),
        (((6, 1),), 30, NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=2, found=1)),
        ((), 30, NoAnswer(why=Silence.NOBODY_TRAINED, needed=1, found=0)),
    ],
)
def test_says_what_is_missing(cohorts, n_never, expected):
    outcomes, first = offices(np.random.default_rng(5), cohorts=cohorts, n_never=n_never)

    assert test_of(outcomes, first) == expected


def test_months_before_that_never_move():
    outcomes, first = offices(np.random.default_rng(5), cohorts=MANY)
    is_before = (first[:, None] < 0) | (np.arange(12) < first[:, None])
    still = np.where(is_before, 1.0, outcomes)

    assert test_of(still, first) == NoAnswer(why=Silence.NO_SPREAD)


def test_no_months_cannot_be_tested():
    with pytest.raises(ValueError, match="leads must be at least 1"):
        test_of([[1, 2]], [1], leads=0)


test_of.__test__ = False
