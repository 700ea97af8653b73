"""Staggered comparisons agree with the programs of others, to the digits they print.

The numbers were printed by tools/peers_of_staggered.py. tools/check_mpdta.py does the same for the
published minimum-wage example, whose data are not ours to ship.
"""

import numpy as np
import pytest
from tests.references.formula_panel import formula_panel

from dampak.statistics.staggered import (
    effects_by_cohort,
    event_study,
    group_time_effects,
    overall_effect,
    pre_trend_test,
)

EXACT = {"rel": 0, "abs": 1e-9}
PRINTED = {"rel": 0, "abs": 5e-9}


def effects_of(control, *, with_never=True):
    outcomes, first = formula_panel(with_never=with_never)
    return group_time_effects(outcomes=outcomes, first_treated=first, control=control)


def rng():
    return np.random.default_rng(1)


@pytest.mark.parametrize(
    ("control", "with_never", "value", "standard_error"),
    [
        ("never", True, -0.757121771, 0.115229100),
        ("not_yet", True, -0.756925282, 0.114111767),
        ("not_yet", False, -0.700016864, 0.142146543),
    ],
)
def test_overall_effect_of_four_peers(control, with_never, value, standard_error):
    answer = overall_effect(effects_of(control, with_never=with_never), rng=rng())

    assert answer.value == pytest.approx(value, **EXACT)
    assert answer.standard_error == pytest.approx(standard_error, **EXACT)


def test_effects_by_time_since_training():
    study = event_study(effects_of("not_yet"), rng=rng())

    published = {
        -5: (0.05101122, 0.20658945),
        -4: (0.00178993, 0.22339655),
        -3: (-0.13929662, 0.15751542),
        -2: (0.15253623, 0.17637839),
        -1: (-0.05146179, 0.14538206),
        0: (-0.55946251, 0.14054689),
        1: (-0.74624729, 0.14844722),
        2: (-0.75853806, 0.1742515),
        3: (-0.83066151, 0.14856658),
        4: (-0.91998835, 0.25554768),
        5: (-1.0675865, 0.15900113),
    }
    assert {p.periods_since: (p.value, p.standard_error) for p in study.points} == {
        since: pytest.approx(numbers, **PRINTED) for since, numbers in published.items()
    }


def test_effects_by_cohort():
    found = effects_by_cohort(effects_of("not_yet"), rng=rng())

    assert [(c.first_treated, c.value, c.standard_error) for c in found.cohorts] == [
        (2, pytest.approx(-0.82695459, **PRINTED), pytest.approx(0.15835293, **PRINTED)),
        (4, pytest.approx(-0.81581514, **PRINTED), pytest.approx(0.19808348, **PRINTED)),
        (6, pytest.approx(-0.42905766, **PRINTED), pytest.approx(0.22611130, **PRINTED)),
    ]


@pytest.mark.parametrize(("control", "wald"), [("never", 3.0560727065), ("not_yet", 3.0559995131)])
def test_the_statistic_of_the_pre_trend_test(control, wald):
    test = pre_trend_test(effects_of(control), rng=rng())

    assert (test.statistic, test.degrees_of_freedom) == (pytest.approx(wald, **EXACT), 9)
    assert test.large_sample_p_value == pytest.approx(0.96203, abs=5e-6)
