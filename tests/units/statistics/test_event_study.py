"""Effects by months since training, by cohort, and what was there before."""

import numpy as np
import pytest
from scipy import stats
from tests.units.statistics.offices import offices

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.intervals import simultaneous_critical_value, t_for_z
from dampak.statistics.staggered import (
    effects_by_cohort,
    event_study,
    group_time_effects,
    pre_trend_test,
)

FEW = {"cohorts": ((4, 3), (8, 3)), "n_never": 6}


def rng():
    return np.random.default_rng(1)


def effects_of(outcomes, first, **design):
    return group_time_effects(outcomes=outcomes, first_treated=first, **design)


def test_points_by_hand():
    # test_group_time_effects.py, ten of each office: month 0 since training (7/3 + 2) / 2,
    # month 1: 7/2 (ten offices); the month before: 1/2 (ten offices). Their noise is in the copies.
    outcomes = np.repeat([[0, 3, 5], [0, 1, 4], [0, 1, 2], [0, 0, 1]], 10, axis=0)

    study = event_study(effects_of(outcomes, np.repeat([1, 2, -1, -1], 10)), rng=rng())

    found = {p.periods_since: (p.value, p.n_units) for p in study.points}
    assert found == {
        -1: (pytest.approx(1 / 2), 10),
        0: (pytest.approx(13 / 6), 20),
        1: (pytest.approx(7 / 2), 10),
    }


def test_bands_hold_all_points_at_once_19_times_out_of_20():
    inside = 0
    for seed in range(150):
        outcomes, first = offices(np.random.default_rng(seed), effect=0.7)
        study = event_study(effects_of(outcomes, first), rng=rng(), draws=999)
        truth = [0.7 if p.periods_since >= 0 else 0.0 for p in study.points]
        inside += all(p.low <= t <= p.high for p, t in zip(study.points, truth, strict=True))

    assert 0.90 <= inside / 150 <= 0.995


def test_bands_by_permutation_do_so_with_few_units():
    inside = 0
    for seed in range(60):
        outcomes, first = offices(np.random.default_rng(seed), effect=0.7, **FEW)
        study = event_study(effects_of(outcomes, first), rng=rng(), draws=999)
        assert study.method == "group_time_event_study_permutation/3"
        truth = [0.7 if p.periods_since >= 0 else 0.0 for p in study.points]
        inside += all(p.low <= t <= p.high for p, t in zip(study.points, truth, strict=True))

    assert inside / 60 >= 0.9


def test_a_universal_base_shows_the_month_of_reference_as_nought():
    study = event_study(effects_of(*offices(rng()), base="universal"), rng=rng())

    reference = next(p for p in study.points if p.periods_since == -1)
    assert (reference.value, reference.low, reference.high) == (0, 0, 0)
    assert reference.n_units == 24


def test_a_window_shows_only_its_months_and_needs_narrower_bands():
    effects = effects_of(*offices(rng()))

    everything, part = (
        event_study(effects, rng=rng()),
        event_study(effects, rng=rng(), window=(-2, 3)),
    )

    assert [p.periods_since for p in part.points] == [-2, -1, 0, 1, 2, 3]
    assert part.critical_value < everything.critical_value
    assert isinstance(event_study(effects, rng=rng(), window=(50, 60)), NoAnswer)


def test_a_single_point_needs_no_more_than_its_own_interval():
    scores = rng().normal(size=(50, 1))

    critical = simultaneous_critical_value(
        scores.T @ scores, np.array([49.0]), confidence=0.95, rng=rng(), draws=200_000
    )

    assert critical == pytest.approx(stats.norm.ppf(0.975), abs=0.02)
    assert t_for_z(1.959964, np.array([7.0])) == pytest.approx(stats.t.ppf([0.975], 7), abs=1e-5)


def test_points_on_fewer_than_five_trained_units_are_left_out():
    outcomes, first = offices(rng(), cohorts=((3, 4), (6, 20)))

    study = event_study(effects_of(outcomes, first), rng=rng())

    # Only the four of the first cohort are seen 6 to 8 months after their training.
    assert max(p.periods_since for p in study.points) == 5


def test_by_cohort_averages_the_months_after_of_each():
    # First cohort: 3 - (1 + 1 + 0) / 3 = 7/3 and 5 - (2 + 2) / 2 = 3, on average 8/3.
    # Second cohort: 3 - (1 + 2) / 2 = 3/2.
    outcomes = np.repeat([[0, 3, 5], [0, 1, 4], [0, 1, 2], [0, 0, 2]], 10, axis=0)

    found = effects_by_cohort(effects_of(outcomes, np.repeat([1, 2, -1, -1], 10)), rng=rng())

    assert [(c.first_treated, c.value, c.n_units) for c in found.cohorts] == [
        (1, pytest.approx(8 / 3), 10),
        (2, pytest.approx(3 / 2), 10),
    ]
    assert all(c.low < c.value < c.high for c in found.cohorts)


def test_no_effect_by_cohort_where_every_cohort_is_small():
    outcomes, first = offices(rng(), cohorts=tuple((c, 2) for c in (2, 3, 4, 5, 6, 7)))

    answer = effects_by_cohort(effects_of(outcomes, first), rng=rng())

    assert answer == NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=5, found=2)


@pytest.mark.parametrize("world", [{}, FEW, {"cohorts": ((3, 150), (5, 150)), "n_never": 150}])
def test_equal_trends_are_rarely_doubted_and_unequal_ones_are_found(world):
    doubted = found = 0
    for seed in range(60):
        outcomes, first = offices(np.random.default_rng(seed), **world)
        drift = (first[:, None] >= 0) * np.arange(12) * 2
        doubted += pre_trend_test(effects_of(outcomes, first), rng=rng()).p_value < 0.05
        found += pre_trend_test(effects_of(outcomes + drift, first), rng=rng()).p_value < 0.05

    assert doubted / 60 <= 0.15
    assert found / 60 >= 0.5


def test_the_pre_trend_statistic_is_walds():
    # One movement before the training: its square over its variance.
    outcomes = rng().normal(size=(40, 3))
    effects = effects_of(outcomes, np.repeat([2, -1], 20))

    test = pre_trend_test(effects, rng=rng())

    before = effects.values[0] / effects.standard_errors[0]
    assert test.statistic == pytest.approx(before**2)
    assert test.large_sample_p_value == pytest.approx(2 * stats.norm.sf(abs(before)))
    assert test.p_value > test.large_sample_p_value
