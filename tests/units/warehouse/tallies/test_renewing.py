"""A cube after a day is the cube of all rows, and only what the day touched was read again."""

import numpy as np
import pytest
from hypothesis import given, settings
from tests.conformed_tables import empty_tables
from tests.units.warehouse.tallies.worlds import (
    DEFINITIONS,
    FIRST,
    LAST,
    NUMBERING,
    UNITS,
    filled,
    plain_tallies,
    trees,
    worlds,
)

from dampak.warehouse.organisation.tree import tree_of
from dampak.warehouse.tallies.adding_up import rolled
from dampak.warehouse.tallies.cube import cube_table, open_cube, written_cube
from dampak.warehouse.tallies.renewing import renewed
from dampak.warehouse.tallies.renewing_cubes import renewed_cube

NOBODY = {}


@pytest.fixture(scope="module")
def tables():
    return empty_tables(FIRST, LAST)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("cubes")


def tallies_of(tables, world):
    with filled(tables, world):
        return {table: (tally,) for table, tally in plain_tallies(tables).items()}


def opened(folder, table):
    path = folder / f"{len(list(folder.iterdir()))}.cube"
    path.write_bytes(written_cube(table))
    return open_cube(path)


def tree_with_numbers(tree):
    return tree_of(tree, NUMBERING.units.by_code())


def assert_same(found, expected):
    """Every reading in the same month; the months of a cube may begin earlier or end later."""
    for definition in DEFINITIONS.values():
        one, two = found.read(definition), expected.read(definition)
        for name in ("numerator", "denominator", "value"):
            numbers = by_month(found, getattr(one, name))
            assert numbers == by_month(expected, getattr(two, name)), (definition.code, name)


def by_month(cube, numbers):
    """The numbers there are; none of an indicator that has no such number."""
    if numbers is None:
        return {}
    return {
        (line, cube.months[place]): numbers[line, place]
        for line, place in np.argwhere(~np.isnan(numbers)).tolist()
    }


@given(old=worlds(UNITS), day=worlds(UNITS), tree=trees())
@settings(max_examples=12, deadline=None)
def test_a_day_that_comes_and_a_day_that_goes(tables, folder, old, day, tree):
    tree = tree_with_numbers(tree)
    before, came = tallies_of(tables, old), tallies_of(tables, day)
    both = {table: old[table] + day[table] for table in old}
    expected = cube_table(rolled(tallies_of(tables, both), tree), DEFINITIONS.values())

    first = rolled(before, tree)
    cube = opened(folder, cube_table(first, DEFINITIONS.values()))
    after = renewed(first, came=came, gone=NOBODY)
    later = opened(folder, renewed_cube(cube, after, DEFINITIONS.values()))
    assert_same(later, opened(folder, expected))

    back = renewed(after.seen, came=NOBODY, gone=came)
    again = opened(folder, renewed_cube(later, back, DEFINITIONS.values()))
    assert_same(again, cube)


def request(unit, received, closed):
    return {"unit_code": unit, "received_on": received, "closed_on": closed, "is_digital": True}


def test_only_the_lines_and_months_of_a_day_are_touched(tables):
    # D01 and D02 stand below D03; D04 stands alone
    tree = tree_with_numbers((("D01", "D03"), ("D02", "D03"), ("D03", None), ("D04", None)))
    march, april = FIRST.replace(month=3), FIRST.replace(month=4)
    old = [request(unit, month, month) for unit in UNITS for month in (FIRST, march, april)]
    seen = rolled(tallies_of(tables, {"service_requests": old}), tree)
    day = tallies_of(tables, {"service_requests": [request("D01", march, april)]})

    after = renewed(seen, came=day, gone=NOBODY)

    # the preorder is D03, D01, D02, D04; then come D03 with all below it, and everybody
    by_date = {
        drawer.dated_by if not drawer.by_days else "days": sorted(
            zip(cells.line.tolist(), cells.month.tolist(), strict=True)
        )
        for drawer, cells in zip(
            seen.sheets["service_requests"].drawers,
            after.touched["service_requests"],
            strict=True,
        )
    }
    assert by_date["received_on"] == [(1, 1), (4, 1), (5, 1)]
    assert by_date["closed_on"] == by_date["days"] == [(1, 2), (4, 2), (5, 2)]
    assert after.followed == frozenset()
    assert all(not len(cells.line) for cells in after.touched["complaints"])
