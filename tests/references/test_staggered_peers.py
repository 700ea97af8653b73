"""Staggered comparisons agree with the programs of others, to the digits they print.

The numbers were printed by tools/peers_of_staggered.py. tools/check_mpdta.py does the same for the
published minimum-wage example, whose data are not ours to ship.
"""

import numpy as np
import pytest
from tests.references.formula_panel import formula_covariates, formula_panel, formula_weights

from dampak.statistics.staggered import (
    Design,
    adjusted_group_time_effects,
    effects_by_cohort,
    effects_by_month,
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


def numbers_of(points):
    return [(point.value, point.standard_error) for point in points]


def approximately(numbers, tolerance):
    return [tuple(pytest.approx(value, **tolerance) for value in pair) for pair in numbers]


def test_effects_by_month_of_the_calendar():
    found = effects_by_month(effects_of("not_yet"), rng=rng())

    assert [month.period for month in found.months] == [2, 3, 4, 5, 6, 7]
    published = [
        (-0.5934878467, 0.2158083036),
        (-0.8185002807, 0.2048732098),
        (-0.7383655254, 0.1707388680),
        (-0.8662297223, 0.1832489759),
        (-0.6817443719, 0.1873855078),
        (-0.8055638809, 0.1658122677),
    ]
    assert numbers_of(found.months) == approximately(published, EXACT)


def test_effects_by_time_of_the_cohorts_that_were_followed_long_enough():
    study = event_study(effects_of("not_yet"), rng=rng(), balanced=2)

    assert [point.periods_since for point in study.points] == [-3, -2, -1, 0, 1, 2]
    published = [
        (-0.0154910187, 0.2162888739),
        (0.0509148099, 0.2248855904),
        (0.0357255362, 0.1543292440),
        (-0.6498012244, 0.1428359283),
        (-0.8797058174, 0.1788914635),
        (-0.7585380607, 0.1742515024),
    ]
    assert numbers_of(study.points) == approximately(published, EXACT)


@pytest.mark.parametrize(
    ("control", "value", "standard_error"),
    [
        ("never", -0.7537013617589211, 0.11333210093857676),
        ("not_yet", -0.7568597169540793, 0.11537723127475247),
    ],
)
def test_the_overall_effect_by_volume_of_two_peers(control, value, standard_error):
    outcomes, first = formula_panel(with_never=True)
    effects = group_time_effects(
        outcomes=outcomes, first_treated=first, weights=formula_weights(), control=control
    )

    answer = overall_effect(effects, rng=rng())

    assert answer.value == pytest.approx(value, **EXACT)
    assert answer.standard_error == pytest.approx(standard_error, **EXACT)


@pytest.mark.parametrize(
    ("control", "adjustment", "value", "standard_error"),
    [
        ("never", "regression", -0.7583494829370297, 0.11359888305132104),
        ("never", "weighting", -0.759752298552691, 0.11368261204114055),
        ("never", "doubly_robust", -0.7596952316911171, 0.11358092556940677),
        ("not_yet", "regression", -0.7580418951594467, 0.11319031955076876),
        ("not_yet", "weighting", -0.7579080039326957, 0.11301985641380921),
        ("not_yet", "doubly_robust", -0.7578079735330404, 0.11298999376539122),
    ],
)
def test_the_overall_effect_with_covariates_of_two_peers(
    control, adjustment, value, standard_error
):
    answer = overall_effect(adjusted(control, adjustment), rng=rng())

    assert answer.value == pytest.approx(value, **EXACT)
    assert answer.standard_error == pytest.approx(standard_error, **EXACT)


def adjusted(control, adjustment, weights=None):
    outcomes, first = formula_panel(with_never=True)
    return adjusted_group_time_effects(
        outcomes=outcomes,
        first_treated=first,
        covariates=formula_covariates(),
        adjustment=adjustment,
        weights=weights,
        design=Design(control=control),
    )


CELLS_BY_VOLUME_DOUBLY_ROBUST = [
    # cohort, month, effect, standard error
    (2, 1, -0.1450207794, 0.2086717787),
    (2, 2, -0.5860341248, 0.2072956635),
    (2, 3, -0.8250901767, 0.2165059339),
    (2, 4, -0.7340733258, 0.2625331909),
    (2, 5, -0.7681731237, 0.2347426217),
    (2, 6, -0.9358410390, 0.2581480269),
    (2, 7, -1.1124913442, 0.1694284596),
    (4, 1, 0.0272827758, 0.2252613254),
    (4, 2, 0.0190923732, 0.2427067962),
    (4, 3, 0.1367869773, 0.2428660361),
    (4, 4, -0.6985658982, 0.1955581540),
    (4, 5, -0.9447934910, 0.2868685825),
    (4, 6, -0.7212380843, 0.2703454797),
    (4, 7, -0.9314165187, 0.2744177627),
    (6, 1, 0.1564255449, 0.2445293080),
    (6, 2, 0.0538866754, 0.2458227818),
    (6, 3, -0.3032475623, 0.2365109338),
    (6, 4, 0.2618356950, 0.2585519930),
    (6, 5, -0.2241020639, 0.2858171802),
    (6, 6, -0.3474927647, 0.2314576856),
    (6, 7, -0.4798318208, 0.2893252390),
]


def test_every_cell_doubly_robust_and_by_volume():
    effects = adjusted("not_yet", "doubly_robust", formula_weights())

    cohorts, periods, values, errors = zip(*CELLS_BY_VOLUME_DOUBLY_ROBUST, strict=True)
    assert effects.cohorts.tolist() == list(cohorts)
    assert effects.periods.tolist() == list(periods)
    assert effects.values == pytest.approx(values, **EXACT)
    assert effects.standard_errors == pytest.approx(errors, **EXACT)
