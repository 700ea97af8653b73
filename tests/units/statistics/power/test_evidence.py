"""What the analysis will know of its own error, and what the past knew of the plan's."""

import numpy as np
import pytest
from scipy import special
from tests.units.statistics.power.pasts import LAW, past_of

from dampak.statistics.intervals import spread_and_freedom
from dampak.statistics.power import History, history_of, smallest_detectable_effect
from dampak.statistics.power.goal import CERTAIN, Goal, chance_to_find, errors_to_find
from dampak.statistics.staggered import group_time_effects
from dampak.statistics.staggered.aggregating import overall

COHORTS = np.repeat([3, 5, 8, -1], [10, 6, 4, 12])


def luck(**known):
    return History(
        lasting_variance=3.0, fading_variance=0.0, persistence=0.0, passing_variance=4.0, **known
    )


def planned(history, first=(6,) * 20 + (-1,) * 20, n_periods=12, **rules):
    return smallest_detectable_effect(
        history=history, first_treated=first, n_periods=n_periods, **rules
    )


def test_a_past_of_plain_luck_has_the_freedom_of_an_analysis_of_variance():
    # 11 units less the means of months, 7 months less the levels of units: 10 * 6 = 60.
    assert planned(luck(n_units=11, n_periods=7)).past_freedom == pytest.approx(60)


def test_units_of_unlike_restlessness_are_a_sample_of_units():
    # 2 / 60 * (1 + .5) + .5 / 11 = .095455; 2 / .095455 = 20.95.
    found = planned(luck(n_units=11, n_periods=7, unevenness=0.5))

    assert found.past_freedom == pytest.approx(2 / (2 / 60 * 1.5 + 0.5 / 11))


def test_an_assumed_history_is_certain_and_a_short_past_asks_for_more():
    assumed, long, short = (
        planned(history)
        for history in (
            luck(),
            luck(n_units=40, n_periods=36),
            luck(n_units=6, n_periods=6),
        )
    )

    assert assumed.past_freedom == CERTAIN
    assert assumed.value < long.value < short.value
    assert assumed.standard_error == long.standard_error == short.standard_error


def test_the_scatter_of_what_pasts_say_is_the_one_foretold():
    rng = np.random.default_rng(1)
    pasts = [history_of(outcomes=past_of(rng, n_units=20, n_periods=12)) for _ in range(80)]

    plans = [planned(past) for past in pasts]

    variances = np.array([plan.standard_error**2 for plan in plans])
    seen = 2 / (variances.std() / variances.mean()) ** 2  # 80 pasts: within a third or so
    assert np.median([plan.past_freedom for plan in plans]) == pytest.approx(seen, rel=0.5)


def test_the_chance_is_the_average_over_what_the_variance_may_be():
    rng = np.random.default_rng(2)
    drawn = rng.chisquare(9, size=4000) / 9
    one_by_one = [
        chance_to_find(3.0 * np.sqrt(each), freedom=20, confidence=0.95) for each in drawn
    ]

    found = chance_to_find(3.0, freedom=20, confidence=0.95, past_freedom=9)

    assert found == pytest.approx(np.mean(one_by_one), abs=0.01)
    assert found < chance_to_find(3.0, freedom=20, confidence=0.95)


def test_wider_intervals_find_as_often_what_is_as_much_larger():
    # With so many degrees of freedom: 1.1 * 1.96 + 0.8416 = 2.9976.
    assert errors_to_find(Goal(), freedom=1e6, widening=1.1) == pytest.approx(2.9976, abs=1e-3)


def test_the_squares_of_staggered_cohorts_come_to_what_was_foretold():
    plan, rng = planned(LAW, COHORTS), np.random.default_rng(3)
    spreads = []
    for _ in range(400):
        y = past_of(rng, n_units=COHORTS.size, n_periods=12)
        answer = overall(group_time_effects(outcomes=y, first_treated=COHORTS))
        spreads.append(spread_and_freedom(answer.sides.squares, answer.sides.worth)[0][0] ** 2)

    # 400 worlds of some 30 degrees of freedom: an error of 0.6 %
    assert plan.widening > 1.005
    assert plan.widening == pytest.approx(
        np.sqrt(np.mean(spreads)) / plan.standard_error, rel=0.025
    )


def test_two_groups_have_the_freedom_of_two_groups_however_they_are_analysed():
    assert planned(LAW).freedom == pytest.approx(38)
    assert planned(LAW).widening == pytest.approx(1)
    assert planned(LAW, analysis="two_way").freedom == pytest.approx(38)
    assert planned(LAW, [6] * 5 + [-1] * 5).freedom == pytest.approx(8)


def test_more_starts_are_more_ways_to_see_the_luck():
    assert planned(LAW, [3] * 4 + [6] * 4 + [9] * 4, analysis="two_way").freedom > 10


def test_few_orderings_leave_out_whole_orderings():
    # 8 choose 4: 70 orderings, which come in mirrored pairs; 2 / 70 are left out, and not .05.
    few, error = planned(luck(), [6] * 4 + [-1] * 4, analysis="two_way"), np.sqrt(2 / 4 * 4 / 3)
    by_hand = errors_to_find(Goal(confidence=1 - 2 / 70), freedom=6)

    assert few.standard_error == pytest.approx(error)
    assert few.value == pytest.approx(error * by_hand)


def test_thousands_of_units_have_more_orderings_than_a_number_can_hold():
    assert planned(LAW, [3, 6] * 1000, analysis="two_way").value < 0.2


def test_restless_units_among_quiet_ones():
    # Half of the variances are 1, half are 4: mean 2.5, variance 2.25; 2.25 / 6.25 = .36.
    rng = np.random.default_rng(4)
    past = rng.normal(size=(400, 24))

    assert history_of(outcomes=past).unevenness == pytest.approx(0, abs=0.02)
    past[rng.permutation(400)[:200]] *= 2
    past[rng.random(past.shape) < 0.05] = np.nan
    assert history_of(outcomes=past).unevenness == pytest.approx(0.36, abs=0.15)


def test_an_unevenness_that_cannot_be():
    with pytest.raises(ValueError, match="unevenness"):
        luck(unevenness=-0.1)


def test_values_of_a_learnt_variance_average_one():
    from dampak.statistics.power.goal import _variances_learnt

    assert _variances_learnt(12).mean() == pytest.approx(1, abs=0.01)
    assert special.gammainc(6, _variances_learnt(12) * 6)[0] == pytest.approx(0.5 / 64)
