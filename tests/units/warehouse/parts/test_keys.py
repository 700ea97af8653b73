"""An index never misses a row that has the key, and hardly ever names one that has not."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.warehouse.conformed.shape import SHAPES
from dampak.warehouse.parts.hashing import row_hashes
from dampak.warehouse.parts.keys import candidates, keyed_rows, write_keys
from dampak.warehouse.parts.layout import ROWS_IN_A_GROUP

HASHES = st.lists(
    st.one_of(
        st.integers(0, 2**64 - 1),
        # many that agree in their first 32 bits, or in 48
        st.integers(0, 3).map(lambda few: (7 << 32) | (few << 16)),
        st.integers(0, 3).map(lambda few: (7 << 32) | few),
    ),
    unique=True,
    max_size=40,
)


@settings(max_examples=80, deadline=None)
@given(kept=HASHES, asked=HASHES, spread=st.integers(1, ROWS_IN_A_GROUP * 3))
def test_an_index_finds_exactly_what_a_plain_loop_finds(tmp_path_factory, kept, asked, spread):
    path = tmp_path_factory.mktemp("index") / "keys"
    places = np.array([place * spread for place in range(len(kept))], np.int64)
    asked = sorted({*asked, *kept[::2]})
    write_keys(str(path), places, np.array(kept, np.uint64))

    found = candidates(path, np.array(asked, np.uint64))

    # 48 of 64 bits are kept
    groups, hits = set(), []
    for number, question in enumerate(asked):
        for place, hashed in zip(places, kept, strict=True):
            if question >> 16 == hashed >> 16:
                groups.add(int(place) // ROWS_IN_A_GROUP)
                hits.append(number)
    assert found.asking.tolist() == sorted(set(hits))
    assert found.groups.tolist() == sorted(groups)


CELLS = st.one_of(st.none(), st.text(max_size=20), st.sampled_from(["a", "ab", "b"]))


@settings(max_examples=80, deadline=None)
@given(rows=st.lists(st.tuples(CELLS, st.none() | st.integers(-5, 5)), max_size=30))
def test_equal_rows_have_equal_numbers_and_others_have_others(rows):
    names, numbers = ([row[at] for row in rows] for at in (0, 1))
    columns = [pa.chunked_array([names], pa.string()), pa.chunked_array([numbers], pa.int64())]

    hashes = row_hashes(columns)

    assert len(set(hashes.tolist())) == len(set(rows))
    # in chunks or as dictionaries they are the same rows
    apart = [
        pa.chunked_array([column.slice(0, 3), column.slice(3)], column.type)
        for column in (columns[0].combine_chunks(), columns[1].combine_chunks())
    ]
    assert row_hashes(apart).tolist() == hashes.tolist()
    words = [columns[0].dictionary_encode(), columns[1]]
    assert row_hashes(words).tolist() == hashes.tolist()


@pytest.mark.parametrize(
    ("column", "number"),
    [
        (pa.array(["R0001"]), 0x7E3547973D263D87),
        (pa.array([date(2026, 1, 5)]), 0xF898FB7D2C31834A),
        (pa.array([1.5]), 0xAAD9CC8994127EF4),
    ],
)
def test_the_numbers_are_the_same_in_every_year(column, number):
    assert int(row_hashes([pa.chunked_array([column])])[0]) == number


def test_nought_has_one_number_whatever_its_sign():
    first, second = row_hashes([pa.chunked_array([[0.0, -0.0]])])
    assert first == second


def test_rows_without_a_name_of_their_own_have_no_key():
    answers = [{"response_id": "1"}, {"response_id": None}, {"response_id": "2"}]
    rows = pa.Table.from_pylist(answers, schema=SHAPES["satisfaction"])

    places, hashes = keyed_rows("satisfaction", rows)

    assert places.tolist() == [0, 2]
    assert len(hashes) == 2
