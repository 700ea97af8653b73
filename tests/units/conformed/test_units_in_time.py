"""Several rows of one unit, each from a day on: what they may not say, and what others read."""

from datetime import date

import pytest
from tests.landed_files import SECRET, landed

from dampak.warehouse.conformed import conform_at_any_loss, keyed
from dampak.warehouse.conformed.engine import engine, keep


def conformed(*drawings):
    files = [landed(table, drawing) for table, drawing in drawings]
    return conform_at_any_loss([keyed(file, secret=SECRET) for file in files])


def kept(drawing):
    rows = conformed(("units", drawing)).tables["units"]
    return [(row["code"], row["valid_from"]) for row in rows.to_pylist()]


def told(drawing):
    return {
        row.row_number: row.reason.message % dict(row.reason.values)
        for row in conformed(("units", drawing)).rejected
    }


MOVED = """
    code | name  | parent_code | valid_from | valid_to
    A    | Dinas |             |            |
    B    | Dinas |             |            |
    K01  | Loket | A           |            | 2024-12-31
    K01  | Loket | B           | 2025-01-01 |
    """


def test_rows_of_one_unit_from_several_days_on_are_all_kept():
    assert kept(MOVED)[2:] == [("K01", None), ("K01", date(2025, 1, 1))]


def test_of_two_rows_from_the_same_day_on_the_later_counts():
    drawing = """
    code | name | valid_from
    K01  | Old  | 2025-01-01
    K01  | New  | 2025-01-01
    K02  | Old  |
    K02  | New  |
    """
    assert list(told(drawing)) == [2, 4]
    assert kept(drawing) == [("K01", date(2025, 1, 1)), ("K02", None)]


def test_where_no_day_is_delivered_the_key_is_told_without_it():
    assert "the same code and comes later" in told("code | name\nK01 | Old\nK01 | New")[2]


def test_a_row_that_lasts_until_after_the_next_has_begun_is_refused_in_words():
    drawing = """
    code | name | valid_from | valid_to
    K01  | Old  |            | 2025-01-01
    K01  | New  | 2025-01-01 |
    K02  | Old  |            | 2024-12-31
    K02  | New  | 2025-01-01 |
    """
    assert told(drawing) == {
        2: "Unit K01 has another row from 2025-01-01 on, but this row lasts until 2025-01-01."
        " Let it end on 2024-12-31 at the latest, or correct the other row."
    }


def test_two_units_may_change_places_but_stand_below_each_other_on_no_day():
    drawing = """
    code | name | parent_code | valid_from
    A    | A    |             |
    B    | B    | A           |
    A    | A    | B           | 2025-01-01
    B    | B    |             | {day}
    """
    assert told(drawing.format(day="2025-01-01")) == {}
    refused = told(drawing.format(day="2025-02-01"))
    assert set(refused) == {3, 4}
    assert "lead in a circle" in refused[3]


def test_what_stands_below_a_unit_stays_when_only_one_row_of_it_is_refused():
    drawing = """
    code | name | parent_code | valid_from
    A    | A    |             |
    A    | A    | A           | 2025-01-01
    K01  | K    | A           |
    """
    assert list(told(drawing)) == [3]
    assert kept(drawing) == [("A", None), ("K01", None)]


@pytest.mark.parametrize(
    ("day", "is_kept"),
    [("2023-12-31", False), ("2024-06-01", True), ("2025-06-01", True), ("2026-01-01", False)],
)
def test_a_training_may_begin_in_any_row_of_its_unit(day, is_kept):
    offices = """
    code | name | valid_from | valid_to
    K01  | Old  | 2024-01-01 | 2024-12-31
    K01  | New  | 2025-01-01 | 2025-12-31
    """
    training = f"unit_code | programme | started_on\nK01 | Loket | {day}"
    done = conformed(("units", offices), ("training", training))
    assert (done.tables["training"].num_rows == 1) == is_kept


def test_units_are_looked_up_once_each_from_their_first_day_to_their_last():
    units = conformed(("units", MOVED)).tables["units"]
    with engine(threads=1) as connection:
        keep(connection, "units", units)
        rows = connection.execute(
            "SELECT place, code, parent_code, valid_from, valid_to FROM units_kept ORDER BY place"
        ).fetchall()
    assert rows == [
        (0, "A", None, None, None),
        (1, "B", None, None, None),
        (2, "K01", "B", None, None),
    ]
