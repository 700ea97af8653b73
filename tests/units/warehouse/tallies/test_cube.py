"""A cube reads what was counted, of units, of whatever stands above them, and of all together."""

from dataclasses import replace

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
    read,
    standing,
    trees,
    worlds,
)

from dampak.warehouse.organisation.tree import tree_of
from dampak.warehouse.store.disk import Disk
from dampak.warehouse.store.objects import put_bytes
from dampak.warehouse.tallies.adding_up import rolled
from dampak.warehouse.tallies.cube import cube_table, open_cube, written_cube


@pytest.fixture(scope="module")
def tables():
    return empty_tables(FIRST, LAST)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("cubes")


def cube_of(folder, tables, world, tree):
    with filled(tables, world):
        tallies = {table: (tally,) for table, tally in plain_tallies(tables).items()}
    seen = rolled(tallies, tree_of(tree, NUMBERING.units.by_code()))
    data = written_cube(cube_table(seen, DEFINITIONS.values()))
    return open_cube(folder / put_bytes(folder, "cube", data, Disk()))


def cells(cube, definition, line, code):
    found = cube.read(definition, line)
    return {
        (code, month): (
            None if found.numerator is None else found.numerator[place],
            found.denominator[place],
            found.value[place],
        )
        for place, month in enumerate(cube.months)
        if not np.isnan(found.value[place])
    }


@given(world=worlds(UNITS), tree=trees())
@settings(max_examples=6, deadline=None)
def test_a_cube_reads_units_and_all_of_them_together_as_sql_does(tables, folder, world, tree):
    cube = cube_of(folder, tables, world, tree)
    together = {table: [row | {"unit_code": "*"} for row in rows] for table, rows in world.items()}

    for code, definition in DEFINITIONS.items():
        found = {}
        for unit, line in cube.own.items():
            found |= cells(cube, definition, line, unit)
        with filled(tables, world):
            assert found == read(tables, definition), code
        with filled(tables, together):
            assert cells(cube, definition, cube.everywhere, "*") == read(tables, definition), code


@given(world=worlds(UNITS), tree=trees())
@settings(max_examples=6, deadline=None)
def test_a_unit_with_others_below_it_is_read_with_and_without_them(tables, folder, world, tree):
    cube = cube_of(folder, tables, world, tree)

    assert set(cube.with_all_below) == {above for _, above in tree} - {None}
    for unit, line in cube.with_all_below.items():
        below = standing(tree, unit)
        merged = {
            table: [row | {"unit_code": "X"} if row["unit_code"] in below else row for row in rows]
            for table, rows in world.items()
        }
        with filled(tables, merged):
            for code, definition in DEFINITIONS.items():
                expected = read(tables, definition).items()
                assert cells(cube, definition, line, "X") == {
                    cell: each for cell, each in expected if cell[0] == "X"
                }, code


def test_numbers_lie_in_the_file_and_not_in_memory(tables, folder):
    world = {
        "accuracy_checks": [
            {"unit_code": "D01", "checked_on": FIRST, "fields_checked": 4, "fields_correct": 3}
        ]
    }
    cube = cube_of(folder, tables, world, ((code, None) for code in UNITS))
    found = cube.read(DEFINITIONS["record-accuracy"])

    assert not found.value.flags.owndata
    assert found.value[cube.own["D01"]].tolist() == [0.75]
    assert np.isnan(found.value[cube.own["D02"]]).all()


def test_a_definition_of_another_version_is_not_read_from_the_cube(tables, folder):
    cube = cube_of(folder, tables, {}, ((code, None) for code in UNITS))

    assert cube.months == ()
    assert cube.has(DEFINITIONS["ikm"])
    assert not cube.has(replace(DEFINITIONS["ikm"], version=99))
