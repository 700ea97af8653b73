"""Marked rows come to the same tally as the definitions' own SQL, bit for bit."""

from dataclasses import replace

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from tests.conformed_tables import empty_tables
from tests.units.warehouse.tallies.plain_tallies import plain_tally
from tests.units.warehouse.tallies.worlds import (
    FIRST,
    LAST,
    NUMBERING,
    SHEETS,
    filled,
    plain_tallies,
    worlds,
)

from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.working_days import FIVE_DAYS
from dampak.warehouse.tallies.mark_columns import mark_columns
from dampak.warehouse.tallies.marks import marked
from dampak.warehouse.tallies.sheet import sheets_of
from dampak.warehouse.tallies.tallying import CHUNK, tallied
from dampak.warehouse.tallies.working_days import working_days_over


@pytest.fixture(scope="module")
def tables():
    return empty_tables(FIRST, LAST)


def marked_tables(tables):
    calendar = working_days_over(FIRST, LAST, FIVE_DAYS)
    return {
        table: marked(
            tables.sql(f"FROM {table}").to_arrow_table(),
            sheet,
            numbering=NUMBERING,
            working_days=calendar,
        )
        for table, sheet in SHEETS.items()
    }


@given(world=worlds(("D01", "D02", "D03", "D04")))
@settings(max_examples=15, deadline=None)
def test_marked_rows_come_to_what_sql_counts(tables, world):
    with filled(tables, in_order(world)):
        plain, rows = plain_tallies(tables), marked_tables(tables)

    for table, sheet in SHEETS.items():
        assert tallied(rows[table], sheet).is_same(plain[table]), table


def in_order(world):
    """Rows that start before they end: the rooms before this one let no others through."""
    return {
        table: [
            row
            for row in rows
            if not (row.get("closed_on") and row["received_on"])
            or row["closed_on"] >= row["received_on"]
        ]
        for table, rows in world.items()
    }


def test_a_unit_longer_than_a_chunk_and_many_short_ones_are_counted_alike(tables):
    rows = CHUNK + CHUNK // 4
    unit = np.sort(np.concatenate([np.full(CHUNK + 5, 1), np.arange(rows - CHUNK - 5) % 3 + 2]))
    number = np.arange(rows)
    received = np.datetime64(FIRST) + number * 7 % 150
    requests = pa.table(
        {
            "unit_code": pa.array([f"D0{each}" for each in unit]),
            "service": pa.array(np.where(number % 3, "ktp", "izin"), mask=number % 5 == 0),
            "received_on": pa.array(received, mask=number % 11 == 0),
            "closed_on": pa.array(received + number % 23, mask=number % 13 == 0),
            "promised_on": pa.array(received + 9),
            "is_digital": pa.array(number % 2 == 0, mask=number % 17 == 0),
        }
    )
    tables.execute("BEGIN")
    tables.register("arriving", requests)
    tables.execute("INSERT INTO service_requests BY NAME FROM arriving")
    tables.unregister("arriving")
    plain, found = plain_tallies(tables), marked_tables(tables)
    tables.execute("ROLLBACK")

    sheet = SHEETS["service_requests"]
    assert tallied(found["service_requests"], sheet).is_same(plain["service_requests"])


def test_a_row_that_adds_less_than_nought_is_refused(tables):
    check = {"unit_code": "D01", "checked_on": FIRST, "fields_checked": 3, "fields_correct": 2}
    with filled(tables, {"accuracy_checks": [check]}):
        rows = marked_tables(tables)["accuracy_checks"]
    wrong = rows.set_column(
        rows.column_names.index("fields_correct"), "fields_correct", pa.array([-2])
    )

    with pytest.raises(ValueError, match="A row of fields_correct adds less than nought"):
        tallied(wrong, SHEETS["accuracy_checks"])


def test_a_code_without_a_number_is_refused_both_ways(tables):
    with filled(tables, {"complaints": [{"unit_code": "D99", "received_on": FIRST}]}):
        with pytest.raises(ValueError, match="There is no number for the unit_code D99"):
            marked_tables(tables)
        with pytest.raises(duckdb.InvalidInputException, match="no number for the unit_code D99"):
            plain_tallies(tables)


def test_seventeen_conditions_of_one_date_take_two_mark_columns():
    many = [
        replace(CATALOGUE["digital-share"], code=f"share-{nth}", of_which=f"promised_on > {nth}")
        for nth in range(17)
    ]
    sheet = sheets_of(many)["service_requests"]

    assert [len(column.conditions) for column in mark_columns(sheet)] == [16, 2]
    assert [column.name for column in mark_columns(sheet)] == ["~received_on", "~received_on~1"]


@given(world=worlds())
@settings(max_examples=8, deadline=None)
def test_many_conditions_and_computed_values_are_counted_alike(tables, world):
    shares = [
        replace(CATALOGUE["digital-share"], code=f"share-{n}", of_which=f"day(received_on) > {n}")
        for n in range(18)
    ]
    doubled = replace(CATALOGUE["record-accuracy"], code="doubled", numerator="2 * fields_correct")
    sheets = sheets_of([*shares, doubled])
    with filled(tables, in_order(world)):
        for table, sheet in sheets.items():
            rows = marked(
                tables.sql(f"FROM {table}").to_arrow_table(),
                sheet,
                numbering=NUMBERING,
                working_days=None,
            )
            assert tallied(rows, sheet).is_same(plain_tally(tables, sheet, NUMBERING)), table
