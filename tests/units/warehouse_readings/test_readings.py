"""The SQL of every indicator counts what a plain loop counts."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conformed_tables import empty_tables, fill
from tests.units.warehouse_readings import plain_loops as loops
from tests.units.warehouse_readings.random_rows import (
    FIRST,
    LAST,
    checks,
    complaints,
    people,
    requests,
    responses,
)

from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.ikm import Weight
from dampak.warehouse.readings import count_readings, first_missing_table


@pytest.fixture(scope="module")
def tables():
    return empty_tables(FIRST, LAST)


def count(connection, definition, **tables):
    """Fill the tables, count, and leave them as they were."""
    connection.execute("BEGIN")
    for table, rows in tables.items():
        fill(connection, table, rows)
    found = {
        (reading.unit_code, reading.month): (reading.numerator, reading.denominator, reading.value)
        for reading in count_readings(connection, definition)
    }
    connection.execute("ROLLBACK")
    return found


def same(cells):
    return {
        cell: (numerator, denominator, pytest.approx(value, abs=1e-9))
        for cell, (numerator, denominator, value) in cells.items()
    }


FROM_REQUESTS = {
    "median-completion-time": lambda rows: loops.completion_time(rows, 0.5),
    "p90-completion-time": lambda rows: loops.completion_time(rows, 0.9),
    "finished-by-promised-day": loops.finished_by_promised_day,
    "digital-share": loops.digital_share,
    "open-backlog": loops.open_backlog,
}


@pytest.mark.parametrize("code", FROM_REQUESTS)
@given(rows=requests)
@settings(max_examples=40, deadline=None)
def test_requests_are_counted_as_a_loop_counts_them(tables, code, rows):
    found = count(tables, CATALOGUE[code], service_requests=rows)
    assert found == same(FROM_REQUESTS[code](rows))


@given(rows=checks)
@settings(max_examples=40, deadline=None)
def test_record_accuracy_is_what_a_loop_sums(tables, rows):
    found = count(tables, CATALOGUE["record-accuracy"], accuracy_checks=rows)
    assert found == same(loops.record_accuracy(rows))


@given(heard=complaints, received=requests)
@settings(max_examples=40, deadline=None)
def test_complaints_stand_against_requests_as_in_a_loop(tables, heard, received):
    definition = CATALOGUE["complaints-per-1000"]
    found = count(tables, definition, complaints=heard, service_requests=received)
    assert found == same(loops.complaints_per_1000(heard, received))


@given(rows=responses, weight=st.sampled_from(Weight))
@settings(max_examples=40, deadline=None)
def test_the_index_in_sql_is_the_index_in_exact_fractions(tables, rows, weight):
    definition = replace(CATALOGUE["ikm"], weight=weight)
    found = count(tables, definition, satisfaction=rows)
    assert found == same(loops.ikm(rows, weight=weight))


@given(rows=responses)
@settings(max_examples=40, deadline=None)
def test_responses_are_those_with_an_answer(tables, rows):
    found = count(tables, CATALOGUE["ikm-responses"], satisfaction=rows)
    assert found == same(loops.ikm_responses(rows))


@given(received=requests, posted=people)
@settings(max_examples=25, deadline=None)
def test_staff_days_are_those_of_a_loop_over_days_and_people(tables, received, posted):
    definition = CATALOGUE["productivity"]
    found = count(tables, definition, service_requests=received, people=posted)
    assert found == same(loops.productivity(received, posted))


def test_a_reading_carries_the_name_and_version_of_its_definition(tables):
    definition = replace(CATALOGUE["ikm-responses"], version=7)
    tables.execute("BEGIN")
    fill(tables, "satisfaction", [{"unit_code": "D01", "answered_on": FIRST, "waktu": 3}])
    (reading,) = count_readings(tables, definition)
    tables.execute("ROLLBACK")
    assert (reading.indicator, reading.version) == ("ikm-responses", 7)


def test_an_indicator_without_its_tables_names_the_first_that_is_missing(tables):
    missing = first_missing_table(tables, CATALOGUE["productivity"])
    assert missing.values == {"table": "service_requests"}
    tables.execute("BEGIN")
    fill(tables, "service_requests", [{"unit_code": "D01", "closed_on": FIRST}])
    assert first_missing_table(tables, CATALOGUE["productivity"]).values == {"table": "people"}
    assert first_missing_table(tables, CATALOGUE["open-backlog"]) is None
    tables.execute("ROLLBACK")
