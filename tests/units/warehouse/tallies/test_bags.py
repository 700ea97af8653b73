"""What was added can be taken away again, and rows may come in any number of lots."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conformed_tables import empty_tables
from tests.units.warehouse.tallies.worlds import (
    FIRST,
    LAST,
    SHEETS,
    filled,
    plain_tallies,
    worlds,
)

from dampak.warehouse.tallies.bag import added, bag_of, taken_away
from dampak.warehouse.tallies.keys import BITS, packed, part_of
from dampak.warehouse.tallies.sorting import MOST
from dampak.warehouse.tallies.tally import nothing, together, without
from dampak.warehouse.tallies.tally_file import OtherSheet, read_tally, written_tally

PARTS = tuple(BITS)


def bags(columns):
    key = st.tuples(*(st.sampled_from([0, 1, 2, 2**bits - 1]) for bits in BITS.values()))
    counts = st.tuples(*[st.sampled_from([0, 1, 3, MOST, MOST + 1, 5 * MOST])] * columns)
    return st.lists(st.tuples(key, counts), max_size=30).map(
        lambda rows: put_together(rows, columns)
    )


def put_together(rows, columns):
    parts = np.array([key for key, _ in rows], np.int64).reshape(-1, len(PARTS)).T
    keys = packed(**dict(zip(PARTS, parts, strict=True)))
    return bag_of(keys, np.array([each for _, each in rows], np.int64).reshape(-1, columns))


def by_key(*bags):
    """The same sums by a plain loop."""
    sums = {}
    for bag in bags:
        for key, counts in zip(bag.keys.tolist(), bag.counts.tolist(), strict=True):
            old = sums.get(key, [0] * len(counts))
            sums[key] = [one + two for one, two in zip(old, counts, strict=True)]
    return {key: counts for key, counts in sorted(sums.items()) if any(counts)}


@given(some=st.lists(bags(2), min_size=1, max_size=4))
def test_bags_add_up_as_a_loop_adds_them(some):
    whole = added(*some)

    assert dict(zip(whole.keys.tolist(), whole.counts.tolist(), strict=True)) == by_key(*some)
    assert whole.keys.tolist() == sorted(set(whole.keys.tolist()))


@given(some=st.lists(bags(1), min_size=1, max_size=4))
def test_counts_too_large_to_be_sorted_with_their_key_are_not_cut_off(some):
    whole = added(*some)

    assert dict(zip(whole.keys.tolist(), whole.counts.tolist(), strict=True)) == by_key(*some)


@pytest.mark.parametrize("columns", [1, 3])
@given(data=st.data())
def test_what_was_added_and_taken_away_leaves_the_old_bag_bit_for_bit(columns, data):
    old, more = data.draw(bags(columns)), data.draw(bags(columns))

    assert taken_away(added(old, more), more).is_same(old)


def test_what_was_never_added_cannot_be_taken_away():
    one = put_together([((1, 0, 5, 0), (2,))], 1)
    other = put_together([((1, 0, 6, 0), (1,))], 1)

    with pytest.raises(ValueError, match="never added"):
        taken_away(one, other)
    with pytest.raises(ValueError, match="never added"):
        taken_away(one, added(one, one))


def test_a_number_that_does_not_fit_its_place_is_refused():
    with pytest.raises(ValueError, match="A service from 0 to 16384 does not fit 14 bits"):
        packed(unit=[1, 1], service=[0, 2**14], month=[5, 5])
    with pytest.raises(ValueError, match="A days from -1"):
        packed(unit=[1], service=[0], month=[5], days=[-1])


def test_a_key_gives_back_what_it_was_made_of():
    keys = packed(unit=[4194303, 1], service=[16383, 2], month=[4095, 3], days=[65535, 4])

    assert [part_of(keys, name).tolist() for name in PARTS] == [
        [4194303, 1],
        [16383, 2],
        [4095, 3],
        [65535, 4],
    ]


@pytest.fixture(scope="module")
def tables():
    return empty_tables(FIRST, LAST)


def tallies_of(tables, world):
    with filled(tables, world):
        return plain_tallies(tables)


@given(first=worlds(), later=worlds())
@settings(max_examples=8, deadline=None)
def test_rows_may_come_in_lots_and_a_lot_may_be_withdrawn(tables, first, later):
    old, more = tallies_of(tables, first), tallies_of(tables, later)
    whole = tallies_of(tables, {table: first[table] + later[table] for table in first})

    for table, tally in whole.items():
        assert together(old[table], more[table]).is_same(tally)
        assert without(tally, more[table]).is_same(old[table])


@given(world=worlds())
@settings(max_examples=8, deadline=None)
def test_a_tally_comes_back_from_the_disk_bit_for_bit(tables, world):
    for table, tally in tallies_of(tables, world).items():
        assert read_tally(written_tally(tally), SHEETS[table]).is_same(tally)


def test_a_tally_for_other_indicators_is_not_read():
    written = written_tally(nothing(SHEETS["complaints"]))

    with pytest.raises(OtherSheet):
        read_tally(written, SHEETS["accuracy_checks"])
