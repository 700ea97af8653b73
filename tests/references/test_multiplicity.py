"""Adjusted p-values and widths agree with published figures and with the programs of others.

The step-down p-values were printed by tools/peers_of_multiplicity.py.
"""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from tests.references.joint_drawings import joint_drawings

from dampak.statistics.multiplicity import (
    adjusted_p_values,
    intervals_together,
    step_down_p_values,
)

# Benjamini and Hochberg (1995), section 4: fifteen outcomes of a trial of thrombolysis
THROMBOLYSIS = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
THROMBOLYSIS += [0.324, 0.4262, 0.5719, 0.6528, 0.759, 1.0]


def random_p_values():
    random = np.random.default_rng(3)
    return np.concatenate([random.random(40), random.random(25) ** 6])


@pytest.mark.parametrize(
    ("control", "n_claimed"), [("holm", 3), ("hochberg", 3), ("benjamini_hochberg", 4)]
)
def test_outcomes_claimed_in_the_paper_that_introduced_the_false_discovery_rate(control, n_claimed):
    found = adjusted_p_values(p_values=THROMBOLYSIS, control=control)

    assert np.flatnonzero(found.rejected).tolist() == list(range(n_claimed))


@pytest.mark.parametrize(
    ("control", "name"),
    [
        ("holm", "holm"),
        ("hochberg", "simes-hochberg"),
        ("benjamini_hochberg", "fdr_bh"),
        ("benjamini_yekutieli", "fdr_by"),
    ],
)
def test_adjusted_p_values_of_statsmodels(control, name):
    p_values = random_p_values()

    found = adjusted_p_values(p_values=p_values, control=control)
    assert found.p_values == pytest.approx(multipletests(p_values, method=name)[1], abs=1e-12)


@pytest.mark.parametrize(("control", "name"), [("hochberg", "bh"), ("yekutieli", "by")])
def test_false_discovery_rates_of_scipy(control, name):
    p_values = random_p_values()

    found = adjusted_p_values(p_values=p_values, control=f"benjamini_{control}")
    published = stats.false_discovery_control(p_values, method=name)
    assert found.p_values == pytest.approx(published, abs=1e-12)


@pytest.mark.parametrize("level", [0.01, 0.05, 0.1, 0.2, 0.4])
def test_sharpened_values_claim_what_the_two_stages_of_statsmodels_claim(level):
    p_values = random_p_values()

    found = adjusted_p_values(p_values=p_values, control="sharpened", level=level)
    claimed = multipletests(p_values, alpha=level, method="fdr_tsbky")[0]
    assert claimed.sum() >= 6
    assert found.rejected.tolist() == claimed.tolist()


def test_sharpened_values_of_andersons_search_in_steps_of_a_thousandth():
    p_values, found = random_p_values(), np.ones(65)
    for q in np.arange(1000, 0, -1) / 1000:
        first = q / (1 + q)
        n_first = multipletests(p_values, alpha=first, method="fdr_bh")[0].sum() if q < 1 else 65
        second = first * 65 / (65 - n_first) if n_first < 65 else 1.0
        claimed = (
            p_values <= 1
            if second >= 1
            else multipletests(p_values, alpha=second, method="fdr_bh")[0]
        )
        found[claimed] = q

    exact = adjusted_p_values(p_values=p_values, control="sharpened").p_values
    near = exact < 0.9
    assert near.sum() > 30
    assert (np.abs(found - exact)[near] < 0.0011).all()


def test_joint_step_down_p_values_of_pyfixest():
    statistics, drawn = joint_drawings()

    found = step_down_p_values(statistics=statistics, drawn=drawn)
    assert found.p_values == pytest.approx(
        [0.03, 0.258, 0.76, 0.002, 0.258, 0.366, 0.59], abs=1e-12
    )


@pytest.mark.parametrize(
    ("n", "freedom", "published"),
    [(2, 10, 2.57), (3, 10, 2.76), (4, 10, 2.89), (2, 20, 2.38), (3, 20, 2.54), (4, 20, 2.65)],
)
def test_widths_of_dunnetts_table(n, freedom, published):
    # comparisons with one control, groups of one size: any two correlated one half
    found = intervals_together(
        values=np.zeros(n),
        standard_errors=np.ones(n),
        correlation=0.5 + 0.5 * np.eye(n),
        freedom=freedom,
        rng=np.random.default_rng(1),
        draws=400_000,
    )

    assert found.critical_value == pytest.approx(published, abs=0.015)
