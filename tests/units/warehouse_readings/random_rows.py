"""Random conformed rows for two units over four months, with all that real rows lack."""

from datetime import date

from hypothesis import strategies as st
from tests.units.warehouse_readings.plain_loops import ELEMENTS

FIRST, LAST = date(2024, 2, 1), date(2024, 5, 31)
days = st.dates(FIRST, LAST)
maybe_days = st.none() | days
units = st.sampled_from(["D01", "D02"])


def rows(**columns):
    return st.lists(st.fixed_dictionaries({"unit_code": units, **columns}), max_size=12)


requests = rows(
    received_on=days,
    promised_on=maybe_days,
    closed_on=maybe_days,
    status=st.sampled_from([None, "open", "closed", "refused"]),
    was_withdrawn=st.sampled_from([None, False, False, True]),
    is_digital=st.none() | st.booleans(),
)
complaints = rows(received_on=days)
checks = rows(
    checked_on=days,
    fields_checked=st.integers(0, 4),
    fields_correct=st.none() | st.integers(0, 5),
)
responses = rows(
    answered_on=days,
    **{key: st.none() | st.integers(1, 4) for key in ELEMENTS},
)
people = rows(person_key=st.sampled_from(["sri", "budi"]), from_on=maybe_days, to_on=maybe_days)
