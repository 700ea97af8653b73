"""Every row of a table either counts or is left out for one named reason."""

import pytest
from hypothesis import given, settings
from tests.conformed_tables import draw, empty_tables, fill
from tests.units.warehouse_readings.random_rows import (
    FIRST,
    LAST,
    complaints,
    people,
    requests,
    responses,
)

from dampak.indicators.catalogue import CATALOGUE
from dampak.warehouse.readings import count_readings
from dampak.warehouse.selecting import select_rows


@pytest.fixture(scope="module")
def tables():
    return empty_tables(FIRST, LAST)


COUNTED_BY_ROW = [
    code
    for code, definition in CATALOGUE.items()
    if definition.kind in {"share", "quantile", "count", "level", "index"}
]


@given(received=requests, heard=complaints, answered=responses, posted=people)
@settings(max_examples=25, deadline=None)
def test_the_rows_that_count_are_those_behind_the_reading(
    tables, received, heard, answered, posted
):
    tables.execute("BEGIN")
    fill(tables, "service_requests", received)
    fill(tables, "complaints", heard)
    fill(tables, "satisfaction", answered)
    fill(tables, "people", posted)
    for code, definition in CATALOGUE.items():
        for reading in count_readings(tables, definition):
            selected = select_rows(
                tables, definition, unit_code=reading.unit_code, month=reading.month
            )
            for table in selected:
                left_out = sum(left.rows for left in table.left_out)
                assert table.rows_in == table.rows_counted + left_out
            counted = [table.rows_counted for table in selected]
            if code in COUNTED_BY_ROW:
                assert counted == [reading.denominator]
            if code == "complaints-per-1000":
                assert counted == [reading.numerator, reading.denominator]
            if code == "productivity":
                assert counted[0] == reading.numerator
    tables.execute("ROLLBACK")


def test_a_row_is_left_out_for_the_first_reason_that_holds():
    tables = empty_tables(FIRST, LAST)
    draw(
        tables,
        "service_requests",
        """
        unit_code | received_on | promised_on | closed_on  | was_withdrawn
        ----------+-------------+-------------+------------+--------------
        D02       | 2024-03-01  |             |            | yes
        D01       | 2024-03-01  |             |            | yes
        D01       | 2024-03-01  | 2024-03-02  | 2024-03-02 | yes
        D01       | 2024-03-01  |             | 2024-03-02 | no
        D01       | 2024-03-01  | 2024-03-02  | 2024-04-02 | no
        D01       | 2024-03-01  | 2024-03-02  | 2024-03-02 | no
        """,
    )
    (selected,) = select_rows(
        tables,
        CATALOGUE["finished-by-promised-day"],
        unit_code="D01",
        month=FIRST.replace(month=3),
    )
    assert (selected.rows_in, selected.rows_counted) == (6, 1)
    assert [(left.because.message, left.rows) for left in selected.left_out] == [
        ("belongs to another unit", 1),
        ("no closing day: still open, or the day was not recorded", 1),
        ("withdrawn by the applicant", 1),
        ("no promised day", 1),
        ("belongs to another month", 1),
    ]


def test_without_unit_and_month_only_the_definition_leaves_rows_out():
    tables = empty_tables(FIRST, LAST)
    draw(
        tables,
        "service_requests",
        """
        unit_code | received_on | closed_on  | status
        ----------+-------------+------------+-------
        D01       | 2024-03-01  | 2024-03-02 | closed
        D02       | 2024-04-01  |            | open
        """,
    )
    (backlog,) = select_rows(tables, CATALOGUE["open-backlog"])
    (median,) = select_rows(tables, CATALOGUE["median-completion-time"])
    assert (backlog.rows_counted, median.rows_counted) == (2, 1)
