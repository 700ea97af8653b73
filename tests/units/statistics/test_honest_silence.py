"""Where the data cannot answer, the method says what was missing."""

import numpy as np
import pytest
from tests.units.statistics.offices import offices

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.staggered import (
    event_study,
    group_time_effects,
    overall_effect,
    placebo_in_time,
    pre_trend_test,
)


def answer_for(first, *, outcomes=None, control="not_yet"):
    if outcomes is None:
        outcomes = np.random.default_rng(1).normal(size=(len(first), 6))
    effects = group_time_effects(outcomes=outcomes, first_treated=first, control=control)
    if isinstance(effects, NoAnswer):
        return effects
    return overall_effect(effects, rng=np.random.default_rng(1))


@pytest.mark.parametrize(
    ("first", "why", "needed", "found"),
    [
        ([-1] * 30, Silence.NOBODY_TRAINED, 1, 0),
        ([9] * 15 + [-1] * 15, Silence.NOBODY_TRAINED, 1, 0),  # only after the data end
        ([0] * 30, Silence.NO_MONTHS_BEFORE, 1, 0),
        ([0] * 15 + [-1] * 15, Silence.NO_MONTHS_BEFORE, 1, 0),
        ([3] * 30, Silence.EVERYBODY_AT_ONCE, 1, 0),
        ([3] + [-1] * 39, Silence.TOO_FEW_TRAINED, 2, 1),
        ([3] * 39 + [-1], Silence.TOO_FEW_COMPARISON, 2, 1),
        # later cohorts serve earlier ones, yet the last months rest on one office alone
        ([2] * 20 + [4] * 19 + [-1], Silence.TOO_FEW_COMPARISON, 2, 1),
    ],
)
def test_says_what_is_missing_and_how_much_of_it(first, why, needed, found):
    assert answer_for(first) == NoAnswer(why=why, needed=needed, found=found)


def test_nobody_left_to_compare_with():
    never_only = answer_for([2] * 15 + [4] * 15, control="never")

    assert never_only == NoAnswer(why=Silence.TOO_FEW_COMPARISON, needed=2, found=0)


def test_one_month_of_data():
    outcomes = np.full((30, 4), np.nan)
    outcomes[:, 2] = np.arange(30)

    answer = answer_for([2] * 15 + [-1] * 15, outcomes=outcomes)

    assert answer == NoAnswer(why=Silence.TOO_FEW_MONTHS, needed=2, found=1)


@pytest.mark.parametrize("outcomes", [np.empty((0, 6)), np.full((30, 6), np.nan)])
def test_nothing_counted(outcomes):
    answer = answer_for(([3] * 15 + [-1] * 15)[: len(outcomes)], outcomes=outcomes)

    assert answer == NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)


def test_trained_offices_that_were_never_counted_before():
    outcomes = np.random.default_rng(1).normal(size=(30, 6))
    outcomes[:15, :3] = np.nan

    answer = answer_for([3] * 15 + [-1] * 15, outcomes=outcomes)

    assert answer.why in {Silence.NO_MONTHS_BEFORE, Silence.NOTHING_COUNTED}


@pytest.mark.parametrize("level", [0.0, 1e9])
def test_an_outcome_that_is_the_same_everywhere(level):
    outcomes = level + np.arange(30)[:, None] * np.ones(6)  # each office keeps its own level

    assert answer_for([3] * 15 + [-1] * 15, outcomes=outcomes).why is Silence.NO_SPREAD


def test_few_units_with_a_month_missing():
    outcomes = np.random.default_rng(1).normal(size=(12, 6))
    outcomes[0, 0] = np.nan
    first = [3] * 6 + [-1] * 6

    answer = answer_for(first, outcomes=outcomes)

    assert answer == NoAnswer(why=Silence.FEW_UNITS_WITH_GAPS, needed=72, found=71)
    effects = group_time_effects(outcomes=outcomes, first_treated=first)
    assert event_study(effects, rng=np.random.default_rng(1)) == answer
    assert pre_trend_test(effects, rng=np.random.default_rng(1)) == answer


def test_so_few_units_that_no_permutation_can_be_surprising():
    # Two of five can be chosen in 10 ways: one in ten is not one in twenty.
    answer = answer_for([3] * 2 + [-1] * 3)

    # Two-sided, one in twenty needs 40 ways: 4 of 7 offices give 35, 5 of 8 give 56.
    assert answer == NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=5, found=2)


def test_no_pre_trend_without_two_months_before():
    outcomes = np.random.default_rng(1).normal(size=(30, 3))
    effects = group_time_effects(outcomes=outcomes, first_treated=[1] * 15 + [-1] * 15)

    answer = pre_trend_test(effects, rng=np.random.default_rng(1))

    assert answer == NoAnswer(why=Silence.NO_MONTHS_BEFORE, needed=2, found=1)


def test_no_placebo_where_the_pretended_training_has_nothing_before_it():
    outcomes, first = offices(np.random.default_rng(1))

    answer = placebo_in_time(
        outcomes=outcomes, first_treated=first, periods_earlier=8, rng=np.random.default_rng(1)
    )

    assert answer == NoAnswer(why=Silence.NO_MONTHS_BEFORE, needed=1, found=0)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"outcomes": [[1, np.inf], [1, 2]]}, "outcomes holds infinite values .*row 0, column 1"),
        ({"outcomes": [["1", "2"], ["3", "4"]]}, "outcomes must hold numbers"),
        ({"outcomes": [1, 2]}, "outcomes must have one row per unit"),
        ({"first_treated": [1]}, "first_treated must have one position per unit"),
        ({"first_treated": [1, -2]}, "first_treated holds -2"),
        ({"first_treated": [1.0, np.nan]}, "first_treated must hold whole numbers"),
        ({"first_treated": ["1", "0"]}, "first_treated must hold whole numbers"),
        ({"control": "all"}, "control must be"),
        ({"base": "first"}, "base must be"),
        ({"anticipation": -1}, "anticipation must be at least 0"),
    ],
)
def test_bad_arguments_are_refused_by_name(change, says):
    arguments = {"outcomes": [[1, 2], [1, 2]], "first_treated": [1, -1]} | change

    with pytest.raises(ValueError, match=says):
        group_time_effects(**arguments)


@pytest.mark.parametrize("confidence", [0, 1, 95, float("nan")])
def test_confidence_is_a_share(confidence):
    outcomes, first = offices(np.random.default_rng(1))
    effects = group_time_effects(outcomes=outcomes, first_treated=first)

    with pytest.raises(ValueError, match="confidence must lie between 0 and 1"):
        overall_effect(effects, rng=np.random.default_rng(1), confidence=confidence)


def test_a_placebo_must_reach_before_the_anticipation():
    with pytest.raises(ValueError, match="periods_earlier must be more than the anticipation of 2"):
        placebo_in_time(
            outcomes=[[1, 2]],
            first_treated=[1],
            periods_earlier=2,
            anticipation=2,
            rng=np.random.default_rng(1),
        )
