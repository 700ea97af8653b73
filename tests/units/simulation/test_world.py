"""Claims about the invented regency: same luck, parallel trends, effects of known size."""

import numpy as np
import pytest

from dampak.indicators.working_days import due_on
from dampak.simulation.days import days_round
from dampak.simulation.effects import NEVER, strength
from dampak.simulation.fates import fates
from dampak.simulation.measuring import MEASURES, median_completion_time
from dampak.simulation.scenario import SCENARIOS, SIZES
from dampak.simulation.truth import effect_by_cell, trained_cells, truth_of
from dampak.simulation.world import build_world


@pytest.fixture(scope="module")
def world():
    return build_world("negeri-uji", seed=7, size="small")


@pytest.fixture(scope="module")
def twin():
    return build_world("negeri-uji-null", seed=7, size="small")


def test_an_effect_grows_over_three_months_and_is_felt_by_the_trained_only():
    # Trained in the third month (index 2), feels 1.2 times the usual effect; the other never.
    felt = strength(np.array([2, NEVER]), 6, np.array([1.2, 1.0]))
    assert felt[0] == pytest.approx([0, 0, 0.36, 0.78, 1.08, 1.2])
    assert not felt[1].any()


def test_the_null_twin_has_the_same_luck_and_no_effect(world, twin):
    for outcome in MEASURES:
        assert effect_by_cell(twin, outcome) == pytest.approx(np.zeros((20, 24)))
        measure = MEASURES[outcome]
        assert measure(twin, twin.happened) == pytest.approx(measure(world, world.without_training))


def test_nothing_differs_before_the_training_and_something_does_after_it(world):
    before_or_never = ~trained_cells(world)
    for outcome in MEASURES:
        difference = effect_by_cell(world, outcome)
        assert not difference[before_or_never].any()
        assert difference[~before_or_never].any()


def test_the_truth_is_the_mean_difference_over_trained_unit_months(world):
    stated = {effect["outcome"]: effect for effect in truth_of(world)["effects"]}
    median = stated["median-completion-time"]
    # Three cohorts of four units, trained in months 8, 11 and 14 of 24: 4 * (16 + 13 + 10).
    assert median["n_unit_months"] == 156
    total = sum(
        median_completion_time(world, world.happened)[unit, month]
        - median_completion_time(world, world.without_training)[unit, month]
        for unit, first in enumerate(world.first_trained.tolist())
        for month in range(24)
        if first != NEVER and month >= first
    )
    assert median["effect"] == pytest.approx(total / 156)
    assert -2.6 < median["effect"] < -1.6


def test_slow_counters_are_trained_earlier_so_comparing_levels_misleads():
    differences = []
    for seed in range(1, 21):
        world = build_world("negeri-uji", seed=seed)
        slow, trained = world.counters.usual_days, world.first_trained != NEVER
        differences.append(slow[trained].mean() - slow[~trained].mean())
    assert np.mean(differences) > 1.0


def test_trained_and_untrained_counters_would_have_moved_alike():
    # Mean change from the first year to the last without training, trained minus untrained, over
    # forty worlds: its standard error is about 0.05 working days.
    gaps = []
    for seed in range(1, 41):
        world = build_world("negeri-uji", seed=seed)
        days = median_completion_time(world, world.without_training)
        change = days[:, 24:].mean(axis=1) - days[:, :12].mean(axis=1)
        trained = world.first_trained != NEVER
        gaps.append(change[trained].mean() - change[~trained].mean())
    assert abs(np.mean(gaps)) < 4 * np.std(gaps) / np.sqrt(len(gaps))
    assert np.mean(gaps) == pytest.approx(0.0, abs=0.2)


def test_waiting_days_are_counted_as_the_indicators_count_them():
    days = days_round(SIZES["regency"].months(), before=3, after=9)
    rng = np.random.default_rng(3)
    received = rng.integers(100, 1000, 40)
    wait = rng.integers(1, 30, 40)
    then = days.after(received, wait)
    for day, n, ended in zip(days.dates(received), wait, days.dates(then), strict=True):
        assert due_on(day.astype(object), working_days=int(n)) == ended.astype(object)
    assert days.span(received, then).tolist() == wait.tolist()


def test_every_end_of_a_request_occurs_and_they_exclude_each_other(world):
    fate = fates(world.happened.requests, world.days)
    for ending in (fate.is_open, fate.is_withdrawn, fate.is_refused, fate.is_answered):
        assert ending[fate.is_kept].any()
    assert not (fate.is_withdrawn & fate.is_refused).any()
    assert not (fate.is_answered & (fate.is_open | fate.is_withdrawn)).any()
    assert (fate.ended >= world.request_draws.received).all()


@pytest.mark.parametrize(
    ("scenario", "n_months", "trained"),
    [
        ("one-month", 1, 5),
        ("one-treated", 36, 1),
        ("nobody-treated", 36, 0),
        ("everybody-at-once", 36, 40),
    ],
)
def test_the_hard_scenarios_are_what_their_names_say(scenario, n_months, trained):
    world = build_world(scenario, seed=7)
    starts = world.first_trained[world.first_trained != NEVER]
    assert (len(world.months), len(starts)) == (n_months, trained)
    assert len(set(starts.tolist())) <= 1


def test_every_scenario_states_its_truth():
    for scenario in SCENARIOS:
        effects = truth_of(build_world(scenario, seed=1, size="small"))["effects"]
        assert [effect["outcome"] for effect in effects] == list(MEASURES)
