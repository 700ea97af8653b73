"""The event study of a staggered comparison goes into honest bounds as it is."""

import numpy as np
import pytest

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.honest_bounds import path_of
from dampak.statistics.staggered import event_study, group_time_effects


def study_of(*, n=15, base="universal", **asked):
    outcomes = np.random.default_rng(3).normal(size=(2 * n, 6)).cumsum(axis=1)
    effects = group_time_effects(outcomes=outcomes, first_treated=np.repeat([3, -1], n), base=base)
    return outcomes, event_study(effects, rng=np.random.default_rng(4), **asked)


def test_the_path_holds_each_groups_changes_from_the_month_of_reference():
    outcomes, study = study_of()
    path = path_of(study)

    # one cohort: mean change since month 2 of 15 trained less that of 15 others
    changes = np.delete(outcomes - outcomes[:, 2:3], 2, axis=1)
    assert path.values == pytest.approx(changes[:15].mean(axis=0) - changes[15:].mean(axis=0))
    both = [np.cov(side.T, ddof=0) / 15 for side in (changes[:15], changes[15:])]
    assert path.covariance == pytest.approx(sum(both))
    assert (path.n_before, path.n_after, path.n_units) == (2, 3, 30)


def test_a_window_keeps_the_months_that_join_the_reference():
    path = path_of(study_of(window=(-2, 1))[1])

    assert (path.n_before, path.n_after) == (1, 2)


def test_points_measured_from_different_months_are_refused():
    with pytest.raises(ValueError, match="measured from different months"):
        path_of(study_of(base="varying")[1])


def test_bands_by_permutation_carry_no_covariance():
    answer = path_of(study_of(n=6)[1])

    assert answer == NoAnswer(why=Silence.TOO_FEW_UNITS, needed=20, found=12)
