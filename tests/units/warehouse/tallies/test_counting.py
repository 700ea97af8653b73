"""What is published in parts is counted: the cube reads what SQL counts over the same snapshot."""

from datetime import date

import numpy as np
import pytest
from tests.pieces import AT, promised, request, terms
from tests.units.warehouse.tallies.worlds import DEFINITIONS

from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.working_days import WEEK_ONLY
from dampak.warehouse.panels import arrange_panel, panel
from dampak.warehouse.readings import count_readings, readings
from dampak.warehouse.store import Store, build
from dampak.warehouse.tallies.counting import CountingByTallies
from dampak.warehouse.tallies.cube import open_cube

UNITS = ("D01", "D02", "D03")


def counting():
    return CountingByTallies(CATALOGUE.values(), units=UNITS, calendar=WEEK_ONLY)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def built(store, *lots):
    promises = [each for lot in lots for each in lot]
    return build(store, promises, terms(counting=counting()), at=AT, by="sri")


JANUARY = promised(
    "service_requests",
    [
        request(1, unit_code="D02", service="ktp", closed_on=date(2026, 1, 9), status="closed"),
        request(2, unit_code="D02", service="izin", is_digital=True),
        request(3, unit_code="D01", closed_on=date(2026, 2, 4), status="closed", is_digital=False),
        request(4, unit_code="D03", was_withdrawn=True, is_digital=False),
    ],
)
COMPLAINTS = promised(
    "complaints", [{"complaint_id": "C1", "unit_code": "D02", "received_on": date(2026, 1, 4)}]
)
ANSWERS = promised(
    "satisfaction",
    [
        {"response_id": "S1", "unit_code": "D02", "answered_on": date(2026, 1, 4), "waktu": 3},
        {"response_id": "S2", "unit_code": "D02", "answered_on": date(2026, 1, 5), "biaya": 4},
    ],
)


LISTED = promised(
    "units",
    [
        {"code": "D01", "name": "Dinas"},
        {"code": "D02", "name": "Loket", "parent_code": "D01"},
        {"code": "D03", "name": "Loket", "parent_code": "D01"},
    ],
)


def assert_cube_is_what_sql_counts(snapshot):
    assert snapshot.cube is not None
    with snapshot.connect() as connection:
        for definition in DEFINITIONS.values():
            assert readings(snapshot, definition) == count_readings(connection, definition)
            found = panel(snapshot, definition.code)
            plain = arrange_panel(connection, definition.code)
            np.testing.assert_array_equal(found.values, plain.values)


def test_the_cube_of_a_build_reads_what_sql_counts(store):
    snapshot = built(store, LISTED, JANUARY, COMPLAINTS, ANSWERS)

    assert_cube_is_what_sql_counts(snapshot)
    assert [each.denominator for each in readings(snapshot, CATALOGUE["digital-share"])] == [
        1,
        1,
        1,
    ]


def test_a_later_row_takes_the_place_of_an_earlier_one_in_the_cube_too(store):
    built(store, LISTED, JANUARY, COMPLAINTS, ANSWERS)
    corrected = promised(
        "service_requests",
        [
            # what waited is closed now; a unit that nobody numbered before has a request
            request(2, unit_code="D02", closed_on=date(2026, 2, 6), status="closed"),
            request(9, month=2, unit_code="D03", service="akta", is_digital=True),
        ],
        name="february.parquet",
    )

    snapshot = built(store, corrected)

    assert_cube_is_what_sql_counts(snapshot)
    backlog = {
        (each.unit_code, each.month): each.value
        for each in readings(snapshot, CATALOGUE["open-backlog"])
    }
    assert backlog["D02", date(2026, 1, 1)] == 1
    assert backlog["D02", date(2026, 2, 1)] == 0


def test_a_unit_with_others_below_it_is_read_with_their_rows(store):
    cube = open_cube(built(store, LISTED, JANUARY).cube)

    found = cube.read(CATALOGUE["digital-share"], cube.with_all_below["D01"])
    # one of D02, one of D01 itself and one of D03 have a known channel; one of them came digitally
    assert (found.numerator.tolist()[0], found.denominator.tolist()[0]) == (1, 3)


def test_marks_change_with_the_definitions_and_the_calendar():
    fewer = CountingByTallies([CATALOGUE["ikm"]], units=UNITS, calendar=WEEK_ONLY)

    assert counting().marks == counting().marks
    assert fewer.marks != counting().marks


def test_a_number_once_given_stays():
    first = counting()
    later = CountingByTallies(CATALOGUE.values(), units=("D00", *UNITS), calendar=WEEK_ONLY)
    later.take_up(first.numbers())

    assert first.numbers()["code"].to_pylist() == ["D01", "D02", "D03"]
    assert later.numbers()["code"].to_pylist() == ["D01", "D02", "D03", "D00"]
