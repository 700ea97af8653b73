"""Marked rows come to the same tally as the definitions' own SQL, bit for bit."""

import pytest
from hypothesis import given, settings
from tests.conformed_tables import empty_tables
from tests.units.warehouse.tallies.worlds import (
    FIRST,
    LAST,
    NUMBERING,
    SHEETS,
    filled,
    plain_tallies,
    worlds,
)

from dampak.indicators.working_days import FIVE_DAYS
from dampak.warehouse.tallies.marks import marked
from dampak.warehouse.tallies.tallying import tallied
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
@settings(max_examples=40, deadline=None)
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
