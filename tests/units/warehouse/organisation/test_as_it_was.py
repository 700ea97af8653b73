"""Every month under those who stood above it then, against a plain loop over the rows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.units.warehouse.organisation.reorganised import (
    CODES,
    MONTHS,
    below_in,
    line_of,
    node_of,
    parent_in,
    reorganisations,
)

from dampak.warehouse.organisation.as_it_was import as_it_was
from dampak.warehouse.organisation.register import register_of

codes, months = st.sampled_from(CODES), st.sampled_from(MONTHS)


def shown(view, node):
    return view.shown_as.get(node, node)


@given(rows=reorganisations(), code=codes, month=months)
def test_a_month_counts_for_the_unit_and_everybody_above_it_in_that_month(rows, code, month):
    view = as_it_was(register_of(rows))

    line = [code]
    while above := parent_in(rows, line[-1], month):
        line.append(above)
    assert [shown(view, node) for node in line_of(view, node_of(view, code, month))] == line


@given(rows=reorganisations(), top=codes, month=months)
def test_a_unit_has_with_it_whoever_stood_below_it_in_that_month(rows, top, month):
    view = as_it_was(register_of(rows))

    with_it = {
        code
        for code in CODES
        if node_of(view, top, month) in line_of(view, node_of(view, code, month))
    }
    assert with_it == below_in(rows, top, month)


@given(rows=reorganisations())
def test_a_unit_above_which_nothing_changes_is_one_node(rows):
    view = as_it_was(register_of(rows))
    ever = (date(2023, 1, 1), *MONTHS)
    still = {code for code in CODES if len({parent_in(rows, code, month) for month in ever}) == 1}

    for code in still:
        if all(each in still for each in line_of(view, code)):
            assert {node_of(view, code, month) for month in MONTHS} == {code}


@given(parents=st.lists(st.tuples(*[st.sampled_from([None, *CODES])] * 5), min_size=1, max_size=3))
def test_units_that_stand_below_themselves_in_any_month_are_refused(parents):
    rows = [
        {"code": code, "parent_code": parent, "valid_from": date(2024, month, 1)}
        for month, above in enumerate(parents, start=2)
        for code, parent in zip(CODES, above, strict=True)
    ]
    if any(_circle(dict(zip(CODES, above, strict=True))) for above in parents):
        with pytest.raises(ValueError, match="stands below itself"):
            as_it_was(register_of(rows))
    else:
        assert as_it_was(register_of(rows)).runs


def _circle(above):
    for start in above:
        at = start
        for _ in above:
            at = above.get(at)
        if at is not None:
            return True
    return False
