"""Quantiles within groups, against a peer."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.simulation.measuring import grouped_quantile

pairs = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 60)), max_size=60)


def test_the_median_of_two_rows_lies_between_them_and_an_empty_group_has_none():
    found = grouped_quantile(np.array([4, 7, 9]), np.array([0, 0, 2]), 3, 0.5)
    assert found[0] == 5.5
    assert np.isnan(found[1])
    assert found[2] == 9


@settings(max_examples=60, deadline=None)
@given(pairs, st.sampled_from([0.5, 0.9]))
def test_quantiles_of_groups_agree_with_numpy(rows, q):
    group = np.array([g for g, _ in rows], dtype=int)
    values = np.array([v for _, v in rows], dtype=int)
    found = grouped_quantile(values, group, 5, q)
    for g in range(5):
        mine = values[group == g]
        if mine.size:
            np.testing.assert_allclose(found[g], np.quantile(mine, q))
        else:
            assert np.isnan(found[g])
