"""Where nothing can be imputed, the method says what was missing."""

import numpy as np
import pytest
from tests.units.statistics.offices import offices

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.imputation import imputed_effect, imputed_event_study

METHODS = (imputed_effect, imputed_event_study)


def answers(outcomes, first):
    rng = np.random.default_rng(1)
    return [method(outcomes=outcomes, first_treated=first, rng=rng) for method in METHODS]


@pytest.mark.parametrize(
    ("first", "why", "needed", "found"),
    [
        ([-1] * 30, Silence.NOBODY_TRAINED, 1, 0),
        ([9] * 15 + [-1] * 15, Silence.NOBODY_TRAINED, 1, 0),  # only after the data end
        ([0] * 15 + [-1] * 15, Silence.NO_MONTHS_BEFORE, 1, 0),
        ([3] * 30, Silence.EVERYBODY_AT_ONCE, 1, 0),
        ([3] + [-1] * 39, Silence.TOO_FEW_TRAINED, 2, 1),
        ([3] * 39 + [-1], Silence.TOO_FEW_COMPARISON, 2, 1),
        ([2] * 20 + [4] * 19 + [-1], Silence.TOO_FEW_COMPARISON, 2, 1),
    ],
)
def test_says_what_is_missing_and_how_much_of_it(first, why, needed, found):
    outcomes = np.random.default_rng(1).normal(size=(len(first), 6))

    assert answers(outcomes, first) == [NoAnswer(why=why, needed=needed, found=found)] * 2


@pytest.mark.parametrize("outcomes", [np.empty((0, 6)), np.full((30, 6), np.nan)])
def test_nothing_counted(outcomes):
    first = ([3] * 15 + [-1] * 15)[: len(outcomes)]

    expected = NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    assert answers(outcomes, first) == [expected] * 2


def test_comparison_offices_that_were_never_counted_while_others_were_trained():
    outcomes = np.random.default_rng(1).normal(size=(30, 6))
    outcomes[15:, 3:] = np.nan

    expected = NoAnswer(why=Silence.TOO_FEW_COMPARISON, needed=2, found=0)
    assert answers(outcomes, [3] * 15 + [-1] * 15) == [expected] * 2


@pytest.mark.parametrize("level", [0.0, 1e9])
def test_an_outcome_that_is_the_same_everywhere(level):
    outcomes = level + np.arange(30)[:, None] * np.ones(6)

    found = answers(outcomes, [3] * 15 + [-1] * 15)

    assert [answer.why for answer in found] == [Silence.NO_SPREAD] * 2


def test_few_units_with_a_month_missing():
    outcomes = np.random.default_rng(1).normal(size=(12, 6))
    outcomes[0, 0] = np.nan

    expected = NoAnswer(why=Silence.FEW_UNITS_WITH_GAPS, needed=72, found=71)
    assert answers(outcomes, [3] * 6 + [-1] * 6) == [expected] * 2


def test_so_few_units_that_no_permutation_can_be_surprising():
    outcomes = np.random.default_rng(1).normal(size=(5, 6))

    effect, _ = answers(outcomes, [3] * 2 + [-1] * 3)

    # Two of five can be chosen in 10 ways; two-sided, one in twenty needs 40: 5 of 8 give 56.
    assert effect == NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=5, found=2)


def test_no_point_of_the_event_study_rests_on_enough_units():
    outcomes, first = offices(
        np.random.default_rng(1), cohorts=tuple((k, 1) for k in range(1, 12)), n_never=12
    )
    outcomes[:11][np.arange(12) != (first[:11, None] + np.arange(11)[:, None] % 3)] = np.nan
    outcomes[:11, 0] = 0.0

    _, study = answers(outcomes, first)

    assert study == NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=5, found=4)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"outcomes": [[1, np.inf], [1, 2]]}, "outcomes holds infinite values"),
        ({"outcomes": [["1", "2"], ["3", "4"]]}, "outcomes must hold numbers"),
        ({"first_treated": [1]}, "first_treated must have one position per unit"),
        ({"first_treated": [1.0, np.nan]}, "first_treated must hold whole numbers"),
        ({"confidence": 95}, "confidence must lie between 0 and 1"),
    ],
)
def test_bad_arguments_are_refused_by_name(method, change, says):
    arguments = {"outcomes": [[1, 2], [1, 2]], "first_treated": [1, -1]} | change

    with pytest.raises(ValueError, match=says):
        method(rng=np.random.default_rng(1), **arguments)


@pytest.mark.parametrize("draws", [0, 99, 2.5, "9"])
def test_bands_need_drawings(draws):
    with pytest.raises(ValueError, match="draws must be"):
        imputed_event_study(
            outcomes=np.eye(8),
            first_treated=[2] * 4 + [-1] * 4,
            rng=np.random.default_rng(1),
            draws=draws,
        )
