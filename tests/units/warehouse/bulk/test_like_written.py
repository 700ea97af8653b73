"""Typed rows and the same rows in words become the same tables, rejects and accounts."""

from collections import Counter
from datetime import date, datetime

import pyarrow as pa
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.units.warehouse.bulk.typed_and_written import (
    accounts_of,
    built,
    delivered,
    rejects_in,
    rows_in,
)

UNITS = st.sampled_from(["D01", "D02", "D01", "D02", "D99", None, "-"])
TEXTS = st.sampled_from(["Izin", " Izin ", "KTP baru", "oleh 199001012015011999", "Izin"])
MOMENTS = st.one_of(
    st.datetimes(datetime(2024, 11, 1), datetime(2025, 3, 1)).map(  # noqa: DTZ001
        lambda moment: moment.replace(microsecond=0)
    ),
    st.sampled_from([datetime(1950, 1, 1, 9), datetime(2150, 1, 1, 9), None]),  # noqa: DTZ001
)
DAYS = st.one_of(
    st.dates(date(2024, 12, 1), date(2025, 2, 28)), st.sampled_from([date(1890, 5, 1), None])
)
YES_NO = st.sampled_from([True, False, None])
NUMBERS = st.sampled_from([0.0, 1.0, 2.5, -1.0, 80.0, None])
PEOPLE = st.sampled_from(
    [
        *("199001012015011001", "198512312010122002", "199001012015011000", "199013012015011001"),
        *("1990010120150110", "199001012015013001", "P-17", "198512312010122002", None),
    ]
)
ANSWERS = st.sampled_from([1, 2, 3, 4, 4, 0, 7, None])

ROWS = {
    "service_requests": {
        "request_id": st.integers(1, 9),
        "unit_code": UNITS,
        "service": TEXTS,
        "channel": st.sampled_from(["web", "Loket", "sepeda", None]),
        "received_at": MOMENTS,
        "promised_on": DAYS,
        "closed_at": MOMENTS,
        "status": st.sampled_from(["open", "Selesai", "dicabut", "entah", None]),
        "was_withdrawn": YES_NO,
        "record_correct": YES_NO,
    },
    "complaints": {
        "complaint_id": st.sampled_from(["a1", "a2", " a3", None]),
        "unit_code": UNITS,
        "category": TEXTS,
        "received_at": MOMENTS,
        "resolved_at": MOMENTS,
        "status": st.sampled_from(["open", "tuntas", "apa", None]),
    },
    "satisfaction": {
        "response_id": st.sampled_from([1, 2, 3, None]),
        "unit_code": UNITS,
        "answered_on": DAYS,
        "persyaratan": ANSWERS,
        "waktu": ANSWERS,
        "age": st.sampled_from([17, 60, 130, -3, None]),
        "sex": st.sampled_from(["L", "perempuan", "x", None]),
        "comment": TEXTS,
    },
    "training": {
        "unit_code": UNITS,
        "person_key": PEOPLE,
        "programme": st.sampled_from(["Loket Digital", "Arsip"]),
        "started_on": DAYS,
        "ended_on": DAYS,
        "lesson_hours": NUMBERS,
        "attended": YES_NO,
        "pretest": NUMBERS,
    },
    "accuracy_checks": {
        "unit_code": UNITS,
        "checked_on": DAYS,
        "record_id": st.sampled_from([11, 12, None]),
        "service": TEXTS,
        "fields_checked": st.sampled_from([5, 7, -1, None]),
        "fields_correct": st.sampled_from([5, 6, None]),
    },
}
KEY = {
    "service_requests": "request_id",
    "complaints": "complaint_id",
    "satisfaction": "response_id",
    "training": "programme",
    "accuracy_checks": "record_id",
}
GOOD = {
    "unit_code": "D01",
    "received_at": datetime(2025, 1, 5, 9),  # noqa: DTZ001
    "answered_on": date(2025, 1, 5),
    "checked_on": date(2025, 2, 5),
    "started_on": date(2025, 1, 5),
    "waktu": 3,
    "fields_checked": 5,
    "fields_correct": 5,
}
TYPES = {
    "received_at": st.sampled_from([pa.timestamp("ms"), pa.timestamp("us"), pa.timestamp("s")]),
    "closed_at": st.sampled_from([pa.timestamp("ms"), pa.timestamp("us")]),
    "promised_on": st.just(pa.date32()),
    "unit_code": st.sampled_from([pa.string(), pa.dictionary(pa.int8(), pa.string())]),
    "status": st.sampled_from([pa.string(), pa.large_string()]),
    "request_id": st.sampled_from([pa.int32(), pa.int64()]),
    "age": st.sampled_from([pa.int16(), pa.int64()]),
    "lesson_hours": st.just(pa.float64()),
    "pretest": st.just(pa.float32()),
    "record_correct": st.just(pa.bool_()),
}


def apart(ours, theirs):
    """What only one of the two holds."""
    return list((Counter(ours) - Counter(theirs)).elements()), list(
        (Counter(theirs) - Counter(ours)).elements()
    )


def good(table, number):
    """A row against which nothing can be said, with a key of its own."""
    key = f"{'Kursus ' if table == 'training' else ''}{1000 + number}"
    row = {name: GOOD.get(name) for name in ROWS[table]}
    is_number = table in {"service_requests", "satisfaction", "accuracy_checks"}
    return {**row, KEY[table]: int(key) if is_number else key}


def is_not_blank(row):
    return any(value not in (None, "-") for value in row.values())


@st.composite
def files(draw, table):
    """One or two files; of a key that is in both, each says something once."""
    row = st.fixed_dictionaries(ROWS[table]).filter(is_not_blank)
    first = draw(st.lists(row, max_size=9))
    second = draw(st.lists(row, max_size=4, unique_by=lambda each: repr(each[KEY[table]])))
    often = [each[KEY[table]] for each in first]
    second = [each for each in second if often.count(each[KEY[table]]) < 2]
    if table in {"training", "accuracy_checks", "complaints"}:
        second = []
    padding = [good(table, number) for number in range(120)]
    return {
        "a": padding[:60] + first + padding[60:90],
        **({"b": padding[90:] + second} if second else {}),
    }


@pytest.mark.parametrize("table", sorted(ROWS))
@settings(max_examples=3, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(data=st.data())
def test_typed_rows_are_conformed_as_the_same_rows_in_words(table, data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    tables = {table: data.draw(files(table))}
    types = data.draw(st.fixed_dictionaries(TYPES))
    most_rows = data.draw(st.sampled_from([1000, 25]))
    written = delivered(folder, tables)
    typed = built(folder, tables, types, most_rows=most_rows)

    assert apart(rejects_in(typed), rejects_in(written)) == ([], [])
    assert accounts_of(typed) == accounts_of(written)
    assert apart(rows_in(typed, table), rows_in(written, table)) == ([], [])
