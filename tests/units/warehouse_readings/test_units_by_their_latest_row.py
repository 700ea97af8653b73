"""A unit with several rows is on the roll once, as its latest row has it."""

from datetime import date

from tests.conformed_tables import empty_tables, fill

from dampak.warehouse.roster import UNITS_SQL


def test_a_unit_that_came_to_the_top_is_no_longer_below_anybody():
    tables = empty_tables(date(2025, 1, 1), date(2025, 1, 31))
    rows = [
        {"code": "K01", "name": "Loket", "parent_code": "A"},
        {"code": "K01", "name": "Kantor", "parent_code": None, "valid_from": date(2025, 1, 1)},
        {"code": "A", "name": "Dinas"},
    ]
    fill(tables, "units", rows)
    assert tables.execute(UNITS_SQL).fetchall() == [("A", "Dinas", None), ("K01", "Kantor", None)]
