"""The register: rows of one unit follow each other in time and never overlap."""

from datetime import date

import pytest

from dampak.warehouse.organisation.register import register_of, successors_in

FIRST, SECOND = date(2024, 1, 1), date(2025, 1, 1)


def row(code, valid_from=None, valid_to=None, **more):
    return {"code": code, "valid_from": valid_from, "valid_to": valid_to, **more}


def test_a_row_without_a_last_day_ends_where_the_next_begins():
    spans = register_of([row("A", SECOND), row("A")]).spans["A"]

    assert [(span.begins_on, span.ends_on) for span in spans] == [
        (date.min, date(2024, 12, 31)),
        (SECOND, date.max),
    ]


def test_between_two_rows_a_unit_did_not_stand():
    register = register_of([row("A", FIRST, date(2024, 6, 30)), row("A", SECOND)])

    assert register.standing("A", date(2024, 9, 1)) is None
    assert register.nearest("A", date(2024, 9, 1)).begins_on == FIRST
    assert register.nearest("A", date(2020, 9, 1)).begins_on == FIRST


@pytest.mark.parametrize(
    "rows",
    [
        [row("A", FIRST, SECOND), row("A", SECOND)],
        [row("A", FIRST), row("A", FIRST)],
        [row("A"), row("A", None, SECOND)],
    ],
)
def test_two_rows_of_a_unit_that_overlap_are_refused(rows):
    with pytest.raises(ValueError, match="Two rows of unit A overlap"):
        register_of(rows)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (None, ()),
        ("B", ("B",)),
        ("B; C", ("B", "C")),
        ("B,C;B", ("B", "C")),
        ("X; Y", ("X; Y",)),  # there is a unit that is called so
    ],
)
def test_a_cell_names_one_successor_or_several(cell, found):
    assert successors_in(cell, {"A", "B", "C", "X; Y"}) == found
