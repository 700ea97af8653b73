"""People get the keys that they get anywhere else, each number hashed once."""

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.warehouse.bulk.people import KnownPeople
from dampak.warehouse.conformed.people import person_of

SECRET = b"a secret for tests, 32 bytes lng"
BORN = st.dates().map(lambda born: f"{born:%Y%m%d}".zfill(8))
NUMBERS = st.tuples(
    st.one_of(BORN, st.sampled_from(["19900229", "19920229", "20160101", "19901301"])),
    st.sampled_from(["201501", "198803"]),
    st.sampled_from("0123"),
    st.sampled_from(["000", "001", "123"]),
).map("".join)
CELLS = st.one_of(NUMBERS, st.sampled_from(["P-17", "1.99E+17", "19900101 201501 1 001", "007"]))


@settings(deadline=None)
@given(deliveries=st.lists(st.sets(CELLS, max_size=8), min_size=1, max_size=3))
def test_each_person_has_the_key_of_the_plain_way(deliveries):
    people = KnownPeople(secret=SECRET)
    for cells in deliveries:
        named = sorted(cells)

        found = people.people_of(pa.array(named, pa.string()))

        plain = [person_of(cell, secret=SECRET) for cell in named]
        assert found.keys.to_pylist() == [person.key for person in plain]
        assert found.refused.to_pylist() == [person.refused for person in plain]
