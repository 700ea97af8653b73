"""What everybody sees is rounded; somebody who knows the rule tries all that could be behind it."""

import random
from datetime import date
from itertools import combinations, pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.units.disclosure.attacker import follows, sums_behind, unpicked

from dampak.disclosure.over_time import Showing, batches_of
from dampak.disclosure.rounding import to_base, total_to_base
from dampak.disclosure.rule import Audience, Disclosed, disclose
from dampak.disclosure.table import cells_of, disclose_some, disclose_table, people_of
from dampak.disclosure.withholding import withheld
from dampak.foundation.answers import NoAnswer
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import Reading

PUBLIC, SMALLEST, BASE = Audience.PUBLIC, 10, 5
BINS = {n: frozenset(m for m in range(10, 23) if to_base(m, 5) == to_base(n, 5)) for n in range(23)}


def reading(code, people, value=80.0, indicator="ikm-responses"):
    is_count = indicator == "ikm-responses"
    return Reading(
        indicator=indicator,
        version=1,
        unit_code=code,
        month=date(2024, 3, 1),
        numerator=None,
        denominator=people,
        value=people if is_count else value,
    )


def readings(counts):
    units = [reading(f"U{number}", people) for number, people in enumerate(counts)]
    return units, reading("*", sum(counts))


def seen(answers):
    """All that a page says: the number of people, or that there is none."""
    return tuple(
        answer.reading.denominator if isinstance(answer, Disclosed) else None
        for answer in answers.values()
    )


def door(counts):
    return seen(disclose_table(*readings(counts), audience=PUBLIC))


def of_every_table(rule, *ranges):
    return list(unpicked({counts: rule(counts) for counts in product(*ranges)}))


def test_beside_its_total_every_unit_may_still_be_all_that_rounds_to_what_is_shown():
    for counts, may_be in of_every_table(door, *[range(10, 18)] * 4):
        for people, possible in zip(counts, may_be, strict=True):
            assert possible == BINS[people]


def test_what_everybody_sees_is_made_of_nothing_but_what_the_exact_door_lets_out():
    # So whatever follows from the rounded table follows from the exact one, which is attacked
    # beside this: rounding takes nothing away from its promises.
    made_of = {}
    for counts in product([0, 1, 2, 5, 9, *range(10, 18)], range(10, 18), range(8, 16)):
        units, together = readings(counts)
        gone = withheld(cells_of(units, together), people_of(units, together), smallest=SMALLEST)
        exact = tuple(None if e.unit_code in gone else e.denominator for e in [*units, together])
        assert made_of.setdefault(exact, door(counts)) == door(counts)


def test_sums_over_units_that_are_shown_tell_nothing_more():
    def with_every_filter(counts):
        units, together = readings(counts)
        answers = disclose_table(units, together, audience=PUBLIC)
        shown = {code for code, each in answers.items() if isinstance(each, Disclosed)}
        filters = {
            chosen: disclose_some(
                reading("some", sum(e.denominator for e in units if e.unit_code in chosen)),
                chosen,
                units=units,
                together=together,
                shown=shown,
                audience=PUBLIC,
            )
            for chosen in combinations([each.unit_code for each in units], 2)
        }
        return seen(answers) + seen(filters)

    for counts, may_be in of_every_table(with_every_filter, *[range(10, 18)] * 3):
        for people, possible in zip(counts, may_be, strict=True):
            assert possible == BINS[people]


def test_a_filter_over_a_unit_that_is_not_shown_gets_no_answer():
    units, together = readings([12, 3, 40, 50])

    def asked(people, inside):
        some, shown = reading("some", people), {"U0", "U3", "*"}
        return disclose_some(
            some, inside, units=units, together=together, shown=shown, audience=PUBLIC
        )

    assert isinstance(asked(52, ["U0", "U2"]), NoAnswer)
    assert asked(62, ["U0", "U3"]).reading.denominator == 10 + 50


weeks = st.lists(
    st.lists(st.integers(0, 30), min_size=3, max_size=3).map(tuple), min_size=2, max_size=4
)


@settings(max_examples=60, deadline=None)
@given(weeks)
def test_nobody_finds_those_who_came_between_two_public_tables(weeks):
    # Taking every sum for exact, which the attacker only wishes it were.
    codes, history = ["U0", "U1", "U2"], []
    for counts in weeks:
        units, together = readings(counts)
        answers = disclose_table(units, together, audience=PUBLIC, history=history)
        shown = frozenset(code for code, each in answers.items() if isinstance(each, Disclosed))
        history.append(Showing(people=people_of(units, together), shown=shown))
    batches = {
        (code, number): batch
        for place, code in enumerate(codes)
        for number, batch in enumerate(batches_of([counts[place] for counts in weeks]))
    }
    sums = [
        {
            key
            for key, each in batches.items()
            if (name == "*" or key[0] == name) and each.was_there(week)
        }
        for week, showing in enumerate(history)
        for name in showing.shown
    ]
    few = [key for key, each in batches.items() if 0 < each.people < SMALLEST]
    groups = [group for size in (1, 2) for group in combinations(few, size)]
    small = [each for each in groups if sum(batches[key].people for key in each) < SMALLEST]
    assert [each for each in small if follows(each, sums)] == []


@settings(max_examples=150, deadline=None)
@given(st.integers(10, 1500), st.data())
def test_an_index_gives_back_neither_its_people_nor_its_points(people, data):
    points = data.draw(st.integers(9 * people, 36 * people))
    answer = disclose(reading("U0", people, 25 * points / (9 * people), "ikm"), audience=PUBLIC)
    shown, decimals = answer.reading, answer.decimals
    may_be = range(max(SMALLEST, shown.denominator - 2), shown.denominator + 3)
    fitting = {n: sums_behind(shown.value, decimals, n) for n in may_be}
    assert points in fitting[people]
    if shown.value in (25, 100):  # all gave the least or the most: no decimal hides that
        return
    # Between 10 and 13 answers a whole point of the index is three or four points together.
    assert all(len(sums) >= min(BASE, 9 * n // 25) for n, sums in fitting.items())


def test_who_goes_while_another_comes_is_blurred():
    # Thirteen answered with 400 points; the one with 36 went, one with 9 came, and twenty elsewhere
    # made it possible to show the month anew.
    printed = [
        disclose(reading("U0", 13, 25 * points / 117, "ikm"), audience=PUBLIC)
        for points in (400, 373)
    ]
    may_be = [
        {n: sums_behind(e.reading.value, e.decimals, n) for n in range(13, 18)} for e in printed
    ]
    moved = {b - a for n in range(13, 18) for a in may_be[0][n] for b in may_be[1][n]}
    assert len(moved) == 17
    exact = [sums_behind(25 * points / 117, 2, 13) for points in (400, 373)]
    assert exact == [[400], [373]]


# ---- weak rules, planted


def test_rounding_without_withholding_is_broken_by_knowing_that_somebody_answered():
    def weak(counts):
        return tuple(to_base(each, BASE) for each in counts)

    found = of_every_table(weak, range(1, 18), range(10, 18))
    few = {
        counts[0] for counts, may_be in found if counts[0] < SMALLEST and max(may_be[0]) < SMALLEST
    }
    assert few == {1, 2, 3, 4, 5, 6, 7}  # 8 and 9 might be ten; of the others it is told


def test_rounding_by_lot_is_broken_by_looking_often():
    lots = random.Random(7)  # noqa: S311 - lots, not secrets

    def by_lot(people):
        return 5 * (people // 5) + (5 if lots.random() < people % 5 / 5 else 0)

    def looked_at(rule, people, times=2000):
        return round(sum(rule(people) for _ in range(times)) / times)

    assert [looked_at(by_lot, people) for people in range(10, 23)] == list(range(10, 23))
    assert {looked_at(lambda n: to_base(n, BASE), people) for people in range(13, 18)} == {15}


def test_a_total_rounded_for_itself_alone_is_broken_by_adding_up():
    def weak(counts):
        return (*(to_base(each, BASE) for each in counts), to_base(sum(counts), BASE))

    narrowed = {
        counts: may_be
        for counts, may_be in of_every_table(weak, *[range(10, 18)] * 4)
        if any(len(possible) == 1 for possible in may_be)
    }
    assert narrowed[12, 12, 12, 12] == [frozenset({12})] * 4
    assert total_to_base(48, [12] * 4, BASE, smallest=SMALLEST, hidden_to=0) == 45


def test_all_decimals_beside_a_rounded_number_are_broken_by_trying_each():
    value = 25 * 384 / 117  # thirteen answers
    fits = [n for n in range(10, 23) if sums_behind(value, 2, n)]
    assert fits == [13]


@pytest.mark.parametrize("definition", CATALOGUE.values(), ids=CATALOGUE)
def test_whatever_counts_people_is_rounded_for_everybody(definition):
    assert (definition.public_base >= BASE) is definition.counts_people


@given(st.integers(0, 10**6))
def test_the_same_number_is_always_rounded_alike_and_never_far(people):
    assert to_base(people, BASE) % BASE == 0
    assert abs(to_base(people, BASE) - people) <= BASE // 2


def test_more_people_are_never_shown_as_fewer():
    assert all(a <= b for a, b in pairwise(to_base(n, BASE) for n in range(1000)))


def test_inside_the_office_nothing_is_rounded():
    exact = reading("U0", 13, 82.051282, "ikm")
    answer = disclose(exact, audience=Audience.INSIDE)
    assert (answer.reading, answer.decimals) == (exact, CATALOGUE["ikm"].decimals)
