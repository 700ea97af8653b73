"""Imputation agrees with the programs of others, to the digits they print.

The numbers were printed by tools/peers_of_imputation.py.
"""

import numpy as np
import pytest
from tests.references.formula_panel import formula_panel
from tests.references.gaps import with_gaps

from dampak.statistics.imputation import imputed_effect, imputed_event_study

ITERATED = {"rel": 0, "abs": 1e-9}  # diff-diff stops at an absolute tolerance


def panel(*, with_never, gaps=False):
    outcomes, first = formula_panel(with_never=with_never)
    values = with_gaps(outcomes) if gaps else outcomes
    return {"outcomes": values, "first_treated": first, "rng": np.random.default_rng(1)}


@pytest.mark.parametrize(
    ("with_never", "gaps", "value", "standard_error"),
    [
        (True, False, -0.7705946503333903, 0.08279593817905415),
        (True, True, -0.764150498915782, 0.09395687628708999),
        (False, False, -0.684535843205639, 0.11134777344528048),
        (False, True, -0.6656238770533124, 0.12557349696936315),
    ],
)
def test_effect_and_standard_error_of_diff_diff(with_never, gaps, value, standard_error):
    answer = imputed_effect(**panel(with_never=with_never, gaps=gaps))

    assert answer.value == pytest.approx(value, **ITERATED)
    assert answer.standard_error == pytest.approx(standard_error, **ITERATED)


def test_effect_of_pyfixests_two_stages():
    assert imputed_effect(**panel(with_never=True)).value == pytest.approx(-0.7705946508, abs=1e-8)


@pytest.mark.parametrize(
    ("gaps", "printed"),
    [
        (
            False,
            [
                (-0.5801051544303608, 0.10046649828240915),
                (-0.7668899260350492, 0.1063863588213836),
                (-0.770914296053859, 0.14962727481321128),
                (-0.8430377407252484, 0.1336049952116906),
                (-0.9153241692404043, 0.20374571783410445),
                (-1.0629223198058333, 0.18171054432836703),
            ],
        ),
        (
            True,
            [
                (-0.5638718453458109, 0.10735095133968343),
                (-0.7649858771113562, 0.1167547293382822),
                (-0.7684237476260795, 0.16248095577422603),
                (-0.7903148087968241, 0.15364913793852814),
                (-0.9321742353942398, 0.2146257962195771),
                (-1.1337586865491522, 0.19791200778893095),
            ],
        ),
    ],
)
def test_event_study_of_diff_diff(gaps, printed):
    study = imputed_event_study(**panel(with_never=True, gaps=gaps))

    assert [(p.value, p.standard_error) for p in study.points] == [
        pytest.approx(numbers, **ITERATED) for numbers in printed
    ]
