"""The tree goes to the warehouse and comes from it."""

import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest
from tests.integration.organisations.conftest import AT, BY, nip

from dampak.warehouse.organisation.register import register_of

pytestmark = [pytest.mark.database, pytest.mark.django_db]

LIST = [
    {"code": "KAB", "name": "Kabupaten Uji", "kind": "pemerintah", "region_code": "99.01"},
    {"code": "DINKES", "name": "Dinas Kesehatan", "parent_code": "KAB"},
    {
        "code": "PKM-1", "name": "Melati", "parent_code": "DINKES",
        "valid_to": date(2024, 12, 31), "successor_code": "PKM-9",
    },
    {
        "code": "PKM-2", "name": "Kenanga", "parent_code": "DINKES",
        "valid_to": date(2024, 12, 31), "successor_code": "PKM-9",
    },
    {"code": "POS", "name": "Pos Melati", "parent_code": "PKM-1"},
    {
        "code": "PKM-9", "name": "Melati Raya", "parent_code": "DINKES",
        "valid_from": date(2025, 1, 1),
    },
    {"code": "DINSOS", "name": "Dinas Sosial", "parent_code": "KAB", "valid_from": None},
    {
        "code": "DINSOS", "name": "Dinas Sosial dan P3A", "parent_code": "KAB",
        "valid_from": date(2025, 7, 1),
    },
    {"code": "NANTI", "name": "Belum ada", "valid_from": date(2027, 1, 1)},
]  # fmt: skip


def rows_written() -> list[dict[str, Any]]:
    from dampak.organisations.exports import UNIT_COLUMNS, unit_rows

    return [dict(zip(UNIT_COLUMNS, row, strict=True)) for row in unit_rows()]


def as_dates(row: dict[str, Any]) -> dict[str, Any]:
    days = {
        name: date.fromisoformat(row[name]) if row[name] else None
        for name in ("valid_from", "valid_to")
    }
    return row | days | {name: row[name] or None for name in ("parent_code", "successor_code")}


def test_a_list_of_units_becomes_the_tree_with_its_days_and_successors(db: None) -> None:
    from dampak.organisations.models import Unit
    from dampak.organisations.selectors import tree_as_of
    from dampak.organisations.services import take_over_units

    assert take_over_units(LIST, **BY) == 7
    before = {unit.code: unit.name for unit in tree_as_of(date(2024, 6, 1))}
    after = {unit.code: unit.name for unit in tree_as_of(date(2025, 8, 1))}
    assert set(before) == {"KAB", "DINKES", "PKM-1", "PKM-2", "POS", "DINSOS"}
    assert set(after) == {"KAB", "DINKES", "PKM-9", "POS", "DINSOS"}
    assert (before["DINSOS"], after["DINSOS"]) == ("Dinas Sosial", "Dinas Sosial dan P3A")
    kinds = Unit.objects.get(code="PKM-9").inheritances.values_list("kind", flat=True)
    assert list(kinds) == ["merge", "merge"]


def test_what_names_an_ended_unit_above_stands_below_who_took_over(db: None) -> None:
    from dampak.organisations.models import Unit
    from dampak.organisations.services import take_over_units

    take_over_units(LIST, **BY)
    pos = Unit.objects.get(code="POS")
    assert pos.parent == Unit.objects.get(code="PKM-9")
    above = {spell.valid_to: spell.parent.code for spell in pos.spells.select_related("parent")}
    assert above == {date(2024, 12, 31): "PKM-1", None: "PKM-9"}


def test_a_tree_is_taken_over_once(tree: dict[str, Any]) -> None:
    from dampak.organisations.services import CannotReorganise, take_over_units

    with pytest.raises(CannotReorganise):
        take_over_units(LIST, **BY)


def test_the_warehouse_reads_what_the_ledger_wrote(tree: dict[str, Any]) -> None:
    from dampak.organisations.services import NewUnit, Part, merge_units, rename_unit, split_unit

    new = NewUnit(code="PKM-9", name="Melati Raya", parent=tree["DINKES"])
    merge_units([tree["PKM-1"], tree["PKM-2"]], into=new, on=date(2025, 1, 1), **BY)
    rename_unit(tree["DINKES"], name="Dinas Kesehatan Baru", on=date(2025, 7, 1), **BY)
    parts = [Part(unit=NewUnit(code=c, name=c, parent=tree["KAB"])) for c in ("SOS", "P3A")]
    split_unit(tree["DINSOS"], into=parts, on=date(2026, 1, 1), **BY)
    register = register_of(as_dates(row) for row in rows_written())
    assert register.spans["PKM-1"][0].successors == ("PKM-9",)
    assert register.spans["DINSOS"][0].successors == ("SOS", "P3A")
    assert [span.ends_on for span in register.spans["DINKES"]] == [date(2025, 6, 30), date.max]
    assert register.standing("PKM-2", date(2025, 1, 1)) is None


def test_a_tree_that_is_written_and_taken_over_again_is_the_same(tree: dict[str, Any]) -> None:
    from dampak.organisations.models import Succession, Unit, UnitSpell
    from dampak.organisations.services import NewUnit, merge_units, move_unit, take_over_units

    move_unit(tree["PKM-2"], below=tree["DINSOS"], on=date(2024, 3, 1), **BY)
    new = NewUnit(code="PKM-9", name="Melati Raya", parent=tree["DINKES"])
    merge_units([tree["PKM-1"]], into=new, on=date(2025, 1, 1), **BY)
    written = rows_written()
    for model in (Succession, UnitSpell):
        model.objects.all().delete()
    for unit in Unit.objects.order_by("-path"):
        unit.delete()
    take_over_units(map(as_dates, written), **BY)
    again = rows_written()
    assert sorted(again, key=repr) == sorted(written, key=repr)


def test_people_leave_by_a_key_and_never_by_number_or_name(
    tree: dict[str, Any], enter: Any
) -> None:
    from dampak.organisations.exports import people_rows
    from dampak.organisations.services import change_number
    from dampak.warehouse.conformed.people import person_of

    person = enter(1, tree["PKM-1"], name="Sri Wahyuni")
    before = list(people_rows())
    change_number(person, nip=nip(2), on=date(2025, 1, 1), **BY)
    text = StringIO()
    csv.writer(text).writerows(people_rows())
    assert list(people_rows()) == before
    assert nip(1) not in text.getvalue()
    assert "Sri" not in text.getvalue()
    assert person_of(before[0][0], secret=b"x").refused is None


def test_the_book_tells_that_a_tree_was_taken_over(db: None) -> None:
    from dampak.audit.models import Entry
    from dampak.organisations.services import take_over_units

    take_over_units(LIST, **BY)
    entry = Entry.objects.get(deed="unit.tree_taken_over")
    assert (entry.at, entry.details["units"]) == (AT, 7)
