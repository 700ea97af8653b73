"""Sums of a tally, finished, are the readings of the definitions' own SQL: of units, of nodes."""

import pytest
from hypothesis import given, settings
from tests.conformed_tables import empty_tables
from tests.units.warehouse.tallies.worlds import (
    DEFINITIONS,
    FIRST,
    LAST,
    NUMBERING,
    UNITS,
    cells_of,
    filled,
    plain_tallies,
    read,
    standing,
    trees,
    worlds,
)
from tests.units.warehouse_readings import plain_loops as loops

from dampak.indicators.finishing import finished
from dampak.warehouse.organisation.tree import tree_of
from dampak.warehouse.tallies.adding_up import rolled, sums_of

FLAT = tuple((code, None) for code in UNITS)


@pytest.fixture(scope="module")
def tables():
    return empty_tables(FIRST, LAST)


def seen_from(tree, tables, world):
    with filled(tables, world):
        tallies = {table: (tally,) for table, tally in plain_tallies(tables).items()}
    return rolled(tallies, tree_of(tree, NUMBERING.units.by_code()))


def own_lines(seen):
    return {code: place for place, code in enumerate(seen.tree.codes)}


def as_if_one_unit(world, codes):
    """The rows of these units as rows of the one unit X, beside all others as they are."""
    return {
        table: [row | {"unit_code": "X"} if row["unit_code"] in codes else row for row in rows]
        for table, rows in world.items()
    }


@given(world=worlds())
@settings(max_examples=8, deadline=None)
def test_what_a_unit_reads_is_what_sql_reads(tables, world):
    seen = seen_from(FLAT, tables, world)

    for code, definition in DEFINITIONS.items():
        found = cells_of(finished(definition, sums_of(definition, seen)), seen, own_lines(seen))
        with filled(tables, world):
            assert found == read(tables, definition), code


LOOPS = {
    "median-completion-time": lambda world: loops.completion_time(received(world), 0.5),
    "p90-completion-time": lambda world: loops.completion_time(received(world), 0.9),
    "finished-by-promised-day": lambda world: loops.finished_by_promised_day(
        world["service_requests"]
    ),
    "digital-share": lambda world: loops.digital_share(received(world)),
    "open-backlog": lambda world: loops.open_backlog(received(world)),
    "complaints-per-1000": lambda world: loops.complaints_per_1000(
        dated(world["complaints"], "received_on"), received(world)
    ),
    "record-accuracy": lambda world: loops.record_accuracy(
        dated(world["accuracy_checks"], "checked_on")
    ),
    "ikm": lambda world: loops.ikm(dated(world["satisfaction"], "answered_on")),
    "ikm-responses": lambda world: loops.ikm_responses(dated(world["satisfaction"], "answered_on")),
}


def received(world):
    return dated(world["service_requests"], "received_on")


def dated(rows, column):
    return [row for row in rows if row[column]]


@given(world=worlds())
@settings(max_examples=15, deadline=None)
def test_what_a_unit_reads_is_what_a_plain_loop_counts(tables, world):
    seen = seen_from(FLAT, tables, world)

    for code, loop in LOOPS.items():
        definition = DEFINITIONS[code]
        found = cells_of(finished(definition, sums_of(definition, seen)), seen, own_lines(seen))
        assert found == {
            cell: (*counts, pytest.approx(value, abs=1e-8))
            for cell, (*counts, value) in loop(world).items()
        }, code


def test_every_indicator_has_its_loop():
    assert LOOPS.keys() == DEFINITIONS.keys()


@given(world=worlds(UNITS), tree=trees())
@settings(max_examples=8, deadline=None)
def test_a_node_is_read_as_if_all_its_rows_were_one_units(tables, world, tree):
    seen = seen_from(tree, tables, world)
    finals = {code: finished(each, sums_of(each, seen)) for code, each in DEFINITIONS.items()}

    for nth, place in enumerate(seen.tree.inner):
        below = standing(tree, seen.tree.codes[place])
        with filled(tables, as_if_one_unit(world, below)):
            for code, definition in DEFINITIONS.items():
                found = cells_of(finals[code], seen, {"X": len(UNITS) + nth})
                expected = read(tables, definition).items()
                assert found == {cell: each for cell, each in expected if cell[0] == "X"}, code
