"""What a planned roll-out could find, and how many units or months it would take."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.units.statistics.power.pasts import LAW, past_of

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.phased import WorkingCovariance, phased_effect
from dampak.statistics.power import (
    Detectable,
    Goal,
    History,
    months_needed,
    power_of_effect,
    power_on_own_past,
    series,
    smallest_detectable_change,
    smallest_detectable_effect,
    units_needed,
)
from dampak.statistics.power.weighing import rollout_of, weights_of
from dampak.statistics.staggered import group_time_effects, overall_effect
from dampak.statistics.time_series.designs import Segments
from dampak.statistics.time_series.many import intervals_of_many

LUCK = History(lasting_variance=5.0, fading_variance=0.0, persistence=0.0, passing_variance=4.0)
few_examples = settings(max_examples=20, deadline=None)


def planned(first, n_periods=12, *, history=LAW, **rules):
    return smallest_detectable_effect(
        history=history, first_treated=first, n_periods=n_periods, **rules
    )


def test_two_groups_by_hand():
    # Staggered compares each month after with the last before. 20 + 20 units, 6 months after, pure
    # luck of variance 4: a unit's contrast varies by 4 * (1/6 + 1) = 14/3; the difference by
    # 14/3 * 2/20 = 7/15, error 0.68313. Welch with equal halves: 38 degrees of freedom.
    found = planned([6] * 20 + [-1] * 20, history=LUCK)

    assert found.standard_error == pytest.approx(np.sqrt(7 / 15))
    assert found.freedom == pytest.approx(38)
    # t(.975; 38) + t(.8; 38) = 2.0244 + 0.8512 = 2.8756 (Bloom); exactly 2.876.
    assert found.value / found.standard_error == pytest.approx(2.8756, abs=2e-3)


def test_all_months_before_count_in_the_two_way_contrast():
    # 6 months before as well: 4 * (1/6 + 1/6) * 2/20 = 2/15.
    found = planned([6] * 20 + [-1] * 20, history=LUCK, analysis="two_way")

    assert found.standard_error == pytest.approx(np.sqrt(2 / 15))
    assert found.method == "detectable_two_way/1"


PLANS = [
    ([3] * 4 + [5] * 4 + [8] * 4 + [-1] * 12, 12),
    ([2, 4, 6, 8] * 3, 10),
    ([0] * 3 + [3] * 5 + [7] * 4, 9),
]


@pytest.mark.parametrize(("first", "n_periods"), PLANS)
def test_the_weights_are_those_of_our_own_analyses(first, n_periods):
    first = np.array(first)
    rollout = rollout_of(first, n_periods=n_periods)
    y = np.random.default_rng(1).normal(size=(first.size, n_periods))
    rng = np.random.default_rng(1)
    hussey_hughes = WorkingCovariance(unit_share=0.7, persistence=0.3)

    staggered = overall_effect(group_time_effects(outcomes=y, first_treated=first), rng=rng)
    assert (weights_of(rollout, "staggered") * y).sum() == pytest.approx(staggered.value)
    for contrast in ("two_way", "within_months", hussey_hughes):
        phased = phased_effect(
            outcomes=y, first_treated=first, contrast=contrast, rng=rng, draws=19, confidence=0.8
        )
        assert (weights_of(rollout, contrast) * y).sum() == pytest.approx(phased.value)


@pytest.mark.parametrize("analysis", ["staggered", "two_way"])
def test_the_effect_is_found_as_often_as_promised_and_nothing_where_nothing_is(analysis):
    first = np.repeat([4, 8, -1], [10, 10, 12])
    plan = planned(first, analysis=analysis)
    found = false = 0
    for seed in range(400):
        rng = np.random.default_rng(seed)
        dealt = rng.permutation(first)
        y = past_of(rng, n_units=32, n_periods=12)
        if analysis == "staggered":
            answer = overall_effect(group_time_effects(outcomes=y, first_treated=dealt), rng=rng)
        else:
            answer = phased_effect(outcomes=y, first_treated=dealt, rng=rng, draws=199)
        false += not answer.low <= 0 <= answer.high
        found += not answer.low + plan.value <= 0 <= answer.high + plan.value

    # 400 worlds: errors .02 and .011
    assert 0.74 <= found / 400 <= 0.86
    assert false / 400 <= 0.085


def test_the_chance_to_find_runs_from_the_false_claims_to_certainty():
    plan = {"history": LAW, "first_treated": [6] * 20 + [-1] * 20, "n_periods": 12}
    smallest = smallest_detectable_effect(**plan).value

    chances = [power_of_effect(effect=x, **plan) for x in (0, smallest / 2, smallest, -smallest, 9)]

    assert chances[0] == pytest.approx(0.05)
    assert 0.2 < chances[1] < 0.4
    assert chances[2] == chances[3] == pytest.approx(0.8)
    assert chances[4] == pytest.approx(1)
    assert power_of_effect(effect=1, **{**plan, "first_treated": [-1] * 40}).why is (
        Silence.NOBODY_TRAINED
    )


@few_examples
@given(scale=st.sampled_from([1e-6, 3.0, 1e6]), shift=st.floats(0, 100))
def test_units_of_measurement_and_lasting_differences(scale, shift):
    plain = planned([4, 8, -1] * 12)
    other = History(
        lasting_variance=(LAW.lasting_variance + shift) * scale**2,
        fading_variance=LAW.fading_variance * scale**2,
        persistence=LAW.persistence,
        passing_variance=LAW.passing_variance * scale**2,
    )

    assert planned([4, 8, -1] * 12, history=other).value == pytest.approx(scale * plain.value)


def test_twice_the_units_have_half_the_variance():
    once, twice = (planned(np.tile([4, 8, -1], n)) for n in (12, 24))

    assert twice.standard_error**2 == pytest.approx(once.standard_error**2 / 2)


def test_the_best_weighting_is_the_one_that_knows_the_law():
    first = np.tile([2, 4, 6, 8], 4)
    known = WorkingCovariance(unit_share=2 / 3, persistence=0.6)
    law = History(lasting_variance=2.0, fading_variance=1.0, persistence=0.6, passing_variance=0.0)

    errors = {
        str(analysis): planned(first, 10, history=law, analysis=analysis).standard_error
        for analysis in (known, "two_way", "within_months", "staggered")
    }

    assert min(errors, key=errors.get) == str(known)


def test_the_fewest_units_and_not_one_round_fewer():
    plan = {"history": LAW, "first_treated": [6, 8, -1], "n_periods": 12}

    found = units_needed(effect=-0.9, **plan)

    assert found.value % 3 == 0
    assert found.detectable.value <= 0.9
    fewer = planned(np.tile([6, 8, -1], found.value // 3 - 1))
    assert fewer.value > 0.9


def test_the_fewest_months_and_not_one_fewer():
    first = [6] * 20 + [-1] * 20

    found = months_needed(history=LUCK, effect=1.93, first_treated=first)

    # error**2 is 4 * (1/m + 1) / 10; 1.93 / 2.876 = 0.671 allows 1/m + 1 <= 1.126: m = 8.
    assert found.value == 6 + 8
    assert found.detectable.n_periods == 14


def test_more_months_do_not_help_where_the_months_before_are_too_few():
    answer = months_needed(history=LUCK, effect=0.5, first_treated=[6] * 20 + [-1] * 20)

    assert answer == NoAnswer(why=Silence.TOO_FEW_UNITS, needed=41, found=40)


@pytest.mark.parametrize(
    ("first", "n_periods", "why"),
    [
        ([-1] * 9, 12, (Silence.NOBODY_TRAINED, 1, 0)),
        ([20] * 9, 12, (Silence.NOBODY_TRAINED, 1, 0)),
        ([3] * 9, 12, (Silence.EVERYBODY_AT_ONCE, 1, 0)),
        ([3, -1], 12, (Silence.TOO_FEW_UNITS, 4, 2)),
        ([0, -1] * 9, 1, (Silence.TOO_FEW_MONTHS, 2, 1)),
        ([0, -1] * 10, 12, (Silence.NO_MONTHS_BEFORE, 1, 0)),
        ([3] + [-1] * 11, 12, (Silence.TOO_FEW_ORDERINGS, 40, 12)),
        ([], 12, (Silence.NOBODY_TRAINED, 1, 0)),
    ],
)
def test_plans_that_can_find_nothing(first, n_periods, why):
    for answer in (
        planned(first, n_periods),
        units_needed(history=LAW, effect=1, first_treated=first, n_periods=n_periods)
        if why[0] not in {Silence.TOO_FEW_UNITS, Silence.TOO_FEW_ORDERINGS} and len(first)
        else planned(first, n_periods),
    ):
        assert isinstance(answer, NoAnswer)
        assert (answer.why, answer.needed, answer.found) == why


@pytest.mark.parametrize("effect", [0, np.nan, np.inf])
def test_an_effect_that_is_none_cannot_be_planned_for(effect):
    with pytest.raises(ValueError, match="effect must be a finite number"):
        units_needed(history=LAW, effect=effect, first_treated=[6, -1], n_periods=12)
    with pytest.raises(ValueError, match="effect must be a finite number"):
        months_needed(history=LAW, effect=effect, first_treated=[6, -1])


@pytest.mark.parametrize("wrong", [{"power": 1.0}, {"confidence": 0.0}, {"power": 0.04}])
def test_goals_that_cannot_be(wrong):
    with pytest.raises(ValueError, match=r"power|confidence"):
        Goal(**wrong)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"first_treated": ["a"]}, "first_treated must hold whole numbers"),
        ({"first_treated": [0.5, 1.0]}, "first_treated must hold whole numbers"),
        ({"analysis": "anova"}, "contrast must be"),
    ],
)
def test_plans_that_make_no_sense(wrong, named):
    right = {"history": LAW, "first_treated": [6, -1] * 10, "n_periods": 12}

    with pytest.raises(ValueError, match=named):
        smallest_detectable_effect(**{**right, **wrong})


class TestOnTheOfficesOwnPast:
    def pretended(self, past=None, **rules):
        if past is None:
            past = past_of(np.random.default_rng(5), n_units=40, n_periods=30)
        plan = {"first_treated": np.repeat([4, 8, -1], [12, 12, 16]), "n_periods": 12}
        return power_on_own_past(
            outcomes=past, rng=np.random.default_rng(1), **{**plan, "redraws": 150, **rules}
        )

    @pytest.mark.parametrize("analysis", ["staggered", "two_way"])
    def test_it_agrees_with_the_plan_when_the_past_obeys_the_law(self, analysis):
        found = self.pretended(analysis=analysis)
        plan = planned(np.repeat([4, 8, -1], [12, 12, 16]), analysis=analysis)

        assert isinstance(plan, Detectable)
        assert found.smallest_detectable == pytest.approx(plan.value, rel=0.25)
        assert found.false_claims.low <= 0.05
        assert found.chance_to_find(found.smallest_detectable).high >= 0.8
        assert found.chance_to_find(-50.0).value == 1

    def test_an_effect_moves_an_interval_by_itself(self):
        # Lows -3 -1 -2 -4, highs 1 3 2 4: with an effect of 2.5 the second and third are found.
        found = self.pretended()
        few = type(found)(
            lows=np.array([-3.0, -1, -2, -4]),
            highs=np.array([1.0, 3, 2, 4]),
            n_redraws=4,
            goal=Goal(power=0.5),
        )

        assert few.chance_to_find(2.5).value == 0.5
        assert few.chance_to_find(-2.5).value == 0.5  # the first and third
        assert few.false_claims.value == 0
        # Distances 1 1 2 2 3 3 4 4: half of them lie below anything above 2.
        assert few.smallest_detectable == pytest.approx(2)
        # None of 4 found: at most 1 - 0.025**(1/4) = 0.602.
        assert few.false_claims.high == pytest.approx(1 - 0.025**0.25)

    @pytest.mark.parametrize(
        ("rules", "why"),
        [
            ({"past": np.eye(39)}, (Silence.TOO_FEW_UNITS, 40, 39)),
            ({"n_periods": 31}, (Silence.TOO_FEW_MONTHS, 31, 30)),
            ({"past": np.ones((40, 30))}, (Silence.NO_SPREAD, None, None)),
            ({"first_treated": [-1] * 20}, (Silence.NOBODY_TRAINED, 1, 0)),
        ],
    )
    def test_says_what_is_missing(self, rules, why):
        answer = self.pretended(**rules)

        assert isinstance(answer, NoAnswer)
        assert answer.why is why[0]
        assert why[1] is None or (answer.needed, answer.found) == why[1:]

    def test_no_redraws_at_all(self):
        with pytest.raises(ValueError, match="redraws"):
            self.pretended(redraws=0)


class TestOneSeries:
    law = History(lasting_variance=9.0, fading_variance=1.0, persistence=0.3, passing_variance=0.0)

    def planned(self, **rules):
        plan = {"history": self.law, "n_before": 24, "n_after": 12}
        return smallest_detectable_change(rng=np.random.default_rng(1), **{**plan, **rules})

    def test_not_knowing_the_dependence_costs_something(self, monkeypatch):
        monkeypatch.setattr(series, "SERIES", 200)  # enough to see that it costs
        found = self.planned(slope_changes=False)

        assert found.value > 2.8 * found.standard_error
        assert found.value < 8 * found.standard_error
        assert found.false_claims <= 0.15

    def test_the_change_is_found_as_often_as_promised(self, monkeypatch):
        monkeypatch.setattr(series, "SERIES", 800)
        plan = self.planned()
        rng = np.random.default_rng(2)
        root = np.linalg.cholesky(self.law.covariance(36) - 9.0)
        columns = Segments(start=24, season="none", slope_changes=True)
        lows, highs = intervals_of_many(
            rng.standard_normal((700, 36)) @ root.T,
            columns.columns(np.arange(36)),
            columns.change_after(5.5),
            confidence=0.95,
        )

        found = (lows + plan.value > 0) | (highs + plan.value < 0)
        claimed = (lows > 0) | (highs < 0)
        assert found.mean() == pytest.approx(0.8, abs=0.05)  # three simulation errors
        assert claimed.mean() == pytest.approx(plan.false_claims, abs=0.025)

    def test_too_few_months_are_refused_by_the_analysis(self):
        assert self.planned(n_before=5).why is Silence.TOO_FEW_MONTHS

    def test_a_series_without_months_after(self):
        with pytest.raises(ValueError, match="n_after must be at least 1"):
            self.planned(n_after=0)
