"""Blends, placebos and the exact t agree with other programs and with published figures.

The peers' numbers were printed by tools/peers_of_few_units.py; tools/check_prop99.py does the same
for the published example of California's tobacco law, whose data are not ours to ship.
"""

import causaldata
import numpy as np
import pytest
from tests.references.formula_block import formula_block

from dampak.statistics.few_units import (
    exact_difference,
    plain_difference,
    synthetic_control,
    synthetic_difference,
)

SYNTHDID = {"rel": 0, "abs": 1e-5}  # it stops when a step gains less than a set amount
EXACT = {"rel": 0, "abs": 1e-9}


def asked(n_treated):
    outcomes, first = formula_block(n_treated=n_treated)
    return {"outcomes": outcomes, "first_treated": first, "rng": np.random.default_rng(1)}


@pytest.mark.parametrize(
    ("n_treated", "synthdid", "diff_diff"),
    [(1, -0.38588566569, -0.38591416), (3, -0.71192759023, -0.71199331)],
)
def test_synthetic_difference_of_two_peers(n_treated, synthdid, diff_diff):
    answer = synthetic_difference(**asked(n_treated))

    assert answer.value == pytest.approx(synthdid, **SYNTHDID)
    assert answer.value == pytest.approx(diff_diff, abs=1e-4)  # it stops earlier


def test_placebo_standard_error_with_every_donor_in_turn():
    assert synthetic_difference(**asked(1)).standard_error == pytest.approx(0.31585290, abs=1e-5)


def test_synthetic_control_of_three_peers():
    answer = synthetic_control(**asked(1), demeaned=False)

    assert answer.value == pytest.approx(0.023752063229, **SYNTHDID)  # synthdid
    assert answer.value == pytest.approx(0.023752029334, rel=0, abs=1e-9)  # scinference
    assert answer.value == pytest.approx(0.023752029335, rel=0, abs=1e-9)  # diff-diff


@pytest.mark.parametrize(("n_treated", "published"), [(1, -0.47134115871), (3, -0.65512729191)])
def test_demeaned_synthetic_control_of_synthdid(n_treated, published):
    assert synthetic_control(**asked(n_treated)).value == pytest.approx(published, **SYNTHDID)


@pytest.mark.parametrize(
    ("n_treated", "detrended", "value", "error", "low", "high"),
    [
        (1, False, 0.171187655735, 0.834828235059, -1.55578612611, 1.89816143758),
        (1, True, -0.449901484703, 0.899834736442, -2.31135146036, 1.41154849096),
        (3, False, -0.669439428437, 0.505331104989, -1.71018832107, 0.37130946419),
        (3, True, -0.389078122914, 0.539056599968, -1.49928597266, 0.72112972684),
    ],
)
def test_exact_difference_of_lwdid(n_treated, detrended, value, error, low, high):
    # diff-diff prints the same values, and the same errors where one unit is trained.
    outcomes, first = formula_block(n_treated=n_treated)

    answer = exact_difference(outcomes=outcomes, first_treated=first, detrended=detrended)

    found = answer.value, answer.standard_error, answer.low, answer.high
    assert found == pytest.approx((value, error, low, high), **EXACT)


def test_plain_difference_is_the_peers_did():
    assert plain_difference(**asked(1)).value == pytest.approx(0.171187655735, **EXACT)
    assert plain_difference(**asked(3)).value == pytest.approx(-0.669439428437, **EXACT)


@pytest.mark.parametrize(
    ("detrended", "value", "error"), [(False, 0.092, 0.057), (True, 0.067, None)]
)
def test_published_effect_of_castle_laws_on_homicide(detrended, value, error):
    # Lee and Wooldridge, section 7.2: 21 states in five cohorts, 29 never; the law counts from the
    # year it began, `post` only from the year after.
    table = causaldata.castle.load_pandas().data
    outcomes = table.pivot(index="sid", columns="year", values="l_homicide").to_numpy()
    post = table.pivot(index="sid", columns="year", values="post").to_numpy() > 0
    first = np.where(post.any(axis=1), post.argmax(axis=1) - 1, -1)

    answer = exact_difference(outcomes=outcomes, first_treated=first, detrended=detrended)

    assert answer.value == pytest.approx(value, abs=5e-4)
    assert error is None or answer.standard_error == pytest.approx(error, abs=5e-4)
    assert (answer.n_trained, answer.n_comparison) == (21, 29)
