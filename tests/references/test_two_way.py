"""Two-way effects agree with the programs of others and with a published example.

The numbers were printed by tools/peers_of_two_way.py.
"""

import math

import causaldata
import pytest
from tests.references.formula_panel import formula_panel
from tests.references.gaps import with_gaps

from dampak.statistics.two_way import Kind, goodman_bacon, two_way_effect

EXACT = {"rel": 0, "abs": 1e-9}
PRINTED = {"rel": 0, "abs": 5e-4}


def panel(*, with_never, gaps=False):
    outcomes, first = formula_panel(with_never=with_never)
    return {"outcomes": with_gaps(outcomes) if gaps else outcomes, "first_treated": first}


@pytest.mark.parametrize(
    ("with_never", "gaps", "value", "standard_error", "counting_units"),
    [
        (True, False, -0.668630665454439, 0.08006217055410073, 0.08559648983030375),
        (True, True, -0.675090066606353, 0.08950792156188775, 0.09639182601517621),
        (False, False, -0.5646570615969272, 0.0844334609657269, 0.09026994687842645),
        (False, True, -0.5695483082392662, 0.09405411489678969, 0.10128765942702807),
    ],
)
def test_effect_and_standard_error_of_pyfixest(
    with_never, gaps, value, standard_error, counting_units
):
    given = panel(with_never=with_never, gaps=gaps)
    answer = two_way_effect(**given)

    # linearmodels gives the same effects to the last digit.
    assert answer.value == pytest.approx(value, **EXACT)
    assert answer.standard_error == pytest.approx(standard_error, **EXACT)
    cells = 960 - (given["outcomes"] != given["outcomes"]).sum()
    without, counted = cells - 9, cells - 9 - 119  # effect and 8 months; the units besides
    assert answer.standard_error * math.sqrt(without / counted) == pytest.approx(
        counting_units, **EXACT
    )


def test_comparisons_of_diff_diff():
    found = goodman_bacon(**panel(with_never=True))

    printed = {  # periods counted from 0 here
        (2, None): (-0.8597843632855938, 0.15),
        (4, None): (-0.7782416095203607, 0.2),
        (6, None): (-0.5703029745787573, 0.15),
        (2, 4): (-0.7789278558968251, 0.05),
        (4, 2): (-0.6117929646450565, 0.1),
        (2, 6): (-0.7040593129814112, 0.1),
        (6, 2): (-0.32786135409513983, 0.1),
        (4, 6): (-0.7081389479943778, 0.1),
        (6, 4): (-0.4867518420854887, 0.05),
    }
    assert {(c.trained_from, c.compared_from): (c.value, c.weight) for c in found.comparisons} == {
        pair: pytest.approx(numbers, **EXACT) for pair, numbers in printed.items()
    }


def test_castle_doctrine_as_published_in_causal_inference_the_mixtape():
    table = causaldata.castle.load_pandas().data
    by_year = table.pivot(index="sid", columns="year", values="l_homicide").to_numpy()
    after = table.pivot(index="sid", columns="year", values="post").to_numpy() > 0
    first = [int(row.argmax()) if row.any() else -1 for row in after]

    answer = two_way_effect(outcomes=by_year, first_treated=first)

    assert answer.value == pytest.approx(0.069, **PRINTED)
    parts = answer.decomposition
    assert {kind: (parts.share_of(kind), parts.value_of(kind)) for kind in list(Kind)[:3]} == {
        Kind.WITH_NOT_YET_TRAINED: pytest.approx((0.077, -0.029), **PRINTED),
        Kind.WITH_ALREADY_TRAINED: pytest.approx((0.024, 0.046), **PRINTED),
        Kind.WITH_NEVER_TRAINED: pytest.approx((0.899, 0.078), **PRINTED),
    }
