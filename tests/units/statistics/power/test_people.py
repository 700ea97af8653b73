"""Tests before and after: how large a gain could be found, how many people it takes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.power import TTestIndPower, TTestPower

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.power import Scores, people_needed, smallest_detectable_gain

SCORES = Scores(spread=10.0, correlation=0.5)  # gains then spread by 10 as well


def gain(n_trained, n_comparison=0, comparing="paired", scores=SCORES):
    return smallest_detectable_gain(
        scores=scores, n_trained=n_trained, n_comparison=n_comparison, comparing=comparing
    )


def test_errors_by_hand():
    # Gains vary by 2 * 100 * (1 - .5) = 100: 100 / 25 alone; 100 * (1/25 + 1/100) against others;
    # adjusted 100 * .75 * (1/25 + 1/100) * (1 + 1 / 121).
    assert gain(25).standard_error == pytest.approx(2)
    assert gain(25, 100, "gains").standard_error == pytest.approx(np.sqrt(5))
    assert gain(25, 100, "ancova").standard_error == pytest.approx(np.sqrt(3.75 * 122 / 121))
    assert [gain(25, 100, c).freedom for c in ("paired", "gains", "ancova")] == [24, 123, 122]


@pytest.mark.parametrize("n", [5, 20, 200])
def test_student_s_tests_of_statsmodels(n):
    one = TTestPower().solve_power(nobs=n, power=0.8, alpha=0.05)
    two = TTestIndPower().solve_power(nobs1=n, power=0.8, alpha=0.05)

    # statsmodels solves to about five digits
    assert gain(n).value == pytest.approx(10 * one, rel=1e-5)
    assert gain(n, n, "gains").value == pytest.approx(10 * two, rel=1e-5)


def test_classes_count_as_classes():
    # 8 classes of 10 with a fifth of the variance: 1 + 9 * .2 = 2.8 times the variance, freedom 7.
    classes = Scores(spread=10.0, correlation=0.5, class_size=10, class_share=0.2)

    found = gain(80, scores=classes)

    assert found.standard_error == pytest.approx(np.sqrt(100 * 2.8 / 80))
    assert found.freedom == 7


@settings(max_examples=30, deadline=None)
@given(
    effect=st.floats(1, 50),
    comparing=st.sampled_from(["paired", "gains", "ancova"]),
    ratio=st.sampled_from([0.5, 1.0, 3.0]),
)
def test_the_fewest_people_and_not_one_fewer(effect, comparing, ratio):
    found = people_needed(
        scores=SCORES, effect=-effect, comparing=comparing, comparison_per_trained=ratio
    )

    assert found.value <= effect
    fewer = found.n_trained - 1
    others = int(np.ceil(ratio * fewer - 1e-9))
    less = gain(fewer, others, comparing)
    assert isinstance(less, NoAnswer) or less.value > effect


@pytest.mark.parametrize(
    ("asked", "needed", "found"),
    [
        ((0, 0, "paired"), 2, 0),
        ((1, 0, "paired"), 2, 1),
        ((9, 1, "gains"), 2, 1),
        ((3, 2, "ancova"), 6, 5),
    ],
)
def test_too_few_people(asked, needed, found):
    assert gain(*asked) == NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=needed, found=found)


def test_two_classes_cannot_tell_how_classes_differ():
    classes = Scores(spread=10.0, correlation=0.5, class_size=30, class_share=0.2)

    answer = gain(30, 30, "gains", classes)

    # 2 classes, 2 means: one of freedom is missing, that is one class more.
    assert answer == NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=90, found=60)


def test_an_effect_too_small_for_any_number_of_people():
    answer = people_needed(scores=SCORES, effect=1e-9)

    assert answer.why is Silence.TOO_FEW_PEOPLE


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"spread": 0.0}, "spread"),
        ({"spread": np.inf}, "spread"),
        ({"correlation": 1.0}, "correlation"),
        ({"class_size": 0.5}, "class_size"),
        ({"class_share": 1.0}, "class_size"),
    ],
)
def test_scores_that_cannot_be(wrong, named):
    with pytest.raises(ValueError, match=named):
        Scores(**{"spread": 1.0, "correlation": 0.5, **wrong})


def test_questions_that_make_no_sense():
    with pytest.raises(ValueError, match="comparing"):
        gain(10, 10, "anova")
    with pytest.raises(ValueError, match="n_trained must be at least 0"):
        gain(-1)
    with pytest.raises(ValueError, match="effect"):
        people_needed(scores=SCORES, effect=0)
    with pytest.raises(ValueError, match="comparison_per_trained"):
        people_needed(scores=SCORES, effect=1, comparison_per_trained=0)
