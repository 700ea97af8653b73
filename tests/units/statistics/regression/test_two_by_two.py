"""Two groups, two periods: by hand, and what is refused."""

import numpy as np
import pytest

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.regression import two_by_two

ROWS = {
    "outcome": [10.0, 12.0, 9.0, 7.0, 20.0, 22.0, 21.0, 23.0],
    "is_trained": [1, 1, 1, 1, 0, 0, 0, 0],
    "is_after": [0, 0, 1, 1, 0, 0, 1, 1],
}


def test_it_is_the_difference_of_two_changes():
    found = two_by_two(**ROWS, errors="classical")

    # trained 11 -> 8, others 21 -> 22: (8 - 11) - (22 - 21) = -4
    assert found.value == pytest.approx(-4.0)
    # every cell is spread by +-1: squares 8, freedom 8 - 4, noise 2; 2 (1/2 + 1/2 + 1/2 + 1/2) = 4
    assert found.standard_error == pytest.approx(2.0)
    assert (found.n_trained, found.n_comparison) == (4, 4)


def test_a_covariate_that_explains_the_rest_takes_it_out():
    extra = np.array([-1.0, 1.0, 1.0, -1.0, -1.0, 1.0, -1.0, 1.0])
    noise = np.array([0.1, -0.1, 0.0, 0.1, 0.0, 0.1, -0.1, 0.0])
    found = two_by_two(
        **{**ROWS, "outcome": ROWS["outcome"] + 3 * extra + noise}, covariates={"extra": extra}
    )

    assert found.value == pytest.approx(-4.0, abs=0.2)
    assert found.high - found.low < 2


def test_a_shock_to_everybody_and_a_level_of_a_group_change_nothing():
    plain = two_by_two(**ROWS)
    shocked = np.array(ROWS["outcome"]) + 100 * np.array(ROWS["is_after"])
    shocked = shocked + 7 * np.array(ROWS["is_trained"])
    moved = two_by_two(**{**ROWS, "outcome": shocked})

    numbers = (moved.value, moved.low, moved.high)
    assert numbers == pytest.approx((plain.value, plain.low, plain.high))


@pytest.mark.parametrize(
    ("changes", "why", "found"),
    [
        ({"is_trained": [0] * 8}, Silence.TOO_FEW_TRAINED, 0),
        ({"is_trained": [1] * 8}, Silence.TOO_FEW_COMPARISON, 0),
        ({"is_after": [0, 0, 0, 1, 0, 0, 1, 1]}, Silence.TOO_FEW_TRAINED, 1),
        ({"outcome": [10, np.nan, 9, 7, 20, 22, 21, 23]}, Silence.TOO_FEW_TRAINED, 1),
    ],
)
def test_a_cell_without_rows_is_refused(changes, why, found):
    assert two_by_two(**{**ROWS, **changes}) == NoAnswer(why=why, needed=2, found=found)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"is_trained": [2] * 8}, "is_trained must hold 0 or 1"),
        ({"is_after": [1, 0]}, "is_after has 2 values where outcome has 8"),
        ({"covariates": {"is_after": [1.0] * 8}}, "covariates may not be called"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(changes, says):
    with pytest.raises(ValueError, match=says):
        two_by_two(**{**ROWS, **changes})


def test_a_covariate_that_is_the_group_again_cannot_be_told_apart():
    answer = two_by_two(**ROWS, covariates={"again": ROWS["is_trained"]})

    assert answer == NoAnswer(why=Silence.NOT_SEPARABLE, needed=5, found=4)


def test_one_trained_cluster_is_one_piece_of_luck():
    rng = np.random.default_rng(3)
    office = np.repeat(np.arange(10), 6)

    found = two_by_two(
        outcome=rng.normal(size=60),
        is_trained=office == 3,
        is_after=np.tile([0, 1], 30),
        clusters=[office],
    )

    assert found == NoAnswer(why=Silence.TOO_FEW_GROUPS, needed=2, found=1)
