"""The tree of a nation: four to six levels, uneven, every node one run of the list."""

import csv
from collections import Counter

import pytest

from dampak.simulation.nation.country import build_nation
from dampak.simulation.nation.offices import offices_of
from dampak.simulation.nation.scale import Scale
from dampak.simulation.nation.units_file import write_units
from dampak.warehouse.conformed.tree import tree_faults


@pytest.fixture(scope="module")
def nation():
    return build_nation(Scale(rows=5_000_000))  # 2,000 units, 32 agencies


@pytest.fixture(scope="module")
def offices(nation):
    return list(offices_of(nation.tree))


def levels(offices):
    """How many offices lie above each, itself among them, by code."""
    depth = {}
    for office in offices:
        depth[office.code] = 1 + depth.get(office.parent_code, 0)
    return depth


def test_units_hang_four_to_six_levels_deep(offices):
    depth = levels(offices)
    units = Counter(depth[office.code] for office in offices if office.kind == "unit")

    assert set(units) == {4, 5, 6}
    assert min(units.values()) > 0


def test_every_unit_is_a_leaf_with_a_code_of_its_own(nation, offices):
    parents = {office.parent_code for office in offices}
    units = [office.code for office in offices if office.kind == "unit"]

    assert units == nation.tree.unit_codes
    assert len({office.code for office in offices}) == len(offices)
    assert not parents & set(units)
    assert {office.kind for office in offices if office.code not in parents} == {"unit"}


def test_the_tree_has_one_root_and_no_faults(offices):
    faults = tree_faults({office.code: office.parent_code or None for office in offices})

    assert not faults.own_parent | faults.circles.keys() | faults.unknown_parent
    assert [office.code for office in offices if not office.parent_code] == ["NU"]


def test_agencies_differ_in_size(nation):
    sizes = Counter(nation.tree.agency.tolist()).values()

    assert max(sizes) > 3 * min(sizes)


def test_all_that_hangs_from_an_office_follows_it_without_a_gap(offices):
    # In preorder a node's descendants are the rows right behind it that lie deeper.
    depth = levels(offices)
    place = {office.code: at for at, office in enumerate(offices)}
    for office in offices[1:]:
        between = offices[place[office.parent_code] + 1 : place[office.code]]
        assert all(depth[each.code] > depth[office.parent_code] for each in between)


def test_the_smallest_nation_has_a_tree_too():
    offices = list(offices_of(build_nation(Scale(rows=20_000)).tree))

    assert Counter(office.kind for office in offices) >= Counter(
        {"negara": 1, "provinsi": 2, "kabupaten": 4, "unit": 8}
    )


def test_the_list_of_units_holds_every_office_once(nation, offices, tmp_path):
    write_units(nation, tmp_path / "units.csv")

    with (tmp_path / "units.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["code"] for row in rows] == [office.code for office in offices]
    assert rows[1]["parent_code"] == "NU"
