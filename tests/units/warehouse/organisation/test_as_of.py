"""All months in the organisation of one day, against a plain loop over the rows."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.units.warehouse.organisation.reorganised import (
    CHANGES,
    CODES,
    MONTHS,
    counts_for,
    line_of,
    node_of,
    reorganisations,
    row_on,
)

from dampak.warehouse.organisation.as_of import as_of
from dampak.warehouse.organisation.on_a_day import OnADay
from dampak.warehouse.organisation.register import register_of
from dampak.warehouse.organisation.view import Because

days = st.sampled_from([date(2023, 1, 1), *CHANGES, date(2026, 1, 1)])
counted = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(MONTHS)), max_size=20)


@given(rows=reorganisations(), day=days, work=counted)
def test_every_row_counts_for_whoever_has_its_work_or_stays_unassigned(rows, day, work):
    view = as_of(register_of(rows), day)

    for code, month in work:
        heir, node = counts_for(rows, code, month, day), node_of(view, code, month)
        said = [
            each
            for each in view.unassigned
            if each.code == code
            and (each.from_month or date.min) <= month <= (each.to_month or date.max)
        ]
        assert [each.node for each in said] == ([] if heir else [node])
        assert node == heir if heir else row_on(rows, node, day) is None


@given(rows=reorganisations(), day=days, work=counted)
def test_every_row_counts_once_at_each_level_and_none_is_lost_at_the_top(rows, day, work):
    view = as_of(register_of(rows), day)
    sums = Counter(
        node for code, month in work for node in line_of(view, node_of(view, code, month))
    )

    at_the_top = [node for node, above in view.above.items() if above is None]
    assert sum(sums[node] for node in at_the_top) == len(work)
    for node in view.above:
        own = sum(node_of(view, code, month) == node for code, month in work)
        below = sum(sums[each] for each, above in view.above.items() if above == node)
        assert sums[node] == own + below


@given(rows=reorganisations(), day=days)
def test_the_tree_has_whoever_stood_on_the_day_below_whom_the_row_of_that_day_names(rows, day):
    tree = OnADay(register_of(rows), day).above

    standing = {code: row_on(rows, code, day) for code in CODES}
    assert set(tree) == {code for code, row in standing.items() if row}
    for code, above in tree.items():
        named = standing[code]["parent_code"]
        if named is None or standing[named]:
            assert above == named


@given(rows=reorganisations(), day=days)
def test_what_is_unassigned_is_no_unit_of_the_day_and_stands_below_one_or_at_the_top(rows, day):
    register = register_of(rows)
    tree, view = OnADay(register, day).above, as_of(register, day)

    for each in view.unassigned:
        assert each.node not in tree
        assert each.below is None or each.below in tree
        assert set(each.among) <= set(tree)
        assert view.above[each.node] == each.below


def units(*rows):
    names = ("code", "parent_code", "valid_from", "valid_to", "successor_code")
    return register_of(dict(zip(names, row, strict=True)) for row in rows)


NEW_YEAR, NEW_YEARS_EVE = date(2025, 1, 1), date(2024, 12, 31)
TODAY, JUNE = date(2025, 6, 1), date(2024, 6, 1)
ABOVE = ("KOTA", None, None, None, None)
MERGED = units(
    ABOVE,
    ("P1", "KOTA", None, NEW_YEARS_EVE, "P3"),
    ("P2", "KOTA", None, NEW_YEARS_EVE, "P3"),
    ("P3", "KOTA", NEW_YEAR, None, None),
)
DIVIDED = units(
    ABOVE,
    ("BARAT", "KOTA", None, None, None),
    ("P1", "BARAT", None, NEW_YEARS_EVE, "P1; P2"),
    ("P1", "BARAT", NEW_YEAR, None, None),
    ("P2", "BARAT", NEW_YEAR, None, None),
)


def test_two_units_that_merged_are_one_in_all_months():
    view = as_of(MERGED, TODAY)

    assert {node_of(view, code, JUNE) for code in ("P1", "P2", "P3")} == {"P3"}
    assert view.above == {"KOTA": None, "P3": "KOTA"}
    assert view.unassigned == ()


def test_a_chain_of_successors_is_followed_to_its_end():
    register = units(
        ("A", None, None, date(2023, 6, 30), "B"),
        ("B", None, date(2023, 7, 1), NEW_YEARS_EVE, "C"),
        ("C", None, NEW_YEAR, None, None),
    )
    assert node_of(as_of(register, TODAY), "A", date(2023, 1, 1)) == "C"
    assert node_of(as_of(register, date(2024, 1, 1)), "A", date(2023, 1, 1)) == "B"


def test_a_unit_that_was_divided_keeps_its_history_below_what_stands_above_all_parts():
    view = as_of(DIVIDED, TODAY)

    (left,) = view.unassigned
    assert (left.because, left.among, left.below) == (Because.DIVIDED, ("P1", "P2"), "BARAT")
    assert (left.code, left.from_month, left.to_month) == ("P1", None, date(2024, 12, 1))
    assert node_of(view, "P1", JUNE) == left.node == "P1 ../2024-12-31"
    assert node_of(view, "P1", date(2025, 2, 1)) == "P1"


def test_seen_from_before_the_parts_of_a_divided_unit_are_the_unit_again():
    view = as_of(DIVIDED, JUNE)

    assert {node_of(view, code, TODAY) for code in ("P1", "P2")} == {"P1"}
    assert view.unassigned == ()


def test_seen_from_before_a_merger_nobody_can_divide_what_came_of_it():
    (left,) = as_of(MERGED, JUNE).unassigned

    assert (left.code, left.because) == ("P3", Because.MERGED_LATER)
    assert (left.among, left.below) == (("P1", "P2"), "KOTA")


@pytest.mark.parametrize("successor", [None, "P9"])
def test_a_unit_whose_successor_nobody_knows_stays_below_what_stood_above_it(successor):
    register = units(ABOVE, ("P1", "KOTA", None, NEW_YEARS_EVE, successor))
    (left,) = as_of(register, TODAY).unassigned

    assert (left.node, left.because, left.below) == ("P1", Because.NO_SUCCESSOR, "KOTA")


def test_units_below_one_that_ended_stand_below_its_successor_even_if_their_rows_name_the_old():
    register = units(
        ABOVE,
        ("DINAS-A", "KOTA", None, NEW_YEARS_EVE, "DINAS-B"),
        ("DINAS-B", "KOTA", NEW_YEAR, None, None),
        ("P1", "DINAS-A", None, None, None),
    )
    assert OnADay(register, TODAY).above["P1"] == "DINAS-B"
    assert OnADay(register, JUNE).above["P1"] == "DINAS-A"


def test_nobody_comes_to_stand_below_themselves_through_a_successor():
    register = units(
        ("P1", "OLD", None, None, None),
        ("NEW", "P1", None, None, None),
        ("OLD", None, None, NEW_YEARS_EVE, "NEW"),
    )
    assert OnADay(register, TODAY).above == {"NEW": "P1", "P1": None}


def test_units_that_name_each_other_as_the_one_above_are_refused():
    register = units(("A", "B", None, None, None), ("B", "A", None, None, None))
    with pytest.raises(ValueError, match="stands below itself"):
        OnADay(register, TODAY)
