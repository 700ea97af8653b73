from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.indicators.working_days import (
    CALENDARS,
    FIVE_DAYS,
    SIX_DAYS,
    WEEK_ONLY,
    calendar_days,
    due_on,
    holidays_between,
    is_working_day,
)


def test_a_complaint_deadline_skips_the_weekend_and_the_holiday():
    # received Friday 31 May 2024; Monday 17 June 2024 is a holiday (Eid al-Adha), 18 June leave
    # received Friday 14 June: day one is Wednesday 19 June
    assert due_on(date(2024, 6, 14), working_days=1) == date(2024, 6, 19)


def test_five_working_days_from_a_friday_before_a_monday_holiday_end_next_monday():
    # Monday 23 January 2023 is collective leave; received Friday 20 January: day one is Tuesday
    assert due_on(date(2023, 1, 20), working_days=1) == date(2023, 1, 24)
    assert due_on(date(2023, 1, 20), working_days=5) == date(2023, 1, 30)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2024, 4, 10), "Hari Raya Idul Fitri"),
        (date(2024, 4, 15), "Cuti Bersama Hari Raya Idul Fitri"),
        (date(2024, 8, 17), "Hari Kemerdekaan Republik Indonesia"),
        (date(2025, 1, 28), "Cuti Bersama Tahun Baru Imlek"),
    ],
)
def test_holidays_and_collective_leave_have_their_indonesian_names(day, name):
    assert holidays_between(day, day) == {day: name}


def test_saturday_is_a_working_day_of_a_six_day_week_and_sunday_of_none():
    saturday, sunday = date(2024, 3, 2), date(2024, 3, 3)
    assert not is_working_day(saturday)
    assert is_working_day(saturday, calendar=SIX_DAYS)
    assert not is_working_day(sunday, calendar=SIX_DAYS)


def test_a_week_without_holidays_works_on_independence_day():
    independence_day = date(2023, 8, 17)
    assert not is_working_day(independence_day)
    assert is_working_day(independence_day, calendar=WEEK_ONLY)


def test_a_calendar_covers_whole_months():
    days = list(calendar_days(date(2024, 2, 10), date(2024, 3, 5)))
    assert (days[0].day, days[-1].day) == (date(2024, 2, 1), date(2024, 3, 31))
    assert (days[0].working_days_before, days[1].working_days_before) == (0, 1)


def test_march_2024_has_eighteen_working_days():
    # 21 weekdays less Nyepi (11), its leave (12) and Good Friday (29)
    days = calendar_days(date(2024, 3, 1), date(2024, 3, 1))
    assert sum(day.is_working_day for day in days) == 18


@given(
    st.dates(date(2018, 1, 1), date(2026, 12, 31)),
    st.integers(0, 400),
    st.sampled_from(sorted(CALENDARS)),
)
@settings(max_examples=25, deadline=None)
def test_the_count_before_a_day_is_numpys_count(first, span, code):
    calendar = CALENDARS[code]
    last = first + timedelta(days=span)
    days = list(calendar_days(first, last, calendar=calendar))
    week = "1111110" if calendar.days_a_week == 6 else "1111100"
    off = np.array(list(holidays_between(days[0].day, last, calendar=calendar)), "datetime64[D]")
    at_last = next(day for day in days if day.day == last)
    assert at_last.working_days_before == np.busday_count(
        days[0].day, last, weekmask=week, holidays=off
    )


@given(st.dates(date(2022, 1, 1), date(2026, 6, 30)), st.integers(1, 15))
@settings(max_examples=25, deadline=None)
def test_a_deadline_is_a_working_day_after_receipt(received_on, working_days):
    due = due_on(received_on, working_days=working_days)
    assert due > received_on
    assert is_working_day(due)


def test_the_version_names_the_source_of_the_holidays():
    assert FIVE_DAYS.version.startswith("indonesia-5/holidays-")
    assert WEEK_ONLY.version == "week-5"
