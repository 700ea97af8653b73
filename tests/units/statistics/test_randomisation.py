"""Dealing out the training anew, against doing it the long way."""

import itertools

import numpy as np
import pytest
from tests.units.statistics.offices import offices

from dampak.statistics.randomisation import as_it_was, interval_by_inversion, redrawn
from dampak.statistics.staggered import group_time_effects
from dampak.statistics.staggered.aggregating import after_training, aggregated
from dampak.statistics.staggered.by_randomisation import groups_of, table_of, training_of


@pytest.mark.parametrize("control", ["not_yet", "never"])
def test_looking_up_a_drawing_equals_estimating_it_afresh(control):
    rng = np.random.default_rng(3)
    outcomes, first = offices(rng, cohorts=((3, 2), (5, 3)), n_never=5, n_periods=8)
    effects = group_time_effects(outcomes=outcomes, first_treated=first, control=control)
    table = table_of(effects, after_training(effects)[:, None], outcomes)
    groups = groups_of(effects)

    for _ in range(5):
        order = rng.permutation(first.size)
        dealt = group_time_effects(outcomes=outcomes, first_treated=first[order], control=control)
        afresh = aggregated(dealt, after_training(dealt)[:, None]).values

        assert as_it_was(table, groups[order]) == pytest.approx(afresh)


def test_the_training_itself_has_an_effect_of_one():
    effects = group_time_effects(
        **dict(zip(("outcomes", "first_treated"), offices(np.random.default_rng(3)), strict=True))
    )

    table = table_of(effects, after_training(effects)[:, None], training_of(effects))

    assert as_it_was(table, groups_of(effects)) == pytest.approx([1])


def test_the_interval_holds_what_the_test_does_not_reject():
    # Eight offices, four trained: all 70 ways, each effect tested the long way.
    rng = np.random.default_rng(8)
    change = rng.normal(size=8)
    trained = np.array([i in (0, 1, 2, 3) for i in range(8)])
    ways = [np.isin(range(8), way) for way in itertools.combinations(range(8), 4)]

    def gap(values, way):
        return values[way].mean() - values[~way].mean()

    drawn = np.array([[gap(change, way), gap(trained.astype(float), way)] for way in ways]).T
    low, high = interval_by_inversion(gap(change, trained), *drawn, confidence=0.8)

    def is_kept(effect):
        left = change - effect * trained
        as_far = sum(abs(gap(left, w)) >= abs(gap(left, trained)) - 1e-12 for w in ways)
        return (1 + as_far) / (1 + len(ways)) > 1 - 0.8

    assert [is_kept(x) for x in (low - 1e-6, low + 1e-6, high - 1e-6, high + 1e-6)] == [
        False,
        True,
        True,
        False,
    ]


def test_too_few_drawings_rule_nothing_out():
    assert interval_by_inversion(1.0, np.zeros(10), np.zeros(10), confidence=0.95) == (
        -np.inf,
        np.inf,
    )


def test_drawings_follow_the_generator_and_keep_the_size_of_the_groups():
    table = np.zeros((6, 2, 1))
    table[:, 1, 0] = 1  # counts the units in group 1
    groups = np.array([0, 0, 0, 0, 1, 1])

    drawn = redrawn(table, groups, rng=np.random.default_rng(1), draws=50)

    assert drawn.shape == (50, 1)
    assert (drawn == 2).all()


def test_the_same_seed_gives_the_same_drawings():
    table, groups = np.random.default_rng(0).normal(size=(6, 2, 1)), np.array([0, 0, 0, 1, 1, 1])

    once, again = (redrawn(table, groups, rng=np.random.default_rng(7), draws=20) for _ in "ab")

    assert (once == again).all()
