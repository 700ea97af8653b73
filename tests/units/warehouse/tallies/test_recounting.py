"""Counted without keys, rows come to what they come to under keys; and so does the cube of them."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conformed_tables import empty_tables
from tests.units.warehouse.tallies.test_tallying import in_order, marked_tables
from tests.units.warehouse.tallies.worlds import (
    DEFINITIONS,
    FIRST,
    LAST,
    NUMBERING,
    SHEETS,
    UNITS,
    filled,
    plain_tallies,
    trees,
    worlds,
)

from dampak.warehouse.organisation.tree import tree_of
from dampak.warehouse.tallies import recounting
from dampak.warehouse.tallies.adding_up import rolled
from dampak.warehouse.tallies.bag import bag_of, joined
from dampak.warehouse.tallies.cube import cube_table
from dampak.warehouse.tallies.grids import WIDEST, DaysGrid
from dampak.warehouse.tallies.keys import packed
from dampak.warehouse.tallies.mark_columns import columns_read
from dampak.warehouse.tallies.marked_rows import array_of
from dampak.warehouse.tallies.recounted import cube_of
from dampak.warehouse.tallies.recounting import count_again, grids_of, works_of
from dampak.warehouse.tallies.sorting import SERVICE_BITS
from dampak.warehouse.tallies.tallying import tallied

REQUESTS = SHEETS["service_requests"]
MARKS, DAYS = ("~closed_on", "~received_on"), "~days_received_on_closed_on"


@pytest.fixture(scope="module")
def tables():
    return empty_tables(FIRST, LAST)


def counted(rows, sheet, *, units):
    grids = grids_of(sheet, units=units)
    count_again(
        {name: array_of(rows[name]) for name in columns_read(sheet)}, works_of(sheet), grids
    )
    return grids


def as_bag(grid):
    if isinstance(grid, DaysGrid):
        return grid.as_bag()
    runs = [
        (packed(unit=np.arange(grid.units), service=0, month=month), counts)
        for month, counts in grid.months.items()
    ]
    return joined(runs, grid.columns)


def without_services(bag):
    return bag_of(bag.keys & ~SERVICE_BITS, bag.counts)


@given(world=worlds(UNITS), above=trees())
@settings(max_examples=10, deadline=None)
def test_the_cube_of_rows_is_the_cube_of_their_tallies(tables, world, above):
    with filled(tables, in_order(world)):
        tallies = {table: (tally,) for table, tally in plain_tallies(tables).items()}
        rows = marked_tables(tables)
    tree = tree_of(above, NUMBERING.units.by_code())

    grids = {table: counted(rows[table], sheet, units=5) for table, sheet in SHEETS.items()}

    definitions = DEFINITIONS.values()
    found = cube_of(grids, definitions, sheets=SHEETS, tree=tree)
    assert_same_cube(found, cube_table(rolled(tallies, tree), definitions))


def assert_same_cube(one, other):
    assert one.schema.equals(other.schema, check_metadata=True)
    for name in one.column_names:
        values = [table[name].combine_chunks() for table in (one, other)]
        if pa.types.is_fixed_size_list(values[0].type):
            values = [np.asarray(each.flatten()).view(np.uint64) for each in values]
            np.testing.assert_array_equal(*values, err_msg=name)
        else:
            assert values[0].equals(values[1])


def requests(seed, rows, *, units, days, months, ascending):
    """Marked requests with random marks; some have no date, and so no mark."""
    rng = np.random.default_rng(seed)
    unit = rng.integers(0, units, rows)
    marks = {
        name: np.where(
            rng.random(rows) < 0.9,
            rng.integers(1500, 1500 + months, rows) << 16 | rng.integers(0, 16, rows),
            0,
        )
        for name in MARKS
    }
    columns = {
        "~unit": np.sort(unit) if ascending else unit,
        "~service": rng.integers(0, 3, rows),
        **{name: marks[name] & (0x7FFFFFFF if name == MARKS[1] else 0x7FFFFFF7) for name in MARKS},
        DAYS: rng.integers(0, days, rows),
    }
    kinds = {"~service": pa.uint16(), DAYS: pa.uint16()}
    return pa.table(
        {name: pa.array(each, kinds.get(name, pa.uint32())) for name, each in columns.items()}
    )


@pytest.mark.parametrize("rows", [0, 1, 700])
@pytest.mark.parametrize("days", [1, 40, WIDEST + 9, 60_000])
@given(
    seed=st.integers(0, 1000),
    units=st.sampled_from([1, 3, 300]),
    months=st.sampled_from([1, 2, 14]),
    ascending=st.booleans(),
)
@settings(max_examples=12, deadline=None)
def test_rows_come_to_the_same_with_and_without_keys(rows, days, seed, units, months, ascending):
    marked = requests(seed, rows, units=units, days=days, months=months, ascending=ascending)

    grids = counted(marked, REQUESTS, units=units)

    for grid, bag in zip(grids, tallied(marked, REQUESTS).bags, strict=True):
        assert as_bag(grid).is_same(without_services(bag))


def test_where_there_is_no_room_rows_are_sorted_and_come_to_the_same(monkeypatch):
    marked = requests(1, 5000, units=400, days=30, months=3, ascending=True)
    with_room = [as_bag(grid) for grid in counted(marked, REQUESTS, units=400)]

    monkeypatch.setattr(recounting, "ROOM", 0)
    monkeypatch.setattr(recounting, "CELLS_FOR_A_ROW", 0)
    without_room = [as_bag(grid) for grid in counted(marked, REQUESTS, units=400)]

    assert all(one.is_same(other) for one, other in zip(with_room, without_room, strict=True))


def test_rows_of_several_groups_are_added_up_however_long_they_waited():
    grids = grids_of(REQUESTS, units=9)
    lots = [
        requests(seed, 300, units=9, days=days, months=2, ascending=True)
        for seed, days in enumerate((20, 70, 900))
    ]
    for lot in lots:
        columns = {name: array_of(lot[name]) for name in columns_read(REQUESTS)}
        count_again(columns, works_of(REQUESTS), grids)

    for grid, bag in zip(grids, tallied(pa.concat_tables(lots), REQUESTS).bags, strict=True):
        assert as_bag(grid).is_same(without_services(bag))
