"""When something is due."""

from datetime import UTC, date, datetime

import pytest

from dampak.jobs.moments import next_moment, working_morning

UTC_HOURS_AT_NINE = {"Asia/Jakarta": 2, "Asia/Makassar": 1, "Asia/Jayapura": 0}


@pytest.mark.parametrize(
    ("ended_on", "months", "expected"),
    [
        # 14 January 2026 is a Wednesday
        (date(2026, 1, 14), 0, date(2026, 1, 14)),
        (date(2026, 1, 14), 1, date(2026, 2, 18)),  # 14 Feb Saturday; 16 leave, 17 Lunar New Year
        (date(2026, 1, 14), 3, date(2026, 4, 14)),
        (date(2026, 1, 14), 12, date(2027, 1, 14)),
        (date(2026, 1, 31), 1, date(2026, 3, 2)),  # 28 February, its last day, is a Saturday
        (date(2026, 5, 17), 3, date(2026, 8, 18)),  # 17 August: Independence Day, a Monday
        (date(2027, 8, 31), 6, date(2028, 2, 29)),  # a leap year
    ],
)
def test_a_wave_comes_on_the_next_day_on_which_the_office_works(ended_on, months, expected):
    found = working_morning(ended_on, months=months, zone="Asia/Jakarta")
    assert found.date() == expected


@pytest.mark.parametrize("zone", UTC_HOURS_AT_NINE)
def test_nine_is_nine_on_the_clock_of_the_unit(zone):
    found = working_morning(date(2026, 1, 14), months=0, zone=zone).astimezone(UTC)
    assert found == datetime(2026, 1, 14, UTC_HOURS_AT_NINE[zone], tzinfo=UTC)


def test_a_line_of_cron_is_read_on_the_clock_of_its_zone():
    after = datetime(2026, 1, 14, 20, tzinfo=UTC)  # 03.00 of the 15th in Jakarta
    found = next_moment("15 2 * * *", after=after, zone="Asia/Jakarta")
    assert found.astimezone(UTC) == datetime(2026, 1, 15, 19, 15, tzinfo=UTC)


def test_a_moment_that_is_due_now_comes_next_time():
    now = datetime(2026, 1, 14, 2, 15, tzinfo=UTC)
    found = next_moment("15 2 * * *", after=now, zone="UTC")
    assert found == datetime(2026, 1, 15, 2, 15, tzinfo=UTC)
