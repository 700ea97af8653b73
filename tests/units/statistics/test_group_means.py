"""The two lines of the first chart."""

import numpy as np

from dampak.statistics.group_means import group_means

NAN = np.nan


def test_means_by_hand():
    # The first two are trained in months 1 and 2; the last unit was never counted.
    outcomes = [[1, 4, 6], [3, NAN, 8], [2, 2, 2], [4, 4, NAN], [NAN] * 3]

    means = group_means(outcomes=outcomes, first_treated=[1, 2, -1, -1, -1])

    assert means.trained == ((1 + 3) / 2, 4, (6 + 8) / 2)
    assert means.comparison == (3, 3, 2)
    assert means.before_training == (1 + 3) / 2  # month 0 of both; month 1 of the second is missing
    assert (means.n_trained, means.n_comparison) == (2, 2)
    assert (means.trained_missing_share, means.comparison_missing_share) == (1 / 6, 1 / 6)


def test_those_trained_last_stand_in_where_everybody_was_trained():
    means = group_means(outcomes=[[1, 2, 3], [1, 2, 3], [7, 8, 9]], first_treated=[1, 1, 2])

    assert means.comparison == (7, 8, None)
    assert (means.n_trained, means.n_comparison) == (2, 1)


def test_an_empty_group_has_no_mean():
    means = group_means(outcomes=[[1.0, 2.0]], first_treated=[-1])

    assert (means.trained, means.before_training) == ((None, None), None)
    assert means.trained_missing_share is None
