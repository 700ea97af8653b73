"""A tree in preorder: whatever stands below a unit follows it in one run."""

import pytest
from hypothesis import given
from tests.units.warehouse.tallies.worlds import UNITS, standing, trees

from dampak.warehouse.organisation.tree import TOP, tree_of


@given(rows=trees())
def test_whatever_stands_below_a_unit_follows_it_in_one_run(rows):
    tree = tree_of(rows, {})

    for place, code in enumerate(tree.codes):
        run = set(tree.codes[place : tree.last[place] + 1])
        assert run == standing(rows, code)


@given(rows=trees())
def test_every_unit_knows_the_one_above_it_and_how_deep_it_stands(rows):
    tree, above = tree_of(rows, {}), dict(rows)

    assert sorted(tree.codes) == sorted(UNITS)
    for place, code in enumerate(tree.codes):
        parent = tree.parent[place]
        assert (None if parent == TOP else tree.codes[parent]) == above[code]
        assert tree.depth[place] == (0 if parent == TOP else tree.depth[parent] + 1)


def test_neighbours_stand_in_the_order_of_their_codes():
    assert tree_of([("B", None), ("C", "A"), ("A", None), ("D", "A")], {}).codes == tuple("ACDB")


def test_a_unit_below_one_that_is_not_listed_stands_at_the_top():
    assert tree_of([("A", "Z")], {}).parent.tolist() == [TOP]


@pytest.mark.parametrize("rows", [[("A", "A")], [("A", "B"), ("B", "A"), ("C", None)]])
def test_a_unit_that_stands_below_itself_is_refused(rows):
    with pytest.raises(ValueError, match="Unit A stands below itself"):
        tree_of(rows, {})


def test_numbers_lead_to_places_and_unknown_numbers_nowhere():
    tree = tree_of([("B", "A"), ("A", None), ("C", None)], {"A": 3, "B": 1})

    assert tree.place_of_number(5).tolist() == [-1, 1, -1, 0, -1]
    assert tree.place_of_number(2).tolist() == [-1, 1]
