from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.disclosure.over_time import Showing
from dampak.disclosure.rule import Audience, Disclosed
from dampak.disclosure.table import disclose_some, disclose_table, people_of
from dampak.foundation.answers import NoAnswer, Silence
from dampak.indicators.definition import Reading

INSIDE = Audience.INSIDE  # of satisfaction at least 3 are shown


def ikm(unit_code, respondents):
    return Reading(
        indicator="ikm",
        version=1,
        unit_code=unit_code,
        month=date(2024, 3, 1),
        numerator=None,
        denominator=respondents,
        value=80.0,
    )


def table(**respondents):
    units = [ikm(code, n) for code, n in respondents.items()]
    return units, ikm("*", sum(respondents.values()))


def shown(answers):
    return {code for code, answer in answers.items() if isinstance(answer, Disclosed)}


def test_a_small_unit_takes_the_next_smallest_along_so_that_the_total_may_stay():
    units, together = table(A=2, B=20, C=30)
    answers = disclose_table(units, together, audience=INSIDE)
    assert shown(answers) == {"C", "*"}
    assert answers["A"] == NoAnswer(why=Silence.SMALL_CELL, needed=3)
    assert answers["B"] == NoAnswer(why=Silence.GIVES_FEW_AWAY, needed=3)


def test_without_a_total_the_small_unit_stays_in_alone():
    units, _together = table(A=2, B=20, C=30)
    assert shown(disclose_table(units, None, audience=INSIDE)) == {"B", "C"}


def test_people_of_no_unit_are_protected_as_those_of_a_unit():
    units, together = table(A=20, B=30)
    with_one_more = replace(together, denominator=51.0)
    assert shown(disclose_table(units, with_one_more, audience=INSIDE)) == {"B", "*"}


def test_what_is_no_number_of_people_leaves_whole():
    units, together = table(A=1, B=0, C=1)
    requests = [replace(each, indicator="open-backlog") for each in (*units, together)]
    assert shown(disclose_table(requests[:3], requests[3], audience=INSIDE)) == {"A", "B", "C", "*"}


def test_one_who_came_since_last_week_is_not_told():
    before, _total = table(A=12, B=20)
    last_week = Showing(people=people_of(before, ikm("*", 32)), shown=frozenset({"A", "B", "*"}))
    units, together = table(A=13, B=24)
    answers = disclose_table(units, together, audience=INSIDE, history=[last_week])
    # A alone is one person; all together less B would be that one, too
    assert shown(answers) == {"*"}


def test_those_who_came_are_told_when_they_are_enough():
    before, _total = table(A=12, B=20)
    last_week = Showing(people=people_of(before, ikm("*", 32)), shown=frozenset({"A", "B", "*"}))
    units, together = table(A=15, B=20)
    answers = disclose_table(units, together, audience=INSIDE, history=[last_week])
    assert shown(answers) == {"A", "B", "*"}


@pytest.mark.parametrize(("inside", "is_shown"), [(["A", "B"], True), (["A", "C"], False)])
def test_a_part_of_the_tree_is_told_unless_the_table_beside_it_gives_a_unit_away(inside, is_shown):
    units, together = table(A=2, B=20, C=30)
    some = replace(
        ikm("part", 0), denominator=sum(e.denominator for e in units if e.unit_code in inside)
    )
    answer = disclose_some(
        some, inside, units=units, together=together, shown={"C", "*"}, audience=INSIDE
    )
    assert isinstance(answer, Disclosed) is is_shown


@settings(max_examples=200)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=6))
def test_a_total_is_shown_only_if_more_than_one_value_of_each_hidden_unit_fits(respondents):
    units, together = table(**{f"U{n}": count for n, count in enumerate(respondents)})
    answers = disclose_table(units, together, audience=INSIDE)
    hidden = [e for e in units if e.denominator and e.unit_code not in shown(answers)]
    if "*" in shown(answers) and hidden:
        # each hidden unit holds somebody; what is over may be in any of them
        assert sum(each.denominator for each in hidden) - len(hidden) + 1 >= 3
