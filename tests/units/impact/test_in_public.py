"""What leaves of a finding that is made of what people answered."""

from itertools import product

import pytest
from tests.result_documents import study
from tests.units.disclosure.attacker import unpicked

from dampak.disclosure.rounding import to_base
from dampak.impact.in_public import public_edition, rounded_rooms

LEFT_OUT = {"because": {"id": "tanpa jawaban", "en": "no answer"}}


def room(number, rows_out, *left_out, set_aside=None):
    aside = sum(left_out) if set_aside is None else set_aside
    return {
        "room": number,
        "rows_in": rows_out + aside,
        "rows_out": rows_out,
        "set_aside": aside,
        "left_out": [LEFT_OUT | {"rows": rows} for rows in left_out],
    }


def way(counted, unanswered, doubled):
    """Landed, conformed, counted, compared."""
    kept = counted + unanswered
    return [
        room(1, kept + doubled),
        room(2, kept, doubled),
        room(3, counted, unanswered),
        room(4, 1728),
    ]


def rows(rooms):
    return [
        (
            each["rows_in"],
            each["rows_out"],
            each["set_aside"],
            *[left["rows"] for left in each["left_out"]],
        )
        for each in rooms
    ]


def test_every_room_still_adds_up_and_what_one_lets_out_the_next_takes_in():
    rounded = rounded_rooms(way(1203, 4, 2), 5)
    # 1203 is shown as 1205, 4 as 5 and 2 as 0; what came in before is their sum.
    assert rows(rounded) == [
        (1210, 1210, 0),
        (1210, 1210, 0, 0),
        (1210, 1205, 5, 5),
        (1728, 1728, 0),
    ]


def test_rows_without_a_reason_are_rounded_too():
    assert rows(rounded_rooms([room(2, 101, set_aside=3)], 5)) == [(105, 100, 5)]


def test_who_tries_every_way_finds_no_number_of_rows():
    shown = {
        counts: tuple(rows(rounded_rooms(way(*counts), 5)))
        for counts in product(range(98, 113), range(3, 13), range(3, 13))
    }
    for counts, may_be in unpicked(shown):
        for count, possible in zip(counts, may_be, strict=True):
            assert len(possible) == 5
            assert {to_base(each, 5) for each in possible} == {to_base(count, 5)}


def test_of_satisfaction_the_verdict_leaves_and_what_stands_on_one_month_does_not():
    plain = study(outcome="ikm", decimals=2)
    plain["estimate"] |= {"value": -1.5049, "low": -2.1049, "high": -0.9049}
    kept = public_edition(plain, way(1203, 4, 2))["study"]
    assert (kept["group_means"], kept["event_study"], kept["baseline"]) == ([], None, None)
    assert (kept["estimate"]["value"], kept["estimate"]["low"]) == (-1.5, -2.1)
    assert kept["sentence"] == plain["sentence"]
    assert plain["group_means"]


@pytest.mark.parametrize("outcome", ["median-completion-time", "unit_months.antrean"])
def test_what_is_not_made_of_people_leaves_as_it_is(outcome):
    assert public_edition(study(outcome=outcome), way(1203, 4, 2)) is None
