"""Tallies through a view are what SQL counts of the same rows, had they the units of that view."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conformed_tables import empty_tables
from tests.units.warehouse.organisation.reorganised import (
    CHANGES,
    below_in,
    counts_for,
    line_of,
    node_of,
    reorganisations,
)
from tests.units.warehouse.tallies.worlds import (
    DEFINITIONS,
    FIRST,
    LAST,
    NUMBERING,
    SHEETS,
    UNITS,
    cells_of,
    filled,
    plain_tallies,
    read,
    with_units,
    worlds,
)

from dampak.foundation.months import month_of
from dampak.indicators.adding import addends
from dampak.indicators.finishing import finished
from dampak.warehouse.organisation.as_it_was import as_it_was
from dampak.warehouse.organisation.as_of import as_of
from dampak.warehouse.organisation.register import register_of
from dampak.warehouse.tallies.adding_up import sums_of
from dampak.warehouse.tallies.keys import month_numbered
from dampak.warehouse.tallies.viewing import seen_through

NUMBERS = NUMBERING.units.by_code()
FLOWS = [
    DEFINITIONS[code]
    for code in ("median-completion-time", "digital-share", "complaints-per-1000", "ikm")
]
BACKLOG = DEFINITIONS["open-backlog"]
days = st.sampled_from([date(2023, 1, 1), *CHANGES, date(2026, 1, 1)])


@pytest.fixture(scope="module")
def tables():
    return empty_tables(FIRST, LAST)


def seen(tables, world, view):
    with filled(tables, world):
        tallies = {table: (tally,) for table, tally in plain_tallies(tables).items()}
    return seen_through(tallies, view, NUMBERS)


def read_with_units(tables, world, definition, unit_of):
    with filled(tables, with_units(world, definition, unit_of)):
        return read(tables, definition)


def own_lines(found):
    return {code: line for line, code in enumerate(found.tree.codes)}


def lines_with_all_below(found):
    inner = enumerate(found.tree.inner, start=len(found.tree.codes))
    return {found.tree.codes[place]: line for line, place in inner}


def numbers_of(definition, found, lines):
    return cells_of(finished(definition, sums_of(definition, found)), found, lines)


@given(rows=reorganisations(), world=worlds(UNITS), day=days)
@settings(max_examples=10, deadline=None)
def test_as_of_a_day_units_read_as_if_the_rows_had_always_been_theirs(tables, rows, world, day):
    view = as_of(register_of(rows), day)
    found = seen(tables, world, view)

    def unit_of(code, month):
        return counts_for(rows, code, month, day) or node_of(view, code, month)

    for definition in FLOWS:
        expected = read_with_units(tables, world, definition, unit_of)
        assert numbers_of(definition, found, own_lines(found)) == expected, definition.code


@given(rows=reorganisations(), world=worlds(UNITS), day=days)
@settings(max_examples=6, deadline=None)
def test_as_of_a_day_a_node_reads_as_if_all_rows_below_it_were_one_units(tables, rows, world, day):
    view = as_of(register_of(rows), day)
    found = seen(tables, world, view)

    for top, line in lines_with_all_below(found).items():

        def unit_of(code, month, top=top):
            return "X" if top in line_of(view, node_of(view, code, month)) else code

        for definition in FLOWS:
            expected = read_with_units(tables, world, definition, unit_of)
            assert numbers_of(definition, found, {"X": line}) == only_x(expected), definition.code


@given(rows=reorganisations(), world=worlds(UNITS))
@settings(max_examples=6, deadline=None)
def test_as_it_was_a_node_reads_in_each_month_whoever_stood_below_it_then(tables, rows, world):
    found = seen(tables, world, as_it_was(register_of(rows)))

    for definition in FLOWS:
        expected = read_with_units(tables, world, definition, lambda code, _: code)
        assert numbers_of(definition, found, own_lines(found)) == expected, definition.code
    for top, line in lines_with_all_below(found).items():

        def unit_of(code, month, top=top):
            return "X" if code in below_in(rows, top, month) else code

        for definition in FLOWS:
            expected = read_with_units(tables, world, definition, unit_of)
            assert numbers_of(definition, found, {"X": line}) == only_x(expected), definition.code


def only_x(cells):
    return {cell: found for cell, found in cells.items() if cell[0] == "X"}


@given(rows=reorganisations(), world=worlds(UNITS), day=st.none() | days)
@settings(max_examples=12, deadline=None)
def test_what_is_open_goes_with_the_unit_that_comes_to_count_elsewhere(tables, rows, world, day):
    """One request after the other: open since its month, until the month in which it ends."""
    register = register_of(rows)
    view = as_it_was(register) if day is None else as_of(register, day)
    found = seen(tables, world, view)
    sums = sums_of(BACKLOG, found)
    began, ended = (sums.of[addend.code] for addend in addends(BACKLOG))
    waiting = np.cumsum(began - ended, axis=1)

    requests = [row for row in world["service_requests"] if counts_in_backlog(row)]
    lines = {False: own_lines(found), True: lines_with_all_below(found)}
    for with_below, of_units in lines.items():
        for code, line in of_units.items():
            for place in range(found.months.count):
                month = month_numbered(found.months.first + place)
                assert waiting[line, place] == sum(
                    weight
                    for unit, weight in open_after(requests, month)
                    if is_in(view, unit, month, code, with_below=with_below)
                )


def counts_in_backlog(row):
    ends, begins = row["closed_on"], row["received_on"]
    is_in_order = ends >= begins if ends and begins else begins
    return is_in_order and not row["was_withdrawn"] and (ends or row["status"] in {None, "open"})


def open_after(requests, month):
    for row in requests:
        yield row["unit_code"], int(month_of(row["received_on"]) <= month)
        if row["closed_on"]:
            yield row["unit_code"], -int(month_of(row["closed_on"]) <= month)


def is_in(view, unit, month, code, *, with_below):
    line = line_of(view, node_of(view, unit, month))
    shown = [view.shown_as.get(node, node) for node in line]
    return code in shown if with_below else code == shown[0]


@given(rows=reorganisations(), world=worlds(UNITS), day=days)
@settings(max_examples=10, deadline=None)
def test_all_units_together_are_the_same_in_every_view(tables, rows, world, day):
    register = register_of(rows)
    was, is_now = (
        seen(tables, world, view) for view in (as_it_was(register), as_of(register, day))
    )

    for definition in (*FLOWS, BACKLOG):
        top = [finished(definition, sums_of(definition, each)) for each in (was, is_now)]
        for name in ("denominator", "value"):
            first, second = (getattr(each, name)[-1] for each in top)
            assert np.array_equal(first, second, equal_nan=True), definition.code


def test_a_unit_with_rows_that_nobody_listed_stands_at_the_top(tables):
    world = {"complaints": [{"unit_code": "D04", "received_on": FIRST}]}
    found = seen(tables, world, as_of(register_of([{"code": "D01"}]), LAST))

    table, column = SHEETS["complaints"], own_lines(found)["D04"]
    assert found.drawers[table.table][0].of[0, column].sum() == 1
