"""Dates and times as offices write them become days and moments, or a reason."""

import pytest
from tests.landed_files import SECRET, landed_rows, units

from dampak.datapack.mapping import DateStyle, Mapping
from dampak.warehouse.conformed import conform_at_any_loss, keyed
from dampak.warehouse.landing import Format


def received(*cells, **given):
    """The moments read from these cells, and the reasons against the others, by row."""
    rows = [[f"R{place}", "K01", cell] for place, cell in enumerate(cells)]
    file = landed_rows(
        "service_requests", ["request_id", "unit_code", "received_at"], rows, **given
    )
    conformed = conform_at_any_loss([keyed(each, secret=SECRET) for each in (units("K01"), file)])
    table = conformed.tables["service_requests"]
    moments = dict(
        zip(table["source_row"].to_pylist(), table["received_at"].to_pylist(), strict=True)
    )
    reasons = {row.row_number: row.reason.message for row in conformed.rejected}
    return [
        moments.get(row) and f"{moments[row]:%Y-%m-%d %H:%M}" for row in range(2, 2 + len(rows))
    ], reasons


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03-31", "2026-03-31 00:00"),
        ("31/03/2026", "2026-03-31 00:00"),
        ("31-03-2026", "2026-03-31 00:00"),
        ("4 Desember 2025", "2025-12-04 00:00"),
        ("Kamis, 4 Desember 2025", "2025-12-04 00:00"),
        ("4-Des-2025", "2025-12-04 00:00"),
        ("2026-03-31 08:15:30", "2026-03-31 08:15"),
        ("31/03/2026 pukul 08.15 WIB", "2026-03-31 08:15"),
        ("31/03/2026 08.15 WITA", "2026-03-31 07:15"),  # an hour ahead of Jakarta
        ("2026-03-31T20:15:00Z", "2026-04-01 03:15"),  # the next day in Jakarta
        ("2026-03-31T08:15:00+07:00", "2026-03-31 08:15"),
        ("2026-03-31T08:15:00-0500", "2026-03-31 20:15"),
    ],
)
def test_a_moment_is_read_on_the_clock_of_the_unit(written, meant):
    assert received(written)[0] == [meant]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("03/31/2026", "month first"),
        ("31/02/2026", "does not exist"),
        ("2026-13-01", "does not exist"),
        ("31/03/26", "two digits"),
        ("31/03/2026 25:10", "time that does not exist"),
        ("kemarin", "not a date"),
        ("46112", "not a date"),  # a serial number means something in a spreadsheet only
        ("31/03/1999", "is before"),
        ("31/03/2199", "is after"),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_its_reason(written, reason):
    moments, reasons = received(written)

    assert moments == [None]
    assert reason in reasons[2]


def test_a_doubtful_day_is_refused_where_the_column_puts_the_month_first():
    moments, reasons = received("03/31/2026", "03/04/2026", "04/04/2026")

    assert moments == [None, None, "2026-04-04 00:00"]
    assert "nobody can tell day from month" in reasons[3]


def test_one_slip_does_not_cast_doubt_on_a_column_that_writes_the_day_first():
    assert received("03/31/2026", "31/03/2026", "03/04/2026")[0] == [
        *(None, "2026-03-31 00:00", "2026-04-03 00:00")
    ]


def test_a_mapping_may_say_that_the_month_comes_first():
    mapping = Mapping(table="service_requests", dates=DateStyle.MONTH_FIRST)

    assert received("03/31/2026", "03/04/2026", mapping=mapping)[0] == [
        *("2026-03-31 00:00", "2026-03-04 00:00")
    ]


def test_a_serial_number_of_a_spreadsheet_is_a_day():
    # 1899-12-30 plus 46112 days is 2026-03-31; half a day is noon
    assert received("46112", "46112.5", format=Format.XLSX)[0] == [
        *("2026-03-31 00:00", "2026-03-31 12:00")
    ]
