"""A delivery becomes the served snapshot, once; looking at it beforehand changes nothing."""

import fcntl
import hashlib
from datetime import UTC, datetime

import pytest
from tests.landed_files import landed, units

from dampak.datapack.mapping import Mapping
from dampak.foundation.text import Sentence
from dampak.indicators.working_days import WEEK_ONLY
from dampak.warehouse.conformed import TooManyRefused
from dampak.warehouse.conformed.shape import SHAPES
from dampak.warehouse.rejects import RejectedRow
from dampak.warehouse.store import CannotPublish, Store, build_snapshot, deliver, preview

AT = datetime(2026, 4, 1, 8, tzinfo=UTC)
MONTHS = landed(
    "unit_months",
    "unit_code|month|volume\nK01|2026-01|7\n"
    + "\n".join(f"K02|2026-{month:02d}|8" for month in range(1, 6))
    + "\nK02|Feb|8",
)
WHOLE = [units("K01", "K02", "K03"), MONTHS]
REQUESTS = landed(
    "service_requests",
    "\n".join(
        ["request_id|unit_code|received_at", *(f"R{n}|K0{n % 2 + 1}|2026-01-05" for n in range(9))]
    ),
)


def contents(home):
    return {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "warehouse")


def test_a_delivery_is_served_with_its_accounts(store):
    snapshot = deliver(WHOLE, store, at=AT, by="sri")

    assert (snapshot.number, snapshot.published_at, snapshot.published_by) == (1, AT, "sri")
    assert [(file.file, file.rows_in, file.rows_kept) for file in snapshot.inputs] == [
        *(("units.csv", 3, 3), ("unit_months.csv", 7, 6))
    ]
    assert store.head() == snapshot


def test_every_table_is_there_even_when_nobody_delivered_it(store):
    with deliver(WHOLE, store, at=AT, by="sri").connect() as connection:
        for table in SHAPES:
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        days = connection.execute("SELECT min(day), max(day) FROM working_days").fetchone()
    assert [f"{day}" for day in days] == ["2026-01-01", "2026-05-31"]


def test_the_same_files_twice_change_nothing(store):
    first = deliver(WHOLE, store, at=AT, by="sri")
    before = contents(store.home)

    again = deliver(WHOLE, store, at=AT.replace(year=2027), by="budi")

    assert again == first
    assert contents(store.home) == before


def test_a_corrected_file_replaces_its_table_and_leaves_the_others(store):
    deliver([*WHOLE, REQUESTS], store, at=AT, by="sri")
    corrected = landed("unit_months", "unit_code|month|volume\nK01|2026-01|9")

    snapshot = deliver([corrected], store, at=AT, by="sri")

    with snapshot.connect() as connection:
        assert connection.execute("SELECT volume FROM unit_months").fetchall() == [(9.0,)]
        assert connection.execute("SELECT count(*) FROM service_requests").fetchone() == (9,)
    assert snapshot.number == 2


def told(number: int, *, is_collected: bool):
    rows = "response_id|unit_code|answered_on|waktu\n" + "\n".join(
        f"{'W' if is_collected else 'K'}{n}|K01|2026-01-05|4" for n in range(number)
    )
    name = "collected.csv" if is_collected else "office.csv"
    return landed("satisfaction", rows, name=name, is_collected=is_collected)


def test_what_the_office_delivers_and_what_is_collected_replace_only_their_own_kind(store):
    def rows_of(snapshot):
        return [f.rows_kept for f in snapshot.inputs if f.table == "satisfaction"]

    deliver([*WHOLE, told(3, is_collected=False)], store, at=AT, by="sri")

    both = deliver([told(2, is_collected=True)], store, at=AT, by="sri")
    more = deliver([told(5, is_collected=True)], store, at=AT, by="sri")
    corrected = deliver([told(4, is_collected=False)], store, at=AT, by="sri")

    assert (rows_of(both), rows_of(more), rows_of(corrected)) == ([3, 2], [3, 5], [5, 4])
    with corrected.connect() as connection:
        assert connection.execute("SELECT count(*) FROM satisfaction").fetchone() == (9,)


def test_new_units_are_checked_against_the_tables_that_stay(store):
    deliver([*WHOLE, REQUESTS], store, at=AT, by="sri")
    before = contents(store.home)

    with pytest.raises(TooManyRefused, match="were refused"):
        deliver([units("K01")], store, at=AT, by="sri")

    assert contents(store.home) == before


def test_a_unit_delivered_later_brings_back_the_rows_that_waited_for_it(store):
    waiting = landed(
        "unit_months",
        "unit_code|month|volume\n"
        + "\n".join(f"K01|2026-{month:02d}|7" for month in range(1, 10))
        + "\nK02|2026-01|8",
    )
    first = deliver([units("K01"), waiting], store, at=AT, by="sri")
    assert first.inputs[1].rows_set_aside == 1

    second = deliver([units("K01", "K02")], store, at=AT, by="sri")

    assert {file.file: file.rows_kept for file in second.inputs}["unit_months.csv"] == 10


def test_a_second_writer_is_refused_at_once_and_clearly(store):
    with (store.home / "LOCK").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(CannotPublish, match="Another import is being published"):
            deliver(WHOLE, store, at=AT, by="sri")
    assert store.head() is None


def test_a_reader_keeps_its_snapshot_while_the_next_is_published(store):
    first = deliver(WHOLE, store, at=AT, by="sri")
    with first.connect() as connection:
        deliver([landed("unit_months", "unit_code|month\nK01|2026-02")], store, at=AT, by="sri")
        assert connection.execute("SELECT count(*) FROM unit_months").fetchone() == (6,)


def test_a_preview_tells_all_and_publishes_nothing(store):
    served = deliver([*WHOLE, REQUESTS], store, at=AT, by="sri")
    before = contents(store.home)
    bad = landed("unit_months", "unit_code|month|volume\nK01|2026-01|x\nK02|2026-01|y")

    seen = preview([bad], store)

    assert [(each.file, each.kept, each.set_aside) for each in seen.accounts] == [
        ("unit_months.csv", 0, 2)
    ]
    assert [row.row_number for row in seen.rejected if row.table == "unit_months"] == [2, 3]
    assert len(seen.refusals) == 1
    assert [(each.table, each.rows_before, each.rows_after) for each in seen.replaced] == [
        ("unit_months", 6, 0)
    ]
    assert contents(store.home) == before
    assert store.head() == served


def test_a_preview_sees_that_nothing_would_change(store):
    deliver(WHOLE, store, at=AT, by="sri")
    assert preview(WHOLE, store).is_unchanged


def test_rows_that_landing_set_aside_are_kept_with_their_reason(tmp_path):
    torn = RejectedRow(
        file="unit_months.csv",
        table="unit_months",
        row_number=9,
        column="",
        value="K01;2026",
        reason=Sentence("The row has %(cells)s cells.", {"cells": 2}),
    )
    rows = "\n".join(f"K01|2026-{month:02d}|7" for month in range(1, 13))
    months = landed("unit_months", f"unit_code|month|volume\n{rows}", set_aside=(torn,))

    snapshot = build_snapshot([units("K01"), months], tmp_path / "alone", at=AT, by="sri")

    assert list(snapshot.rejected()) == [torn]
    assert snapshot.inputs[1].rows_set_aside == 1


def test_the_file_is_kept_as_it_came(store, tmp_path):
    source = tmp_path / "unit_months.csv"
    source.write_bytes(b"as it came\r\n")
    sha256 = hashlib.sha256(source.read_bytes()).hexdigest()
    came = landed("unit_months", "unit_code|month\nK01|2026-02", sha256=sha256)

    deliver([units("K01"), came], store, at=AT, by="sri", sources=[source])

    kept = store.home / "raw" / sha256 / "unit_months.csv"
    assert kept.read_bytes() == b"as it came\r\n"
    assert kept.stat().st_mode & 0o777 == 0o600


def test_another_calendar_gives_another_snapshot(store):
    first = deliver(WHOLE, store, at=AT, by="sri")
    second = deliver(WHOLE, store, at=AT, by="sri", calendar=WEEK_ONLY)

    assert second.id != first.id
    new_year = "SELECT is_working_day FROM working_days WHERE day = '2026-01-01'"
    for snapshot, works in ((first, False), (second, True)):
        with snapshot.connect() as connection:
            assert connection.execute(new_year).fetchone() == (works,)


def test_days_are_those_of_the_mapping_also_after_a_later_delivery_that_has_none(store):
    abroad = Mapping(table="service_requests", zone="America/Chicago", calendar="week-5")
    rows = "request_id|unit_code|received_at|closed_at\nR1|K01|2018-01-01T03:00:00Z|2018-01-02"
    deliver(
        [units("K01"), landed("service_requests", rows, mapping=abroad)], store, at=AT, by="sri"
    )
    snapshot = deliver([units("K01", "K02")], store, at=AT, by="sri")

    with snapshot.connect() as connection:
        # three in the morning in London is still the old year in Chicago
        assert connection.sql("SELECT received_on::text FROM service_requests").fetchall() == [
            ("2017-12-31",)
        ]
        # Indonesia's new year is a holiday, a bare week's Monday is not
        new_year = "SELECT is_working_day FROM working_days WHERE day = '2018-01-01'"
        assert connection.execute(new_year).fetchone() == (True,)
