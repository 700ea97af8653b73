from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from tests.landed_files import landed, units

from dampak.foundation.text import Sentence
from dampak.indicators.catalogue import CATALOGUE
from dampak.warehouse.panels import panel
from dampak.warehouse.passage import Passage
from dampak.warehouse.readings import reading_sql, readings, why_no_readings
from dampak.warehouse.store import build_snapshot
from dampak.warehouse.tracing import CannotTrace, figure_named, passages, passages_of_column

AT = datetime(2024, 7, 1, 8, tzinfo=UTC)

REQUESTS = """request_id|unit_code|channel|received_at|promised_on|closed_at|status
1|K01|situs web|2024-03-01|2024-03-05|2024-03-05|closed
2|K01|loket|2024-03-01|2024-03-05|2024-03-06|closed
3|K01|loket|2024-03-04|2024-03-05||open
4|K01|loket|2024-03-04|2024-03-05|2024-03-06|withdrawn
5|K01|loket|2024-04-01|2024-04-05|2024-04-05|closed
6|K02|loket|2024-03-01|2024-03-05|2024-03-05|closed
7|K02|loket|2024-03-01|2024-03-05|2024-03-05|closed
8|K02|loket|2024-03-01|2024-03-05|2024-03-05|closed
9|K99|loket|2024-03-01|2024-03-05|2024-03-05|closed"""

MONTHS = """unit_code|month|scrap
K01|2024-01|2
K01|2024-02|3
K02|2024-01|"""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    files = [
        units("K01", "K02"),
        landed("service_requests", REQUESTS),
        landed("unit_months", MONTHS),
    ]
    return build_snapshot(files, tmp_path_factory.mktemp("home"), at=AT, by="sri")


def test_every_row_of_a_figure_is_accounted_for_from_file_to_count(snapshot):
    definition = CATALOGUE["finished-by-promised-day"]
    landing, conforming, counting = passages(snapshot, definition, "K01", date(2024, 3, 1))
    # nine rows; row 9 names a unit that is not listed
    assert (landing.room, landing.rows_in, landing.rows_out) == (1, 9, 9)
    assert (conforming.rows_in, conforming.rows_out, conforming.set_aside) == (9, 8, 1)
    # rows 1 and 2 count; 3 is open, 4 withdrawn, 5 of April, 6 to 8 of another unit
    assert (counting.rows_in, counting.rows_out, counting.set_aside) == (8, 2, 6)
    assert sum(left.rows for left in counting.left_out) == 6
    (reading,) = (
        reading
        for reading in readings(snapshot, definition)
        if (reading.unit_code, reading.month) == ("K01", date(2024, 3, 1))
    )
    assert counting.rows_out == reading.denominator
    assert (reading.numerator, reading.value) == (1, 0.5)


def test_the_rooms_name_the_file_the_snapshot_and_the_definition_by_hash(snapshot):
    definition = CATALOGUE["digital-share"]
    landing, conforming, counting = passages(snapshot, definition)
    (file,) = (file for file in snapshot.inputs if file.table == "service_requests")
    assert landing.sha256 == file.sha256
    assert file.file in landing.what.values["files"]
    assert (conforming.sha256, conforming.version) == (snapshot.id, "snapshot/1")
    assert counting.version == "digital-share/1"
    assert counting.sha256 == sha256(reading_sql(definition).encode()).hexdigest()


def test_rows_set_aside_are_counted_by_reason(snapshot):
    _, conforming, _ = passages(snapshot, CATALOGUE["digital-share"])
    assert sum(left.rows for left in conforming.left_out) == conforming.set_aside
    (unknown_unit,) = conforming.left_out
    assert "K99" in str(unknown_unit.because.values)


def test_a_column_of_the_office_is_traced_like_an_indicator(snapshot):
    landing, conforming, counting = passages_of_column(snapshot, "scrap")
    assert landing.rows_in == 3
    assert conforming.rows_out == counting.rows_in
    assert counting.rows_out == 2
    assert panel(snapshot, "unit_months.scrap").values.shape == (1, 2)


def test_an_indicator_whose_table_was_not_delivered_says_so(snapshot):
    assert readings(snapshot, CATALOGUE["ikm"]) == []
    assert why_no_readings(snapshot, CATALOGUE["ikm"]).values == {"table": "satisfaction"}
    assert why_no_readings(snapshot, CATALOGUE["digital-share"]) is None


def test_a_figure_is_named_by_indicator_unit_and_month():
    figure = figure_named("ikm@D@01@2024-03")
    assert figure.definition is CATALOGUE["ikm"]
    assert (figure.unit_code, figure.month) == ("D@01", date(2024, 3, 1))


@pytest.mark.parametrize(
    "name", ["", "ikm", "ikm@D01", "ikm@D01@2024-13", "ikm@D01@202403", "nothing@D01@2024-03"]
)
def test_a_name_that_names_no_figure_is_answered_with_how_to_write_one(name):
    with pytest.raises(CannotTrace, match="ikm@D01@2024-03"):
        figure_named(name)


def test_a_room_cannot_lose_rows():
    with pytest.raises(AssertionError, match="Room 3"):
        Passage(
            room=3,
            what=Sentence("x"),
            counted_in=Sentence("rows"),
            rows_in=3,
            rows_out=1,
            set_aside=1,
            version="x/1",
            sha256="",
        )
