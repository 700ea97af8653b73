"""A cube after a day is the cube of all rows, and only what the day touched was read again."""

import pytest
from hypothesis import given, settings
from tests.conformed_tables import empty_tables
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
from dampak.warehouse.parts.part import Part
from dampak.warehouse.store.disk import Disk
from dampak.warehouse.store.objects import put_bytes
from dampak.warehouse.tallies.adding_up import rolled
from dampak.warehouse.tallies.cube import cube_table, written_cube
from dampak.warehouse.tallies.keys import month_number
from dampak.warehouse.tallies.month_sums import month_by_month, rolled_again, without_rows
from dampak.warehouse.tallies.renewing import (
    changes_between,
    lines_touched,
    months_touched,
    renewed_month,
)
from dampak.warehouse.tallies.sums_file import read_sums, written_sums
from dampak.warehouse.tallies.tally_file import written_tally
from dampak.warehouse.tallies.tree_file import is_same_tree, read_tree, written_tree


@pytest.fixture(scope="module")
def tables():
    return empty_tables(FIRST, LAST)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("sums")


def tallies_of(tables, world):
    with filled(tables, world):
        return {table: (tally,) for table, tally in plain_tallies(tables).items()}


def tree_with_numbers(tree):
    return tree_of(tree, NUMBERING.units.by_code())


def part_of(folder, table, tally, dead=None):
    """A part of which only the tallies lie in the folder."""
    named = {"tally": tally, "dead_tally": dead}
    for name, each in named.items():
        if each is not None:
            named[name] = put_bytes(folder, "tally", written_tally(each), Disk())
    return Part(table=table, month=FIRST, number=1, rows=0, bytes=0, file="", keys="", **named)


def parts_of(folder, tallies):
    return [part_of(folder, table, tally) for table, (tally,) in tallies.items()]


def sums_of(tallies, tree):
    seen = rolled(tallies, tree)
    return {month: written_sums(each, SHEETS) for month, each in month_by_month(seen, tallies)}


def opened(folder, sums):
    months = {}
    for month, data in sums.items():
        path = folder / f"{len(list(folder.iterdir()))}.sums"
        path.write_bytes(data)
        months[month] = read_sums(path, SHEETS)
    return months


def after(months, changes, tree):
    nothing = without_rows(SHEETS, tree)
    touched = {
        month: renewed_month(months.get(month, nothing), changes, month)
        for month in months_touched(changes)
    }
    return {**months, **touched}


def changed(folder, before, now, tree):
    return changes_between(before, now, sheets=SHEETS, tree=tree, folder=folder)


@given(old=worlds(UNITS), day=worlds(UNITS), tree=trees())
@settings(max_examples=12, deadline=None)
def test_a_day_that_comes_and_a_day_that_goes(tables, folder, old, day, tree):
    tree = tree_with_numbers(tree)
    first, second = tallies_of(tables, old), tallies_of(tables, day)
    both = tallies_of(tables, {table: old[table] + day[table] for table in old})
    before = parts_of(folder, first)
    now = [*before, *parts_of(folder, second)]
    months = opened(folder, sums_of(first, tree))

    later = after(months, changed(folder, before, now, tree), tree)
    back = after(later, changed(folder, now, before, tree), tree)

    for found, tallies in ((later, both), (back, first)):
        again = rolled_again(found, sheets=SHEETS, tree=tree)
        expected = rolled(tallies, tree)
        assert written_cube(cube_table(again, DEFINITIONS.values())) == written_cube(
            cube_table(expected, DEFINITIONS.values())
        )


@given(world=worlds(UNITS), tree=trees())
@settings(max_examples=12, deadline=None)
def test_sums_and_trees_come_back_from_the_disk_as_they_were(tables, folder, world, tree):
    tree = tree_with_numbers(tree)
    sums = sums_of(tallies_of(tables, world), tree)
    path = folder / "a.tree"
    path.write_bytes(written_tree(tree))

    again = {month: written_sums(each, SHEETS) for month, each in opened(folder, sums).items()}

    assert again == sums
    assert is_same_tree(read_tree(path), tree)


def test_sums_of_other_indicators_are_not_read(tables, folder):
    tree = tree_with_numbers((("D01", None),))
    world = {"complaints": [{"unit_code": "D01", "received_on": FIRST}]}
    sums = sums_of(tallies_of(tables, world), tree)
    path = folder / "other.sums"
    path.write_bytes(sums[month_number(FIRST)])

    assert read_sums(path, {"complaints": SHEETS["complaints"]}) is None


def test_what_was_never_added_cannot_be_taken_away(tables, folder):
    tree = tree_with_numbers((("D01", None),))
    world = {"complaints": [{"unit_code": "D01", "received_on": FIRST}]}
    tallies = tallies_of(tables, world)
    changes = changed(folder, parts_of(folder, tallies), [], tree)

    with pytest.raises(ValueError, match="never added"):
        after({}, changes, tree)


def test_a_part_that_is_in_both_is_not_read(tables, folder):
    tree = tree_with_numbers((("D01", None),))
    world = {"complaints": [{"unit_code": "D01", "received_on": FIRST}]}
    old = part_of(folder, "complaints", tallies_of(tables, world)["complaints"][0])
    (folder / old.tally).unlink()

    assert changed(folder, [old], [old], tree) == {}


def request(unit, received, closed):
    return {"unit_code": unit, "received_on": received, "closed_on": closed, "is_digital": True}


def test_only_the_lines_and_months_of_a_day_are_touched(tables, folder):
    # D01 and D02 stand below D03; D04 stands alone
    tree = tree_with_numbers((("D01", "D03"), ("D02", "D03"), ("D03", None), ("D04", None)))
    march, april = FIRST.replace(month=3), FIRST.replace(month=4)
    day = tallies_of(tables, {"service_requests": [request("D01", march, april)]})

    changes = changed(folder, [], parts_of(folder, day), tree)

    # the preorder is D03, D01, D02, D04; then come D03 with all below it, and everybody
    by_date = {
        drawer.dated_by: (
            lines_touched([changes["service_requests", nth]]).tolist(),
            months_touched({("service_requests", nth): changes["service_requests", nth]}),
        )
        for nth, drawer in enumerate(SHEETS["service_requests"].drawers)
    }
    assert by_date == {
        "received_on": ([1, 4, 5], [month_number(march)]),
        "closed_on": ([1, 4, 5], [month_number(april)]),
    }
    assert {table for table, _ in changes} == {"service_requests"}
