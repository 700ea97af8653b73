"""The cohorts' table and the units' influence are two ways to the same numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.units.statistics.offices import offices

from dampak.statistics.panel import panel_of
from dampak.statistics.staggered.aggregating import after_training, mixture_of
from dampak.statistics.staggered.by_influence import UnitInfluence
from dampak.statistics.staggered.by_table import CohortTable, cohort_table
from dampak.statistics.staggered.contrasts import Design
from dampak.statistics.staggered.group_time import effects_of, unadjusted

DESIGNS = [
    Design(control="not_yet"),
    Design(control="never"),
    Design(control="not_yet", base="universal", anticipation=1),
    Design(control="never", horizon=2),
]
EXACT = {"rel": 1e-10, "abs": 1e-10}


def both_engines(seed, design, *, weighted):
    rng = np.random.default_rng(seed)
    outcomes, first = offices(rng, cohorts=((3, 6), (5, 4), (8, 1), (30, 3)), n_never=9)
    weights = rng.uniform(0.5, 4, first.size) if weighted else None
    order = rng.permutation(first.size)
    panel = panel_of(outcomes=outcomes[order], first_treated=first[order], weights=weights)
    effects = effects_of(panel, design, unadjusted)
    assert isinstance(effects.evidence, CohortTable)
    return effects, UnitInfluence(panel=panel, contrasts=effects.contrasts)


def questions(effects):
    """The overall effect, every lead and lag, and every cell by itself."""
    since, shown = effects.periods_since, ~effects.is_reference
    by_time = (since[:, None] == np.unique(since[shown])) & shown[:, None]
    return np.hstack(
        [after_training(effects)[:, None], by_time, np.eye(since.size, dtype=bool)[:, shown]]
    )


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), design=st.sampled_from(DESIGNS), weighted=st.booleans())
def test_both_engines_give_the_same_effects_and_the_same_doubt(seed, design, weighted):
    effects, influence = both_engines(seed, design, weighted=weighted)
    mixture = mixture_of(effects, questions(effects))

    table_cells, cells = effects.evidence.cells(), influence.cells()
    by_table, by_influence = effects.evidence.aggregated(mixture), influence.aggregated(mixture)

    for name in ("values", "standard_errors", "n_trained", "n_comparison", "masses"):
        assert getattr(table_cells, name) == pytest.approx(getattr(cells, name), **EXACT), name
    assert by_table.covariance == pytest.approx(by_influence.covariance, **EXACT)
    for name in ("counts", "worth", "squares"):
        found, expected = getattr(by_table.sides, name), getattr(by_influence.sides, name)
        assert found == pytest.approx(expected, **EXACT), name


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), design=st.sampled_from(DESIGNS), weighted=st.booleans())
def test_both_engines_leave_out_each_unit_alike(seed, design, weighted):
    effects, influence = both_engines(seed, design, weighted=weighted)
    after = after_training(effects)

    without = effects.evidence.without_each(after)

    assert without == pytest.approx(influence.without_each(after), **EXACT)


@pytest.mark.parametrize("weighted", [False, True])
def test_signs_at_the_units_have_the_covariance_of_the_answers(weighted):
    effects, influence = both_engines(4, DESIGNS[0], weighted=weighted)
    mixture = mixture_of(effects, questions(effects)[:, :6])

    for engine in (effects.evidence, influence):
        answer = engine.aggregated(mixture)
        drawn = answer.perturbed(np.random.default_rng(1), 40_000)
        assert drawn.mean(axis=0) == pytest.approx(0, abs=0.02)
        # the error of a simulated covariance is about its scale over the root of the drawings
        scale = np.outer(answer.standard_errors, answer.standard_errors)
        assert np.abs(np.cov(drawn.T) - answer.covariance).max() < 0.04 * scale.max()


def test_large_levels_of_the_units_do_not_swallow_small_changes():
    # Levels of a thousand million leave a double some seven digits of each change.
    rng = np.random.default_rng(3)
    outcomes, first = offices(rng)
    level = rng.integers(0, 10**9, first.size)[:, None].astype(float)
    plain = effects_of(panel_of(outcomes=outcomes, first_treated=first), DESIGNS[0], unadjusted)

    lifted = effects_of(
        panel_of(outcomes=outcomes + level, first_treated=first), DESIGNS[0], unadjusted
    )

    assert lifted.standard_errors == pytest.approx(plain.standard_errors, rel=1e-6)


def test_a_month_that_nobody_was_counted_in_leaves_the_table_whole():
    outcomes, first = offices(np.random.default_rng(3))
    outcomes[:, 4] = np.nan

    panel = panel_of(outcomes=outcomes, first_treated=first)
    effects = effects_of(panel, DESIGNS[0], unadjusted)

    assert isinstance(effects.evidence, CohortTable)
    assert 4 not in effects.periods
    mixture = mixture_of(effects, questions(effects))
    influence = UnitInfluence(panel=panel, contrasts=effects.contrasts)
    assert effects.evidence.aggregated(mixture).covariance == pytest.approx(
        influence.aggregated(mixture).covariance, **EXACT
    )


def test_months_that_no_comparison_uses_may_have_gaps():
    outcomes, first = offices(np.random.default_rng(3), cohorts=((3, 8), (5, 8)))
    outcomes[::3, 9:] = np.nan
    panel = panel_of(outcomes=outcomes, first_treated=first)

    effects = effects_of(panel, Design(horizon=3), unadjusted)

    assert isinstance(effects.evidence, CohortTable)
    assert effects.periods.max() == 8
    assert cohort_table(panel, effects.contrasts) is not None
