from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dampak.indicators.ikm import (
    KEPMENPAN_25_2004,
    PERMENPAN_14_2017,
    RULE_SETS,
    Answers,
    Weight,
    as_published,
    satisfaction_index,
)

ELEMENTS = tuple(PERMENPAN_14_2017.elements)


def everybody_answers(answer, *, respondents=1):
    return {key: Answers(total=answer * respondents, count=respondents) for key in ELEMENTS}


@pytest.mark.parametrize(
    ("index", "published", "letter"),
    [
        ("64.994", "64.99", "D"),
        ("64.995", "65.00", "C"),
        ("76.604", "76.60", "C"),
        ("76.605", "76.61", "B"),
        ("88.304", "88.30", "B"),
        ("88.305", "88.31", "A"),
        ("25", "25.00", "D"),
        ("100", "100.00", "A"),
    ],
)
def test_the_grade_falls_after_rounding_half_up_to_two_decimals(index, published, letter):
    for number in (Decimal(index), Fraction(index), float(index)):
        assert as_published(number) == Decimal(published)
        assert PERMENPAN_14_2017.grade(number).letter == letter


def test_a_tie_below_its_binary_fraction_still_rounds_up():
    # sums of doubles end a hair under the tie; half to even would print 76.60 beside grade B
    assert as_published(76.605 - 1e-12) == Decimal("76.61")
    assert as_published(76.625) == Decimal("76.63")


@pytest.mark.parametrize(
    ("index", "letter"),
    [("43.75", "D"), ("43.76", "C"), ("62.51", "B"), ("81.25", "B"), ("81.26", "A")],
)
def test_the_superseded_rule_grades_by_its_own_bounds(index, letter):
    assert KEPMENPAN_25_2004.grade(Decimal(index)).letter == letter


def test_the_same_index_has_another_grade_under_another_rule():
    grades = {code: rules.grade(Decimal("82.00")).letter for code, rules in RULE_SETS.items()}
    assert grades == {"permenpan-14-2017": "B", "kepmenpan-25-2004": "A"}


def test_performance_goes_with_the_grade():
    said = {grade.letter: grade.performance for grade in PERMENPAN_14_2017.grades}
    assert said == {"A": "Very good", "B": "Good", "C": "Not so good", "D": "Not good"}


def test_the_weight_moves_an_index_across_a_grade():
    # nine elements with the sum of means 32.04: 89.00 exactly, 88.11 by 0.11
    answers = {key: Answers(total=356, count=100) for key in ELEMENTS}
    exact = satisfaction_index(answers)
    coarse = satisfaction_index(answers, weight=Weight.TWO_DECIMALS)
    assert (exact.published, exact.grade.letter) == (Decimal("89.00"), "A")
    assert (coarse.published, coarse.grade.letter) == (Decimal("88.11"), "B")


def test_an_element_is_divided_by_those_who_answered_it():
    # ten respondents, the cost answered by six
    answers = everybody_answers(3, respondents=10) | {"biaya": Answers(total=24, count=6)}
    index = satisfaction_index(answers)
    assert index.elements["biaya"].mean == 4
    assert index.elements["biaya"].out_of_100 == 100
    assert index.skm == Fraction(25 * (8 * 3 + 4), 9)


def test_an_unanswered_element_leaves_its_weight_to_the_others():
    answers = everybody_answers(4) | {"biaya": Answers(total=0, count=0)}
    index = satisfaction_index(answers)
    assert "biaya" not in index.elements
    assert index.elements["waktu"].weighted_mean == Fraction(4, 8)
    assert index.skm == 100


@pytest.mark.parametrize(
    ("weight", "of_nine", "of_eight"),
    [
        (Weight.EXACT, Fraction(1, 9), Fraction(1, 8)),
        (Weight.THREE_DECIMALS, Fraction(111, 1000), Fraction(125, 1000)),
        (Weight.TWO_DECIMALS, Fraction(11, 100), Fraction(13, 100)),
    ],
)
def test_a_named_weight_is_one_over_the_elements_to_its_decimals(weight, of_nine, of_eight):
    assert weight.of_each(9) == of_nine
    assert weight.of_each(8) == of_eight


def test_nobody_answered_is_no_index():
    assert satisfaction_index({}) is None
    assert satisfaction_index({"waktu": Answers(total=0, count=0)}) is None


@pytest.mark.parametrize(
    "answers",
    [
        {"u8": Answers(total=4, count=1)},
        {"waktu": Answers(total=5, count=1)},
        {"waktu": Answers(total=1, count=2)},
    ],
)
def test_positions_and_impossible_sums_are_refused(answers):
    with pytest.raises(ValueError, match=r"'(u8|waktu)'"):
        satisfaction_index(answers)


answer_lists = st.lists(st.integers(1, 4), max_size=12)


@given(st.fixed_dictionaries(dict.fromkeys(ELEMENTS, answer_lists)))
def test_the_index_stays_between_25_and_100_and_is_the_mean_of_the_elements(given_answers):
    answers = {key: Answers(total=sum(a), count=len(a)) for key, a in given_answers.items()}
    index = satisfaction_index(answers)
    means = [Fraction(sum(a), len(a)) for a in given_answers.values() if a]
    if not means:
        assert index is None
        return
    assert 25 <= index.skm <= 100
    assert index.skm == 25 * sum(means) / len(means)
    assert abs(Fraction(index.published) - index.skm) <= Fraction(5, 1000)
