"""Random timing agrees with the programs of others where these answer the same question.

No program in Python has the efficient estimator; tests/units/statistics/random_timing writes it a
second time as the paper does. Here are its two special cases that others print.
"""

import numpy as np
import pytest
import statsmodels.api as sm
from tests.references.formula_panel import formula_panel

from dampak.statistics.random_timing import random_timing_effect


@pytest.mark.parametrize(("with_never", "value"), [(True, -0.756925282), (False, -0.700016864)])
def test_with_all_of_the_difference_taken_off_it_is_the_overall_effect_of_four_peers(
    with_never, value
):
    # csdid, differences, diff-diff and moderndid, with units not yet trained as comparison.
    outcomes, first = formula_panel(with_never=with_never)

    answer = random_timing_effect(
        outcomes=outcomes, first_treated=first, adjustment=1.0, rng=np.random.default_rng(1)
    )

    assert answer.value == pytest.approx(value, rel=0, abs=1e-9)


def test_with_two_equal_groups_and_two_months_it_is_the_analysis_of_covariance_of_statsmodels():
    outcomes, _ = formula_panel(with_never=True)
    before, after = outcomes[:, 2], outcomes[:, 3]
    trained = np.repeat([1, 0], 60)

    answer = random_timing_effect(
        outcomes=np.column_stack([before, after]),
        first_treated=np.where(trained, 1, -1),
        rng=np.random.default_rng(1),
    )

    design = sm.add_constant(np.column_stack([trained, before]))
    fitted = sm.OLS(after, design).fit().params
    assert (answer.value, answer.adjustment) == pytest.approx((fitted[1], fitted[2]), rel=1e-12)
