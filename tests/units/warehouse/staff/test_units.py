"""Rows of units together: no circle, no loose end, nobody else's."""

from datetime import date

import pytest

from dampak.datapack.staff import STAFF_TABLES
from dampak.warehouse.staff.portions import portions_of
from dampak.warehouse.staff.units import KnownUnit, UnitsRead, parents_first, read_units

HEADER = "code,name,parent_code,valid_from,valid_to,successor_code"
ON = date(2026, 3, 1)


@pytest.fixture
def read(tmp_path):
    def of(*rows: str, known=(), is_everything=True, of_others=()) -> UnitsRead:
        path = tmp_path / "units.csv"
        path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
        landed = ((0, each) for each in portions_of(path, STAFF_TABLES))
        there = {each.code: each for each in known}
        return read_units(landed, there, on=ON, is_everything=is_everything, of_others=of_others)

    return of


def known(code: str, above: str = "", *, ours=True, ended=None) -> KnownUnit:
    return KnownUnit(code=code, parent_code=above, ended_on=ended, is_ours=ours)


def reasons(found: UnitsRead) -> dict[int, str]:
    return {int(each["row"]): str(each["reason"]) for each in found.refused}


def test_children_may_stand_before_their_parents(read):
    found = read("C,c,B,,,", "B,b,A,,,", "A,a,,,,")
    assert not found.refused
    assert parents_first(found) == ["A", "B", "C"]


def test_a_circle_goes_with_everything_below_it(read):
    found = read("A,a,,,,", "B,b,D,,,", "C,c,B,,,", "D,d,C,,,", "E,e,D,,,", "F,f,E,,,")
    assert list(found.rows) == ["A"]
    assert reasons(found) == {
        3: "circle", 4: "circle", 5: "circle", 6: "parent_unknown", 7: "parent_unknown",
    }  # fmt: skip


def test_a_circle_through_a_unit_that_is_known_is_one_too(read):
    # On record B stands below A; now A is to stand below B.
    found = read("A,a,B,,,", known=[known("A"), known("B", "A")])
    assert reasons(found) == {2: "circle"}


def test_a_unit_has_several_rows_that_follow_each_other(read):
    found = read("A,baru,,2020-01-01,,", "A,lama,,,2019-12-31,")
    assert [row.name for row in found.rows["A"]] == ["lama", "baru"]


def test_rows_of_a_unit_do_not_overlap_or_contradict(read):
    found = read("A,a,,,2020-06-30,", "A,b,,2020-01-01,,", "A,c,,,,", "A,a,,,2020-06-30,")
    assert reasons(found) == {3: "overlaps", 4: "said_twice", 5: "repeated"}


def test_nothing_hangs_from_a_unit_that_has_ended(read):
    found = read("B,b,A,,,", known=[known("A", ended=date(2020, 1, 1))])
    assert reasons(found) == {2: "parent_closed"}


def test_a_unit_that_ended_is_not_opened_again(read):
    ended = known("A", ended=date(2020, 1, 1))
    assert reasons(read("A,a,,,,", known=[ended])) == {2: "reopened"}
    assert not read("A,a,,,2020-01-01,", known=[ended]).refused


def test_a_day_to_come_is_refused(read):
    assert reasons(read("A,a,,2026-03-02,,")) == {2: "not_yet"}


def test_an_unknown_successor_is_refused(read):
    assert reasons(read("A,a,,,2020-01-01,B;C", "B,b,,,,")) == {2: "successor_unknown"}


def test_seventeen_levels_are_one_too_many(read):
    rows = [f"U{n},u,{f'U{n - 1}' if n else ''},,," for n in range(17)]
    assert reasons(read(*rows)) == {18: "too_deep"}


def test_below_ones_own_units_new_ones_may_hang_and_nowhere_else(read):
    found = read(
        *("MINE,m,,,,", "N1,n,MINE,,,", "N2,n,N1,,,", "THEIRS,t,,,,", "X1,x,THEIRS,,,"),
        *("X2,x,X1,,,", "TOP,t,,,,"),
        known=[known("MINE"), known("THEIRS", ours=False)],
        is_everything=False,
    )
    assert list(found.rows) == ["MINE", "N1", "N2"]
    assert set(reasons(found).values()) == {"elsewhere"}


def test_a_new_unit_gets_no_code_of_others_and_a_known_one_keeps_its_own(read):
    rows = ("MINE,m,,,,", "N1,n,MINE,,,", "N2,n,N1,,,")
    found = read(*rows, known=[known("MINE")], is_everything=False, of_others={"MINE", "N1"})
    assert list(found.rows) == ["MINE"]
    assert reasons(found) == {3: "served_elsewhere", 4: "parent_unknown"}
