"""Effects by month of the calendar, of balanced cohorts, and with either kind of band."""

import numpy as np
import pytest
from tests.units.statistics.offices import offices

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.staggered import (
    effects_by_cohort,
    effects_by_month,
    event_study,
    group_time_effects,
)

# ten each of the four offices of test_group_time_effects.py
TEN_OF_EACH = {
    "outcomes": np.repeat([[0, 3, 5], [0, 1, 4], [0, 1, 2], [0, 0, 2]], 10, axis=0),
    "first_treated": np.repeat([1, 2, -1, -1], 10),
}


def rng():
    return np.random.default_rng(1)


def effects_in(**more):
    outcomes, first = offices(rng(), **more)
    return group_time_effects(outcomes=outcomes, first_treated=first)


def test_by_month_averages_all_cohorts_trained_by_then():
    # Month 1: the first cohort, 3 - (1 + 1 + 0) / 3 = 7/3. Month 2: the first cohort,
    # 5 - (2 + 2) / 2 = 3, and the second, 3 - (1 + 2) / 2 = 3/2, ten offices each: 9/4.
    found = effects_by_month(group_time_effects(**TEN_OF_EACH), rng=rng())

    assert [(m.period, m.value, m.n_units) for m in found.months] == [
        (1, pytest.approx(7 / 3), 10),
        (2, pytest.approx(9 / 4), 20),
    ]
    assert found.method == "group_time_by_month_sup_t/2"


def test_no_month_where_hardly_anybody_was_trained():
    answer = effects_by_month(effects_in(cohorts=((9, 4), (11, 8)), n_never=12), rng=rng())

    # months 9 and 10 have four trained offices, month 11 has twelve
    assert [month.period for month in answer.months] == [11]


def test_bands_by_month_hold_all_months_at_once_19_times_out_of_20():
    inside = 0
    for seed in range(100):
        outcomes, first = offices(np.random.default_rng(seed), effect=0.7)
        effects = group_time_effects(outcomes=outcomes, first_treated=first)
        found = effects_by_month(effects, rng=rng(), draws=999)
        inside += all(month.low <= 0.7 <= month.high for month in found.months)

    assert 0.90 <= inside / 100 <= 1.0


def test_a_balanced_study_rests_on_the_same_cohorts_at_every_point():
    # Twelve months; cohorts from months 3, 5 and 8 are followed 8, 6 and 3 months afterwards.
    study = event_study(effects_in(), rng=rng(), balanced=5)

    assert {point.n_units for point in study.points if 0 <= point.periods_since <= 5} == {16}
    # R: no later than 5, no earlier than 5 - 11 = -6; the first two cohorts reach back to -4.
    assert [point.periods_since for point in study.points] == list(range(-4, 6))


def test_no_cohort_was_followed_long_enough():
    answer = event_study(effects_in(), rng=rng(), balanced=10)

    assert answer == NoAnswer(why=Silence.TOO_FEW_MONTHS, needed=1, found=0)


@pytest.mark.parametrize("question", [event_study, effects_by_cohort, effects_by_month])
def test_multiplier_bands_are_the_analytic_ones_in_the_limit(question):
    effects = effects_in(cohorts=((3, 60), (6, 60)), n_never=60)

    analytic = question(effects, rng=rng(), draws=40_000)
    multiplier = question(effects, rng=rng(), draws=40_000, bands="multiplier")

    assert multiplier.critical_value == pytest.approx(analytic.critical_value, rel=0.03)
    assert multiplier.method == analytic.method.replace("sup_t", "multiplier")


def test_multiplier_bands_follow_their_seed():
    effects = effects_in()

    once, again = (event_study(effects, rng=rng(), bands="multiplier", draws=99) for _ in range(2))

    assert once == again


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"bands": "bootstrap"}, "bands must be 'analytic' or 'multiplier'"),
        ({"draws": 0}, "draws must be at least 99"),
        ({"confidence": 95}, "confidence must lie between 0 and 1"),
    ],
)
def test_bands_that_are_not_offered_are_named(how, message):
    with pytest.raises(ValueError, match=message):
        event_study(effects_in(), rng=rng(), **how)


def test_signs_do_not_forget_the_points_that_rest_on_few_units():
    # Ten offices trained one a month: the last points rest on five, whose five scores under random
    # signs cannot go beyond their sum. Alone they gave 0.85 of the analytic critical value.
    effects = effects_in(cohorts=tuple((c, 1) for c in range(2, 12)), n_never=30)

    analytic = event_study(effects, rng=rng(), draws=40_000)
    multiplier = event_study(effects, rng=rng(), draws=40_000, bands="multiplier")

    assert multiplier.critical_value == pytest.approx(analytic.critical_value, rel=0.04)
