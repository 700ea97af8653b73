"""How many drawings are made is a whole number, and enough for the ends of an interval."""

import numpy as np
import pytest

from dampak.statistics.multiplicity import intervals_together, step_down_by_permutation
from dampak.statistics.power import power_on_own_past
from dampak.statistics.ranking import (
    change_beyond_regression,
    expected_next_time,
    places,
    rank_confidence_sets,
    shrunken_values,
)
from dampak.statistics.raters import krippendorff_alpha_by_bootstrap

NUMBERS, ERRORS = np.array([1.0, 2, 4, 7, 8, 9]), np.ones(6)
FAIR = shrunken_values(values=NUMBERS, standard_errors=ERRORS)
CHOSEN = np.arange(6) < 2

METHODS = {
    "places": lambda draws, rng: places(FAIR, rng=rng, draws=draws),
    "expected_next_time": lambda draws, rng: expected_next_time(
        FAIR, chosen=CHOSEN, rng=rng, draws=draws
    ),
    "change_beyond_regression": lambda draws, rng: change_beyond_regression(
        FAIR, chosen=CHOSEN, later=NUMBERS**1.1, rng=rng, draws=draws
    ),
    "rank_confidence_sets": lambda draws, rng: rank_confidence_sets(
        values=NUMBERS, standard_errors=ERRORS, rng=rng, draws=draws
    ),
    "intervals_together": lambda draws, rng: intervals_together(
        values=NUMBERS, standard_errors=ERRORS, correlation=np.eye(6), rng=rng, draws=draws
    ),
    "krippendorff_alpha_by_bootstrap": lambda draws, rng: krippendorff_alpha_by_bootstrap(
        ratings=np.arange(80).reshape(40, 2) % 3, level="nominal", rng=rng, draws=draws
    ),
    "step_down_by_permutation": lambda draws, rng: step_down_by_permutation(
        outcomes=NUMBERS[:, None], trained=CHOSEN, rng=rng, draws=draws
    ),
}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("draws", [0, -1, 1.5, np.nan, "many", None, True])
def test_what_is_no_number_of_drawings_is_refused(method, draws):
    with pytest.raises(ValueError, match="draws must be"):
        METHODS[method](draws, np.random.default_rng(1))


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"step_down_by_permutation"}))
def test_two_drawings_make_no_interval(method):
    with pytest.raises(ValueError, match="draws must be at least 100"):
        METHODS[method](2, np.random.default_rng(1))


@pytest.mark.parametrize("redraws", [0, 1.5, "many"])
def test_a_past_is_redrawn_a_whole_number_of_times(redraws):
    with pytest.raises(ValueError, match="redraws must be"):
        power_on_own_past(
            outcomes=np.zeros((6, 6)),
            first_treated=[3, 3, 3, -1, -1, -1],
            n_periods=6,
            rng=np.random.default_rng(1),
            redraws=redraws,
        )
