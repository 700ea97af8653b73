"""Readings, panels and training in the organisation of a day, out of the SQL and out of a cube."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conformed_tables import draw, empty_tables, fill
from tests.units.warehouse.organisation.reorganised import (
    CHANGES,
    counts_for,
    node_of,
    reorganisations,
)
from tests.units.warehouse.tallies.worlds import (
    DEFINITIONS,
    FIRST,
    LAST,
    NUMBERING,
    UNITS,
    filled,
    plain_tallies,
    read,
    with_units,
    worlds,
)

from dampak.foundation.months import month_of
from dampak.indicators.catalogue import CATALOGUE
from dampak.warehouse.organisation.as_of import as_of
from dampak.warehouse.organisation.organised import Organised
from dampak.warehouse.organisation.register import register_of
from dampak.warehouse.panels import arrange_panel
from dampak.warehouse.readings import count_readings
from dampak.warehouse.tallies.cube import cube_in, cube_table
from dampak.warehouse.tallies.reading_cubes import readings_in
from dampak.warehouse.tallies.viewing import seen_through
from dampak.warehouse.training_starts import training_starts

BACKLOG, PRODUCTIVITY = CATALOGUE["open-backlog"], CATALOGUE["productivity"]
FLOWS = [each for each in DEFINITIONS.values() if each != BACKLOG]
days = st.sampled_from([date(2023, 1, 1), *CHANGES, date(2026, 1, 1)])
people = st.lists(
    st.fixed_dictionaries(
        {
            "person_key": st.sampled_from(["sri", "budi"]),
            "unit_code": st.sampled_from(UNITS),
            "from_on": st.none() | st.dates(FIRST, LAST),
            "to_on": st.none() | st.dates(FIRST, LAST),
        }
    ),
    max_size=4,
)


@pytest.fixture(scope="module")
def tables():
    return empty_tables(FIRST, LAST)


def organised_by(rows, day):
    register = register_of(rows)
    return Organised(day=day, register=register, view=as_of(register, day))


def unit_of(rows, organised):
    """The unit by the plain way; the view's own word only for what is left of a unit."""
    return lambda code, month: (
        counts_for(rows, code, month, organised.day) or node_of(organised.view, code, month)
    )


def cells(found):
    return {
        (reading.unit_code, reading.month): (reading.numerator, reading.denominator, reading.value)
        for reading in found
    }


@given(rows=reorganisations(), world=worlds(UNITS), day=days)
@settings(max_examples=25, deadline=None)
def test_the_sql_reads_as_if_every_row_had_always_been_its_later_units(tables, rows, world, day):
    organised = organised_by(rows, day)
    for definition in FLOWS:
        with filled(tables, world):
            found = cells(count_readings(tables, definition, organised))
        with filled(tables, with_units(world, definition, unit_of(rows, organised))):
            assert found == read(tables, definition), definition.code


@given(rows=reorganisations(), world=worlds(UNITS), day=days)
@settings(max_examples=25, deadline=None)
def test_the_cube_reads_what_the_sql_reads(tables, rows, world, day):
    organised = organised_by(rows, day)
    with filled(tables, world):
        tallies = {table: (tally,) for table, tally in plain_tallies(tables).items()}
        seen = seen_through(tallies, organised.view, NUMBERING.units.by_code())
        cube = cube_in(cube_table(seen, DEFINITIONS.values()))
        for definition in DEFINITIONS.values():
            found = readings_in(cube, definition)
            assert found == count_readings(tables, definition, organised), definition.code


@given(rows=reorganisations(), world=worlds(UNITS), day=days)
@settings(max_examples=25, deadline=None)
def test_no_row_is_lost_or_counted_twice(tables, rows, world, day):
    organised = organised_by(rows, day)
    with filled(tables, world):
        for definition in (*FLOWS, BACKLOG):
            was = Counter()
            for each in count_readings(tables, definition):
                was[each.month] += each.denominator
            is_now = Counter()
            for each in count_readings(tables, definition, organised):
                is_now[each.month] += each.denominator
            assert was == is_now, definition.code


@given(rows=reorganisations(), world=worlds(UNITS), posted=people, day=days)
@settings(max_examples=15, deadline=None)
def test_staff_days_are_those_of_every_day_under_the_unit_of_its_month(
    tables, rows, world, posted, day
):
    organised = organised_by(rows, day)
    unit = unit_of(rows, organised)
    day_by_day = [
        {"person_key": each["person_key"], "unit_code": code, "from_on": on, "to_on": on}
        for each in posted
        for on in all_days(each["from_on"] or FIRST, each["to_on"] or LAST)
        for code in [unit(each["unit_code"], month_of(on))]
    ]
    with filled(tables, world | {"people": posted}):
        found = cells(count_readings(tables, PRODUCTIVITY, organised))
    moved = with_units(world, PRODUCTIVITY, unit) | {"people": day_by_day}
    with filled(tables, moved):
        assert found == read(tables, PRODUCTIVITY)


def all_days(first, last):
    return [first + timedelta(each) for each in range((last - first).days + 1)]


MERGED = [
    {"code": "A", "valid_to": date(2024, 3, 31), "successor_code": "C"},
    {"code": "B", "valid_to": date(2024, 3, 31), "successor_code": "C"},
    {"code": "C", "valid_from": date(2024, 4, 1)},
]
SPLIT = [
    {"code": "A", "valid_to": date(2024, 3, 31), "successor_code": "P; Q"},
    {"code": "P", "valid_from": date(2024, 4, 1)},
    {"code": "Q", "valid_from": date(2024, 4, 1)},
]


@pytest.fixture
def empty():
    return empty_tables(FIRST, LAST)


def test_a_merged_units_median_is_found_among_the_rows_of_both(empty):
    """A took 0, 0 and 1 working days, B 9: the median of all four is 0.5, not (0 + 9) / 2."""
    draw(
        empty,
        "service_requests",
        """
        unit_code | received_on | closed_on
        ----------+-------------+-----------
        A         | 2024-03-04  | 2024-03-04
        A         | 2024-03-04  | 2024-03-04
        A         | 2024-03-04  | 2024-03-05
        B         | 2024-03-04  | 2024-03-18
        """,
    )
    (found,) = count_readings(
        empty, CATALOGUE["median-completion-time"], organised_by(MERGED, LAST)
    )
    assert (found.unit_code, found.denominator, found.value) == ("C", 4, 0.5)


def test_a_merged_unit_is_trained_from_the_first_training_of_any(empty):
    draw(
        empty,
        "training",
        """
        unit_code | programme | started_on
        ----------+-----------+-----------
        B         | loket     | 2024-03-05
        C         | loket     | 2024-05-06
        """,
    )
    (start,) = training_starts(empty, organised=organised_by(MERGED, LAST))
    assert (start.unit_code, start.first_day, start.rows) == ("C", date(2024, 3, 5), 2)


def test_the_parts_of_a_unit_that_was_trained_are_trained_but_add_no_row(empty):
    draw(
        empty,
        "training",
        """
        unit_code | programme | started_on
        ----------+-----------+-----------
        A         | loket     | 2024-03-05
        Q         | loket     | 2024-05-06
        """,
    )
    found = training_starts(empty, organised=organised_by(SPLIT, LAST))
    assert [(each.unit_code, each.first_day, each.rows) for each in found] == [
        ("A", date(2024, 3, 5), 1),
        ("P", date(2024, 3, 5), 0),
        ("Q", date(2024, 3, 5), 1),
    ]


def test_what_was_not_known_by_the_day_is_left_out(empty):
    draw(
        empty,
        "complaints",
        """
        unit_code | received_on
        ----------+------------
        A         | 2024-03-04
        A         | 2024-04-04
        """,
    )
    fill(empty, "service_requests", [{"unit_code": "A", "received_on": date(2024, 3, 1)}])
    fill(empty, "service_requests", [{"unit_code": "A", "received_on": date(2024, 4, 1)}])
    draw(
        empty,
        "training",
        """
        unit_code | programme | started_on
        ----------+-----------+-----------
        A         | loket     | 2024-04-05
        """,
    )
    march = replace(organised_by(MERGED, date(2024, 3, 31)), until=date(2024, 3, 1))
    found = arrange_panel(empty, "complaints-per-1000", organised=march)
    assert found.months == (date(2024, 3, 1),)
    assert training_starts(empty, organised=march) == ()


@pytest.fixture
def own(empty):
    empty.execute("ALTER TABLE unit_months ADD COLUMN scrap DOUBLE")

    def hand_over(*rows):
        empty.executemany(
            "INSERT INTO unit_months (unit_code, month, scrap) VALUES (?, ?, ?)", rows
        )
        return empty

    return hand_over


def test_a_column_of_the_offices_own_goes_with_a_renamed_unit(own):
    renamed = [MERGED[0], MERGED[2]]
    tables = own(("A", date(2024, 3, 1), 2.5), ("C", date(2024, 4, 1), 1.5))
    found = arrange_panel(tables, "unit_months.scrap", organised=organised_by(renamed, LAST))
    assert (found.unit_codes, found.values.tolist()) == (("C",), [[2.5, 1.5]])


def test_a_column_of_the_offices_own_stays_where_two_would_meet(own):
    tables = own(
        ("A", date(2024, 3, 1), 2.5), ("B", date(2024, 3, 1), 9.0), ("C", date(2024, 4, 1), 1.5)
    )
    found = arrange_panel(tables, "unit_months.scrap", organised=organised_by(MERGED, LAST))
    assert found.unit_codes == ("A", "B", "C")
