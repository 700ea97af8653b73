from datetime import date

import numpy as np
import pytest
from tests.conformed_tables import draw, empty_tables

from dampak.warehouse.panels import NEVER, CannotReadOutcome, arrange_panel, outcomes


@pytest.fixture
def tables():
    return empty_tables(date(2024, 1, 1), date(2024, 12, 31))


REQUESTS = """
unit_code | received_on | is_digital
----------+-------------+-----------
D01       | 2024-01-05  | yes
D01       | 2024-01-05  | no
D01       | 2024-04-05  | yes
D02       | 2024-02-05  | no
"""


def test_an_indicator_is_followed_month_by_month_without_gaps(tables):
    draw(tables, "service_requests", REQUESTS)
    panel = arrange_panel(tables, "digital-share")
    assert panel.unit_codes == ("D01", "D02")
    # nobody received anything in March, and yet March is a month
    assert panel.months == tuple(date(2024, month, 1) for month in (1, 2, 3, 4))
    nan = np.nan
    np.testing.assert_equal(panel.values, [[0.5, nan, nan, 1], [nan, 0, nan, nan]])
    np.testing.assert_equal(panel.volume, [[2, nan, nan, 1], [nan, 1, nan, nan]])


def test_the_first_attended_row_of_the_programme_starts_the_training(tables):
    draw(tables, "service_requests", REQUESTS)
    draw(
        tables,
        "training",
        """
        unit_code | programme | started_on | attended
        ----------+-----------+------------+---------
        D01       | loket     | 2024-02-05 | no
        D01       | loket     | 2024-04-30 | yes
        D01       | loket     | 2024-03-31 |
        D02       | arsip     | 2024-02-05 | yes
        """,
    )
    panel = arrange_panel(tables, "digital-share", programme="loket")
    # D01 did not come in February and began in March; D02 took another programme
    assert panel.first_treated.tolist() == [2, NEVER]
    assert {left.because.message: left.rows for left in panel.set_aside} == {
        "training not attended": 1
    }
    any_programme = arrange_panel(tables, "digital-share")
    assert any_programme.first_treated.tolist() == [2, 1]


def test_training_before_the_data_treats_from_the_first_month_and_after_them_never(tables):
    draw(tables, "service_requests", REQUESTS)
    draw(
        tables,
        "training",
        """
        unit_code | programme | started_on
        ----------+-----------+-----------
        D01       | loket     | 2019-02-05
        D02       | loket     | 2024-05-01
        """,
    )
    assert arrange_panel(tables, "digital-share").first_treated.tolist() == [0, NEVER]


def test_a_person_trains_the_unit_of_the_posting_on_the_first_day(tables):
    draw(tables, "service_requests", REQUESTS)
    draw(
        tables,
        "people",
        """
        person_key | unit_code | from_on    | to_on
        -----------+-----------+------------+-----------
        budi       | D01       |            | 2024-02-29
        budi       | D02       | 2024-03-01 |
        """,
    )
    draw(
        tables,
        "training",
        """
        person_key | programme | started_on
        -----------+-----------+-----------
        budi       | loket     | 2024-03-01
        clara      | loket     | 2024-01-01
        budi       | loket     |
        """,
    )
    panel = arrange_panel(tables, "digital-share")
    assert panel.first_treated.tolist() == [NEVER, 2]
    assert {left.because.message: left.rows for left in panel.set_aside} == {
        "participant not posted to any unit on the first day": 1,
        "training without a first day": 1,
    }


def test_training_of_a_unit_without_the_outcome_is_named(tables):
    draw(tables, "service_requests", REQUESTS)
    draw(
        tables,
        "training",
        """
        unit_code | programme | started_on
        ----------+-----------+-----------
        D09       | loket     | 2024-02-05
        D09       | loket     | 2024-03-05
        """,
    )
    (left,) = arrange_panel(tables, "digital-share").set_aside
    assert left.rows == 2
    assert "no value of this outcome" in left.because.message


@pytest.fixture
def years(tables):
    """Two firms over three years, as an office hands over numbers of its own."""
    tables.execute("ALTER TABLE unit_months ADD COLUMN scrap DOUBLE")
    tables.execute("ALTER TABLE unit_months ADD COLUMN remark VARCHAR")
    tables.execute("""
        INSERT INTO unit_months BY NAME
        SELECT unit_code, make_date(year, 1, 1) AS month, scrap, 7.0 AS volume
        FROM (VALUES ('F1', 1987, 2.5), ('F1', 1988, 1.5), ('F1', 1989, NULL),
                     ('F2', 1987, 4.0), ('F2', 1988, 4.0), ('F2', 1989, 3.0))
             AS firms(unit_code, year, scrap)""")
    return tables


def test_the_periods_of_unit_months_are_those_that_occur(years):
    panel = arrange_panel(years, "unit_months.scrap")
    assert [month.year for month in panel.months] == [1987, 1988, 1989]
    np.testing.assert_equal(panel.values, [[2.5, 1.5, np.nan], [4, 4, 3]])
    np.testing.assert_equal(panel.volume, [[7, 7, np.nan], [7, 7, 7]])


@pytest.mark.parametrize(
    ("day", "period"),
    [
        ("1986-12-31", 0),
        ("1988-01-01", 1),
        ("1988-12-31", 1),
        ("1989-01-01", 2),
        ("1989-12-31", 2),
        ("1990-01-01", NEVER),
    ],
)
def test_training_falls_into_the_year_that_contains_its_first_day(years, day, period):
    draw(
        years,
        "training",
        f"""
        unit_code | programme | started_on
        ----------+-----------+-----------
        F1        | grant     | {day}
        """,
    )
    panel = arrange_panel(years, "unit_months.scrap")
    assert panel.first_treated.tolist() == [period, NEVER]


def test_outcomes_are_the_indicators_and_the_numeric_columns_of_the_office(years):
    assert outcomes(years)[-1] == "unit_months.scrap"
    assert "ikm" in outcomes(years)


@pytest.mark.parametrize(
    "outcome", ["unit_months.remark", "unit_months.volume", 'unit_months.x" FROM units --', "?"]
)
def test_an_unknown_outcome_is_refused_with_those_there_are(years, outcome):
    with pytest.raises(CannotReadOutcome, match=r"Choose one of: .*unit_months\.scrap"):
        arrange_panel(years, outcome)


def test_a_panel_without_readings_is_empty(tables):
    panel = arrange_panel(tables, "ikm")
    assert panel.values.shape == (0, 0)
    assert panel.months == ()
