"""When a message may reach somebody."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dampak.indicators.working_days import is_working_day
from dampak.messaging.hours import A_WEEK, decent_moment, unburdened_moment

JAKARTA = ZoneInfo("Asia/Jakarta")


def there(text: str, zone: str = "Asia/Jakarta") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-01-14T10:30", "2026-01-14T10:30"),  # a Wednesday by day: now
        ("2026-01-14T06:59", "2026-01-14T07:00"),
        ("2026-01-14T07:00", "2026-01-14T07:00"),
        ("2026-01-14T20:59", "2026-01-14T20:59"),
        ("2026-01-14T21:00", "2026-01-15T07:00"),
        ("2026-01-15T23:30", "2026-01-19T07:00"),  # the 16th is a holiday, then the weekend
        ("2026-01-17T12:00", "2026-01-19T07:00"),  # Saturday
        ("2026-08-17T03:00", "2026-08-18T07:00"),  # Independence Day
    ],
)
def test_night_weekend_and_holiday_put_a_message_off(at, expected):
    assert decent_moment(there(at), zone="Asia/Jakarta") == there(expected)


def test_it_is_the_clock_of_the_unit_that_counts():
    at = datetime(2026, 1, 14, 13, tzinfo=UTC)  # 20.00 in Jakarta, 22.00 in Jayapura
    assert decent_moment(at, zone="Asia/Jakarta") == at
    assert decent_moment(at, zone="Asia/Jayapura") == there("2026-01-15T07:00", "Asia/Jayapura")


@given(st.integers(0, 60 * 24 * 880))
def test_every_moment_found_is_decent_and_none_is_earlier_than_asked(minutes):
    at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    found = decent_moment(at, zone="Asia/Jakarta")
    clock = found.astimezone(JAKARTA)
    assert found >= at
    assert 7 <= clock.hour < 21
    assert is_working_day(clock.date())
    assert decent_moment(found, zone="Asia/Jakarta") == found


@given(
    st.lists(st.integers(0, 60 * 24 * 20), max_size=12),
    st.integers(1, 4),
)
def test_no_week_ever_holds_more_than_the_limit(asked_minutes, most):
    start, sent = datetime(2026, 1, 5, tzinfo=UTC), []
    for minutes in sorted(asked_minutes):
        at = max([start + timedelta(minutes=minutes), *sent])
        moment = unburdened_moment(at, sent=sent, most=most)
        sent.append(moment)
    for moment in sent:
        assert sum(moment - A_WEEK < each <= moment for each in sent) <= most
